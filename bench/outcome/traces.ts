import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadTraffic } from '../../lib/scenario';
import { type CountTrace } from '../../lib/traffic';
import { type Blocks, DAY_SECONDS, splitDays } from '../../lib/studies/tune/days';
import { CONCURRENCY, MEAN_SECONDS } from './service';

/** Busy pods that the 99.9th percentile of the training days needs. */
export const BUSY_PODS = 15;
const FINE_SECONDS = 60;
const LEAST_DAYS = 14;
const HARD_SHARE = 0.999;
/** A trace is calm where its highest judged bucket needs less than so many times the pods of that percentile. */
const CALM_PEAK = 1.5;

/** Trace of at least two weeks, with requests per second scaled to the stated service. */
export interface OutcomeTrace {
  readonly name: string;
  readonly trace: CountTrace;
  readonly stepSeconds: number;
  /** Multiplies the requests of the trace. */
  readonly load: number;
  /** Scaled requests per second of each bucket. */
  readonly perSecond: Float64Array;
  readonly blocks: Blocks;
  /** Group that it is listed in: buckets fine enough to see what an autoscaler reacts to, or not. */
  readonly isFine: boolean;
  /** Highest judged bucket over the 99.9th percentile of the training days. */
  readonly judgedPeak: number;
  readonly isCalm: boolean;
}

/** Reads the traces of a folder that are long enough, each as `NAME.csv` with `seconds,requests`. */
export async function readTraces(folder: string, only?: string): Promise<OutcomeTrace[]> {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}; name one with NAME.csv files of seconds,requests`);
  const names = readdirSync(folder).filter((name) => name.endsWith('.csv') && (only === undefined || only.split(',').includes(name.slice(0, -4)))).sort();
  const traces = await Promise.all(names.map(async (name) => {
    const { shared } = await loadTraffic({}, join(folder, name));
    return shared!.trace(1);
  }));
  return traces.flatMap((trace, i) => (
    trace.kind === 'counts' && trace.requests.length * trace.stepSeconds >= LEAST_DAYS * DAY_SECONDS ? [prepared(names[i].slice(0, -4), trace)] : []
  ));
}

function prepared(name: string, trace: CountTrace): OutcomeTrace {
  const { stepSeconds, requests } = trace;
  const blocks = splitDays(requests.length * stepSeconds);
  const judgedFrom = Math.round(blocks.judge[0].from / stepSeconds);
  const raw = requests.map((count) => count / stepSeconds);
  const load = BUSY_PODS * CONCURRENCY / MEAN_SECONDS / quantile(raw.subarray(0, judgedFrom), HARD_SHARE);
  const perSecond = raw.map((rate) => rate * load);
  const judgedPeak = perSecond.subarray(judgedFrom).reduce((most, rate) => Math.max(most, rate), 0) * MEAN_SECONDS / CONCURRENCY / BUSY_PODS;
  return { name, trace, stepSeconds, load, perSecond, blocks, isFine: stepSeconds <= FINE_SECONDS, judgedPeak, isCalm: judgedPeak < CALM_PEAK };
}

/** Value that so large a share of some values does not exceed. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
