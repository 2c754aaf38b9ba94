import { type Run, type TokenResult } from '../../simulator/run/run';
import { LatencyHistogram } from '../../simulator/run/latency-histogram';
import { type World } from '../../simulator/world/world';

/**
 * A run as it crosses a thread: without its world, which the other side has, and with histograms that have lost their
 * class.
 */
export type TransferredRun = Omit<Run, 'world'>;

export function packRun({ world: _, ...rest }: Run): TransferredRun {
  return rest;
}

/** The run as it was before it crossed. */
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
