import { Matrix, solve } from 'ml-matrix';
import { type Estimate, jackknifed } from './estimate';
import { isRecorded, type RecordedSteps, stepsIn } from './recorded-steps';

/** CPU use of a pod: per request, and while idle. */
export interface CpuFit {
  /** Core-seconds per request. */
  readonly perRequest: Estimate;
  /** Cores of an idle pod. */
  readonly idle: Estimate;
}

/** Averaging time in seconds, so that noise of the request rate does not flatten the slope. */
const AVERAGE_SECONDS = 1800;
/** Number of averages of a recording too short for that averaging time. */
const ROWS = 48;
/**
 * Minimum number of blocks. Blocks are whole days if there are enough, otherwise shorter: neighboring values are
 * correlated.
 */
const FEWEST_BLOCKS = 6;
const DAY = 86_400;
const FEWEST_ROWS = 12;

interface Row {
  readonly requests: number;
  readonly ready: number;
  readonly cpu: number;
  readonly weight: number;
  /** Number of averaged steps. */
  readonly count: number;
  readonly block: number;
}

/**
 * Fits CPU = requests × cost + ready pods × idle by least squares over the usable steps; intervals by the jackknife
 * over days.
 *
 * @returns undefined if CPU was not recorded, or too little of it.
 */
export function fitCpu(steps: RecordedSteps, usable: Uint8Array): CpuFit | undefined {
  if (!isRecorded(steps.cpu)) return undefined;
  const rows = rowsOf(steps, usable);
  if (rows.length < FEWEST_ROWS) return undefined;
  const blocks = [...new Set(rows.map(({ block }) => block))];
  const [noisySlope] = solution(sumsOf(rows, 0));
  const noise = requestNoise(steps, usable, noisySlope);
  const sums = new Map(blocks.map((block) => [block, sumsOf(rows.filter((row) => row.block === block), noise)]));
  const all = [...sums.values()].reduce(added);
  const [perRequest, idle] = solution(all);
  const without = blocks.map((block) => solution(subtracted(all, sums.get(block)!)));
  return { perRequest: jackknifed(perRequest, without.map(([value]) => value)), idle: jackknifed(idle, without.map(([, value]) => value)) };
}

function rowsOf(steps: RecordedSteps, usable: Uint8Array): Row[] {
  const { requests, ready, cpu, length, stepSeconds } = steps;
  const run = stepsIn(steps, Math.min(AVERAGE_SECONDS, length * stepSeconds / ROWS));
  const blockSeconds = Math.min(DAY, length * stepSeconds / FEWEST_BLOCKS);
  const rows: Row[] = [];
  for (let from = 0; from < length; from += run) {
    const sum = { requests: 0, ready: 0, cpu: 0 };
    let count = 0;
    for (let step = from; step < Math.min(length, from + run); step++) {
      if (usable[step] === 0 || Number.isNaN(requests[step] + ready[step] + cpu[step])) continue;
      sum.requests += requests[step];
      sum.ready += ready[step];
      sum.cpu += cpu[step];
      count++;
    }
    if (count === 0) continue;
    const block = Math.floor(from * stepSeconds / blockSeconds);
    const mean = sum.cpu / count;
    // Noise is proportional to the value, so rows are weighted by the inverse square of their CPU.
    const weight = mean > 0 ? count / mean ** 2 : 0;
    rows.push({ requests: sum.requests / count, ready: sum.ready / count, cpu: mean, weight, count, block });
  }
  return rows;
}

/**
 * Returns the relative variance of the recorded request rates: changes between steps that CPU does not follow.
 *
 * @param slope core-seconds per request.
 */
function requestNoise({ requests, cpu, ready, length }: RecordedSteps, usable: Uint8Array, slope: number): number {
  if (!(slope > 0)) return 0;
  let unexplained = 0;
  let squares = 0;
  for (let step = 1; step < length; step++) {
    if (usable[step] === 0 || usable[step - 1] === 0 || ready[step] !== ready[step - 1]) continue;
    const change = requests[step] - requests[step - 1];
    const followed = (cpu[step] - cpu[step - 1]) / slope;
    if (Number.isNaN(change + followed)) continue;
    unexplained += change * (change - followed);
    squares += requests[step] ** 2 + requests[step - 1] ** 2;
  }
  return squares > 0 ? Math.max(0, unexplained / squares) : 0;
}

/** Normal equations: sums of rr, rn, nn, rc, nc. */
type Sums = readonly [number, number, number, number, number];

/** @param noise relative variance of a step's requests, which is subtracted from rr: it would flatten the slope. */
function sumsOf(rows: readonly Row[], noise: number): Sums {
  const sums: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (const { requests: r, ready: n, cpu: c, weight: w, count } of rows) {
    sums[0] += w * r * r * (1 - noise / count);
    sums[1] += w * r * n;
    sums[2] += w * n * n;
    sums[3] += w * r * c;
    sums[4] += w * n * c;
  }
  return sums;
}

function added(one: Sums, other: Sums): Sums {
  return one.map((value, i) => value + other[i]) as unknown as Sums;
}

function subtracted(one: Sums, other: Sums): Sums {
  return one.map((value, i) => value - other[i]) as unknown as Sums;
}

/** Returns the cost per request and of an idle pod, neither below 0. */
function solution([rr, rn, nn, rc, nc]: Sums): readonly [number, number] {
  const [perRequest, idle] = solve(new Matrix([[rr, rn], [rn, nn]]), Matrix.columnVector([rc, nc]), true).to1DArray();
  if (idle < 0) return [rr > 0 ? Math.max(0, rc / rr) : 0, 0];
  if (perRequest < 0) return [0, nn > 0 ? nc / nn : 0];
  return [perRequest, idle];
}
