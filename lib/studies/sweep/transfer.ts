import { type Run, type TokenResult } from '../../simulator/run/run';
import { LatencyHistogram } from '../../simulator/run/latency-histogram';
import { type World } from '../../simulator/world/world';

/** Run as transferred between threads: without its input, which the receiver has, and with histograms as plain data. */
export type TransferredRun = Omit<Run, 'world'>;

export function packRun({ world: _, ...rest }: Run): TransferredRun {
  return rest;
}

/** Restores a transferred run. */
export function unpackRun(transferred: TransferredRun, world: World): Run {
  return {
    ...transferred,
    world,
    flows: transferred.flows.map((flow) => ({ ...flow, latency: revive(flow.latency) })),
    workloads: transferred.workloads.map((workload) => ({
      ...workload,
      latency: revive(workload.latency),
      waiting: revive(workload.waiting),
      ...(workload.tokens && { tokens: reviveTokens(workload.tokens) }),
      pods: { ...workload.pods, startUp: revive(workload.pods.startUp) },
    })),
  };
}

function reviveTokens(tokens: TokenResult): TokenResult {
  const { timeToFirstToken, interTokenLatency, queueTime } = tokens;
  return { ...tokens, timeToFirstToken: revive(timeToFirstToken), interTokenLatency: revive(interTokenLatency), queueTime: revive(queueTime) };
}

function revive(histogram: LatencyHistogram): LatencyHistogram {
  return Object.assign(new LatencyHistogram(), histogram);
}
