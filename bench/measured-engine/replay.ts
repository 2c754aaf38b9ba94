import { LatencyHistogram } from '../../lib/simulator/run/latency-histogram';
import { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import { RequestPool } from '../../lib/simulator/engine/requests/request-pool';
import { ServerTable } from '../../lib/simulator/engine/requests/server-table';
import { TokenExecutor } from '../../lib/simulator/engine/requests/token-executor';
import { type EngineLimits, type StepTimes, type TokenService } from '../../lib/simulator/world/world';
import { type RecordedGauges, type RecordedRequest } from './read-folder';

/** A request as the simulator served it. */
export interface ReplayedRequest {
  readonly ttft: number;
  readonly e2e: number;
  /** Mean time between its tokens; undefined for an answer of one token. */
  readonly itl: number | undefined;
}

export interface Replay {
  readonly requests: readonly ReplayedRequest[];
  readonly gauges: ReadonlyArray<Pick<RecordedGauges, 't' | 'running' | 'waiting' | 'kvUsage' | 'preemptions'>>;
  readonly gaps: LatencyHistogram;
  /** Seconds until the last answer. */
  readonly end: number;
}

class RecordingExecutor extends TokenExecutor {
  public readonly firstTokens: number[] = [];

  public override onFirstToken(id: number, now: number): void {
    super.onFirstToken(id, now);
    this.firstTokens[id] = now;
  }
}

/** Serves recorded requests with one simulated engine. @param times when the engine's gauges are read. */
export function replay(step: StepTimes, limits: EngineLimits, recorded: readonly RecordedRequest[], times: readonly number[] = []): Replay {
  const pool = new RequestPool(false, true);
  const servers = new ServerTable(limits.maxNumSeqs);
  const none = { kind: 'deterministic', value: 1 } as const;
  const model: TokenService = {
    kind: 'tokens', step, limits, inputTokens: none, outputTokens: none, cpuCoresWhenBusy: 1, memoryBytesPerRequest: 0, timeoutSeconds: Infinity, queueLimit: Infinity,
  };
  const executor = new RecordingExecutor(model, pool, servers, new RandomStream(1, 'replay'));
  const gaps = new LatencyHistogram();
  executor.probes['inter-token'].push(gaps);
  const pod = servers.add();
  const waiting: number[] = [];
  const ends: number[] = [];
  const gauges: Array<Replay['gauges'][number]> = [];
  let [present, end, next, read] = [0, 0, 0, 0];
  const start = (id: number, now: number): void => {
    pool.pod[id] = pod;
    executor.start(id, now);
  };
  while (next < recorded.length || executor.nextTime < Infinity) {
    const arrival = next < recorded.length ? recorded[next].arrival : Infinity;
    const now = Math.min(arrival, executor.nextTime);
    for (; read < times.length && times[read] < now; read++) {
      const { running, waiting: inEngine, kvUsage, preemptions } = executor.gauges(pod, times[read]);
      gauges.push({ t: times[read], running, waiting: inEngine + waiting.length, kvUsage, preemptions });
    }
    if (executor.nextTime <= arrival) {
      const id = executor.step();
      if (id < 0) continue;
      ends[id] = end = now;
      present--;
      const following = waiting.shift();
      if (following !== undefined) {
        present++;
        start(following, now);
      }
    } else {
      const { input, output } = recorded[next++];
      const id = pool.add(now, 0, 1, input, output);
      pool.arrivedAt[id] = now;
      executor.prepare(id, 1);
      if (present < limits.maxNumSeqs) {
        present++;
        start(id, now);
      } else {
        waiting.push(id);
      }
    }
  }
  return {
    gauges, gaps, end,
    requests: recorded.map(({ arrival, output }, id) => ({
      ttft: executor.firstTokens[id] - arrival, e2e: ends[id] - arrival, itl: output > 1 ? (ends[id] - executor.firstTokens[id]) / (output - 1) : undefined,
    })),
  };
}
