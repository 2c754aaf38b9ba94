import { type IntervalScenario } from '../../scenario/scenario';
import { type Estimate } from './estimate';
import { type LoadBin } from './load-bins';
import { minimize } from './minimize';
import { QueueModel, type QueueService } from './queue-model';
import { SERVICE_FAMILIES, type ServiceFamily } from './service-shape';
import { simulatedWaiting } from './simulated-queue';
import { NORMAL90, NORMAL95 } from './student-t';

/** Service model of a pod with the intervals of its parameters, and alternatives that fit as well. */
export interface ServiceFit {
  readonly best: QueueService;
  readonly mean: Estimate;
  readonly cv: Estimate;
  readonly concurrency: Estimate;
  /** Alternatives that span the region of good fits, without the best one. */
  readonly alternatives: readonly QueueService[];
  /** Overdispersion: variance of the counts beyond counting statistics, by which intervals are widened. */
  readonly dispersion: number;
  /** Misfit of the family, as a share of the requests, if it is too high to determine the concurrency. */
  readonly misfit?: number;
}

/** Candidate concurrencies: every small number, then in steps of about a quarter. */
const CANDIDATES = [...Array.from({ length: 16 }, (_, i) => i + 1), 18, 20, 24, 28, 32, 40, 50, 64, 80, 100, 128, Infinity];
const DEFAULT_CONCURRENCY = 8;
const SMALLEST_CV = 0.05;
const LARGEST_CV = 5;
/** Minimum share of requests per bucket, whatever the model: a few slow requests have other causes. */
const UNEXPLAINED = 5e-4;
/** Rise of twice the log-likelihood at the ends of a 90 % interval. */
const RISE = NORMAL95 ** 2;
/** Rise of twice the log-likelihood at a one-sided 90 % bound. */
const BOUND_RISE = NORMAL90 ** 2;
/** Rise within which a candidate fits as well as the best one. */
const AS_GOOD = 1;
const MOST_ALTERNATIVES = 6;
/** Relative difference of service times below which two services behave alike. */
const FELT = 0.02;
/** Multiple of the rise at an interval's end beyond which a candidate of the first fit is dropped. */
const FAR = 25;
/** Utilization above which a step is too short for a steady state. */
const MOST_BUSY = 0.85;
const FEWEST_BINS = 3;
/**
 * Maximum misfit of the family, as a share of the requests; below 0.01 for log-normal and gamma services. A wrong
 * family looks like waiting, and its concurrency can be wrong.
 */
const MOST_MISFIT = 0.03;
/** 0.95 quantile of the Kolmogorov distribution. */
const KOLMOGOROV95 = 1.36;
/** Number of simulated requests per load, and minimum number of requests for the correction of a bucket. */
const SIMULATED_REQUESTS = 40_000;
const FEWEST_REQUESTS = 40;

/**
 * Relative errors of the formulas in mean and cv, the minimum width of intervals. With these, nine of ten intervals of
 * synthetic recordings (seeds 101 to 152) contain the true value.
 */
const LEAST_ERROR = [0.0035, 0.0025] as const;

/** Best service of one family and concurrency. */
interface Fitted {
  readonly service: QueueService;
  readonly deviance: number;
  /** Standard errors of the logarithms of mean and cv, before dispersion. */
  readonly errors: readonly [number, number];
}

/** Load bin with the logarithmic corrections of the model's shares of its buckets. */
interface CorrectedBin extends LoadBin {
  readonly corrections: Float64Array;
}

/**
 * Fits service time and concurrency to latency histograms at several loads per pod, by profiles of the quasi-likelihood
 * over families and concurrencies, with optimal mean and cv for each.
 *
 * A first fit uses only the formulas of the queue model. At its result the queue is simulated request by request, and
 * the second fit corrects the formulas by the difference.
 *
 * @returns undefined without requests in at least two buckets, one of them finite: the times are then unknown.
 */
export function fitService(bins: readonly LoadBin[], bounds: readonly number[]): ServiceFit | undefined {
  const start = startOf(bins, bounds);
  const filled = bounds.filter((_, bucket) => bins.some(({ counts }) => counts[bucket] > 0));
  if (!start || filled.length < 2) return undefined;
  const plain = bins.map((bin): CorrectedBin => ({ ...bin, corrections: new Float64Array(bounds.length) }));
  const firstFits = profile(plain, bounds, start, () => true);
  const first = bestOf(firstFits);
  const steady = steadyBins(plain, first.service);
  const corrected = steady.map((bin) => ({ ...bin, corrections: correctionsOf(bin, bounds, first.service) }));
  const near = FAR * RISE * dispersionOf(plain, bounds, first.service);
  const kept = firstFits.filter(({ deviance }) => deviance - first.deviance <= near);
  const worth = new Set(kept.map(({ service: { family, concurrency } }) => `${family} ${concurrency}`));
  const fits = profile(corrected, bounds, first.service, (family, concurrency) => worth.has(`${family} ${concurrency}`));
  const best = bestOf(fits);
  const dispersion = dispersionOf(corrected, bounds, best.service);
  const misfit = misfitOf(corrected, bounds, best.service);
  const isMisfit = misfit > MOST_MISFIT;
  const fitting = fits.filter(({ deviance }) => deviance - best.deviance <= RISE * dispersion);
  const inside = isMisfit ? fits : fitting;
  const decided = concurrencyOf(fitting, best, dispersion);
  const concurrency: Estimate = isMisfit ? { ...decided, interval: { assumed: true } } : decided;
  const chosen = withConcurrency(inside, best, concurrency.value);
  return {
    best: chosen.service,
    concurrency,
    mean: { value: chosen.service.mean, interval: intervalOf(inside, best.deviance, dispersion, 0) },
    cv: { value: chosen.service.cv, interval: intervalOf(inside, best.deviance, dispersion, 1) },
    alternatives: alternativesOf(inside, chosen, dispersion),
    dispersion,
    ...(isMisfit && { misfit }),
  };
}

/** Fits every given family and concurrency. */
function profile(
  bins: readonly CorrectedBin[], bounds: readonly number[], start: { mean: number; cv: number },
  isWorth: (family: ServiceFamily, concurrency: number) => boolean,
): Fitted[] {
  return SERVICE_FAMILIES.flatMap((family) => {
    let from = start;
    return [...CANDIDATES].reverse().filter((concurrency) => isWorth(family, concurrency)).map((concurrency) => {
      const fitted = fitOne(bins, bounds, { family, concurrency, mean: from.mean, cv: from.cv });
      from = fitted.service;
      return fitted;
    });
  });
}

function bestOf(fits: readonly Fitted[]): Fitted {
  return fits.reduce((one, other) => (other.deviance < one.deviance ? other : one));
}

/** Returns the best fit with a concurrency; if only an unlimited one fits, that fit. */
function withConcurrency(fits: readonly Fitted[], best: Fitted, concurrency: number): Fitted {
  const own = fits.filter(({ service }) => service.concurrency === concurrency);
  return own.length > 0 ? bestOf(own) : { ...best, service: { ...best.service, concurrency } };
}

/** Returns the bins in which a queue reaches a steady state within a step; all if there are too few. */
function steadyBins(bins: readonly CorrectedBin[], service: QueueService): readonly CorrectedBin[] {
  const model = new QueueModel(service);
  const steady = bins.filter(({ loads }) => model.utilization(Math.max(...loads)) <= MOST_BUSY);
  return steady.length >= FEWEST_BINS ? steady : bins.slice(0, FEWEST_BINS);
}

/** Returns the logarithms of simulated over predicted shares, by bucket; 0 if the simulation has too few requests. */
function correctionsOf({ loads }: LoadBin, bounds: readonly number[], service: QueueService): Float64Array {
  const model = new QueueModel(service);
  const corrections = new Float64Array(bounds.length);
  const simulated = new Float64Array(bounds.length);
  for (const load of loads) {
    const perSecond = Math.min(load, MOST_BUSY * service.concurrency / service.mean);
    simulatedWaiting(service, perSecond, bounds, SIMULATED_REQUESTS).forEach((share, bucket) => (simulated[bucket] += share / loads.length));
  }
  const alone = model.below(0, bounds);
  simulated.forEach((share, bucket) => (simulated[bucket] = share + alone[bucket] - (bucket === 0 ? 0 : alone[bucket - 1])));
  const predicted = sharesOf(model, loads, bounds, corrections);
  simulated.forEach((share, bucket) => {
    if (share * SIMULATED_REQUESTS * loads.length < FEWEST_REQUESTS) return;
    corrections[bucket] = Math.log(((1 - UNEXPLAINED) * share + UNEXPLAINED / bounds.length) / predicted[bucket]);
  });
  return corrections;
}

/** Returns mean and cv of the bin with the lowest load, from the middles of its buckets. */
function startOf([quietest]: readonly LoadBin[], bounds: readonly number[]): { mean: number; cv: number } | undefined {
  if (!quietest) return undefined;
  let [count, sum, squares] = [0, 0, 0];
  quietest.counts.forEach((each, bucket) => {
    if (bounds[bucket] === Infinity) return;
    const middle = bucket === 0 ? bounds[0] / 2 : Math.sqrt(bounds[bucket - 1] * bounds[bucket]);
    count += each;
    sum += each * middle;
    squares += each * middle ** 2;
  });
  if (!(count > 0)) return undefined;
  const mean = sum / count;
  const cv = Math.sqrt(Math.max(0, squares / count - mean ** 2)) / mean;
  return { mean, cv: Math.min(2, Math.max(0.2, cv)) };
}

function fitOne(bins: readonly CorrectedBin[], bounds: readonly number[], service: QueueService): Fitted {
  const at = (x: number, y: number): QueueService => ({ ...service, mean: Math.exp(x), cv: Math.exp(y) });
  const f = (x: number, y: number): number => {
    const cv = Math.exp(y);
    const outside = Math.max(0, cv / LARGEST_CV - 1) + Math.max(0, SMALLEST_CV / cv - 1);
    return outside > 0 ? 1e12 * (1 + outside) : devianceOf(bins, bounds, at(x, y));
  };
  const { at: [x, y], value } = minimize(f, [Math.log(service.mean), Math.log(service.cv)], 0.03, 0.02);
  return { service: at(x, y), deviance: value, errors: standardErrors(f, x, y, value) };
}

/** Computes standard errors from the curvature of twice the log-likelihood; Infinity if it is flat. */
function standardErrors(f: (x: number, y: number) => number, x: number, y: number, value: number): [number, number] {
  const step = 0.02;
  const xx = (f(x + step, y) + f(x - step, y) - 2 * value) / step ** 2 / 2;
  const yy = (f(x, y + step) + f(x, y - step) - 2 * value) / step ** 2 / 2;
  const xy = (f(x + step, y + step) - f(x + step, y - step) - f(x - step, y + step) + f(x - step, y - step)) / (4 * step ** 2) / 2;
  const determinant = xx * yy - xy ** 2;
  if (!(determinant > 0) || !(xx > 0) || !(yy > 0)) return [xx > 0 ? Math.sqrt(1 / xx) : Infinity, yy > 0 ? Math.sqrt(1 / yy) : Infinity];
  return [Math.sqrt(yy / determinant), Math.sqrt(xx / determinant)];
}

/** Computes twice the negative log-likelihood of the counts. */
function devianceOf(bins: readonly CorrectedBin[], bounds: readonly number[], service: QueueService): number {
  const model = new QueueModel(service);
  let sum = 0;
  for (const { loads, counts, corrections } of bins) {
    const shares = sharesOf(model, loads, bounds, corrections);
    for (let bucket = 0; bucket < counts.length; bucket++) if (counts[bucket] > 0) sum -= counts[bucket] * Math.log(shares[bucket]);
  }
  return 2 * sum;
}

/** Returns the corrected share of the requests in each bucket. */
function sharesOf(model: QueueModel, loads: readonly number[], bounds: readonly number[], corrections: Float64Array): Float64Array {
  const shares = new Float64Array(bounds.length);
  for (const load of loads) {
    const below = model.below(load, bounds);
    for (let bucket = 0; bucket < bounds.length; bucket++) shares[bucket] += Math.max(0, below[bucket] - (bucket === 0 ? 0 : below[bucket - 1])) / loads.length;
  }
  let sum = 0;
  for (let bucket = 0; bucket < bounds.length; bucket++) {
    shares[bucket] = ((1 - UNEXPLAINED) * shares[bucket] + UNEXPLAINED / bounds.length) * Math.exp(corrections[bucket]);
    sum += shares[bucket];
  }
  return shares.map((share) => share / sum);
}

/**
 * Returns Pearson's statistic per degree of freedom: the larger of that of the fit, and that between the blocks of a
 * bin.
 */
function dispersionOf(bins: readonly CorrectedBin[], bounds: readonly number[], service: QueueService): number {
  const model = new QueueModel(service);
  const misfit: Pearson = { squares: 0, freedom: -3 };
  for (const { loads, counts, corrections } of bins) addPearson(misfit, counts, sharesOf(model, loads, bounds, corrections));
  return Math.max(1, ratioOf(misfit), blockDispersionOf(bins));
}

/** Returns the dispersion between the blocks of a bin, at least that of counting. */
function blockDispersionOf(bins: readonly LoadBin[]): number {
  const blocks: Pearson = { squares: 0, freedom: 0 };
  for (const { counts, byBlock } of bins) {
    const total = sumOf(counts);
    const pooled = counts.map((count) => count / total);
    for (const block of byBlock.values()) addPearson(blocks, block, pooled);
    blocks.freedom -= Math.max(0, counts.filter((count) => count >= 5).length - 1);
  }
  return Math.max(1, ratioOf(blocks));
}

/**
 * Returns the maximum difference between the fitted and the recorded latency distribution beyond chance, as a share of
 * the requests; the mean over the bins, weighted by requests.
 */
function misfitOf(bins: readonly CorrectedBin[], bounds: readonly number[], service: QueueService): number {
  const model = new QueueModel(service);
  const chance = KOLMOGOROV95 * Math.sqrt(blockDispersionOf(bins));
  let [missed, all] = [0, 0];
  for (const { loads, counts, corrections } of bins) {
    const total = sumOf(counts);
    const shares = sharesOf(model, loads, bounds, corrections);
    let [recorded, fitted, most] = [0, 0, 0];
    counts.forEach((count, bucket) => {
      recorded += count / total;
      fitted += shares[bucket];
      most = Math.max(most, Math.abs(recorded - fitted));
    });
    missed += total * Math.max(0, most - chance / Math.sqrt(total));
    all += total;
  }
  return all > 0 ? missed / all : 0;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Pearson's statistic with its degrees of freedom. */
interface Pearson {
  squares: number;
  freedom: number;
}

function ratioOf({ squares, freedom }: Pearson): number {
  return freedom > 0 ? squares / freedom : 1;
}

function addPearson(into: Pearson, counts: Float64Array, shares: Float64Array): void {
  const total = sumOf(counts);
  let used = 0;
  counts.forEach((count, bucket) => {
    const expected = total * shares[bucket];
    if (expected < 5) return;
    into.squares += (count - expected) ** 2 / expected;
    used++;
  });
  into.freedom += Math.max(0, used - 1);
}

/**
 * Estimates the concurrency: between the candidates that do not fit, at least the lowest that does, or assumed if all
 * fit.
 */
function concurrencyOf(inside: readonly Fitted[], best: Fitted, dispersion: number): Estimate {
  const fitting = new Set(inside.map(({ service }) => service.concurrency));
  const good = inside.filter(({ deviance }) => deviance - best.deviance <= AS_GOOD * dispersion).map(({ service }) => service.concurrency);
  if (!fitting.has(Infinity)) {
    const low = lowOf(fitting);
    const highest = Math.max(...fitting);
    const above = CANDIDATES.find((candidate) => candidate > highest)!;
    const value = best.service.concurrency;
    return { value, interval: { low, high: above === Infinity ? highest : above - 1 } };
  }
  const value = Math.min(...good);
  const low = lowOf(new Set(inside.filter(({ deviance }) => deviance - best.deviance <= BOUND_RISE * dispersion).map(({ service }) => service.concurrency)));
  if (low === 1) return { value: fitting.has(DEFAULT_CONCURRENCY) ? DEFAULT_CONCURRENCY : Math.min(...fitting), interval: { assumed: true } };
  return { value: value === Infinity ? CANDIDATES[CANDIDATES.length - 2] : value, interval: { atLeast: low } };
}

/** Returns the lowest concurrency above the highest rejected candidate below the fitting ones. */
function lowOf(fitting: ReadonlySet<number>): number {
  const lowest = Math.min(...fitting);
  return (CANDIDATES.filter((candidate) => candidate < lowest).at(-1) ?? 0) + 1;
}

/** Returns the interval of mean (0) or cv (1) over all good fits, with a parabola in the logarithm around each. */
function intervalOf(inside: readonly Fitted[], least: number, dispersion: number, parameter: 0 | 1): IntervalScenario {
  const ends = inside.map(({ service, deviance, errors }) => {
    const value = parameter === 0 ? service.mean : service.cv;
    const half = Math.hypot(errors[parameter] * Math.sqrt(Math.max(0, RISE * dispersion - (deviance - least))), LEAST_ERROR[parameter]);
    return [value * Math.exp(-half), value * Math.exp(half)];
  });
  const low = Math.min(...ends.map(([end]) => end));
  const high = Math.max(...ends.map(([, end]) => end));
  const lowest = parameter === 1 ? SMALLEST_CV * 1.02 : 0;
  const highest = parameter === 1 ? LARGEST_CV / 1.02 : Infinity;
  if (low <= lowest && !(high < highest)) return { assumed: true };
  if (low <= lowest) return { atMost: high };
  return high < highest ? { low, high } : { atLeast: low };
}

/** Returns the lowest, best and highest fitting concurrencies, and both ends of the mean at the chosen one. */
function alternativesOf(inside: readonly Fitted[], chosen: Fitted, dispersion: number): QueueService[] {
  const byConcurrency = new Map<number, Fitted>();
  for (const each of inside) {
    const other = byConcurrency.get(each.service.concurrency);
    if (!other || each.deviance < other.deviance) byConcurrency.set(each.service.concurrency, each);
  }
  const finite = [...byConcurrency.values()].filter(({ service }) => service.concurrency !== Infinity && service.concurrency !== chosen.service.concurrency)
    .sort((one, other) => one.service.concurrency - other.service.concurrency);
  const picked = [...new Set([0, 1 / 3, 2 / 3, 1].map((share) => finite[Math.round(share * (finite.length - 1))]))].filter((fit) => fit !== undefined);
  const half = chosen.errors[0] * Math.sqrt(RISE * dispersion);
  const ends = Number.isFinite(half) && half > FELT ? [-half, half].map((shift) => ({ ...chosen.service, mean: chosen.service.mean * Math.exp(shift) })) : [];
  return [...picked.map(({ service }) => service), ...ends].slice(0, MOST_ALTERNATIVES);
}
