import { UserError } from '../values/user-error';
import { type Distribution } from '../simulator/world/service';
import { type AmountDistributionScenario } from './scenario';

/** Distribution of durations or amounts; a bare value is constant. */
export type DistributionScenario<T> = T | VaryingScenario<T>;

type VaryingScenario<T> = Pick<AmountDistributionScenario, 'cv' | 'distribution'> & Partial<Readonly<Record<'mean' | 'p50' | 'p90' | 'p95' | 'p99', T>>> & { readonly samples?: readonly T[] };

/** Quantiles of the standard normal distribution. */
const NORMAL_QUANTILES = { p90: 1.2815515655446004, p95: 1.6448536269514722, p99: 2.3263478740408408 } as const;

/**
 * Converts a distribution of a scenario.
 *
 * @param convert conversion of a value, such as '45s' to seconds.
 * @param path path of the value, for errors.
 * @throws UserError if the parameters do not determine a distribution.
 */
export function toDistribution<T extends number | string>(value: DistributionScenario<T>, convert: (value: T) => number, path: string): Distribution {
  if (typeof value !== 'object') return { kind: 'deterministic', value: convert(value) };
  const { samples, mean, p50, cv, distribution } = value;
  const given = [samples, mean, p50].filter((part) => part !== undefined);
  if (given.length !== 1) throw new UserError(`${path} needs exactly one of mean, p50 and samples; it has ${given.length === 0 ? 'none' : 'several'}`);
  if (samples !== undefined) return { kind: 'empirical', samples: samples.map(convert) };
  if (p50 !== undefined) return fromQuantiles(value, convert(p50), convert, path);
  const average = convert(mean as T);
  const family = distribution ?? (cv === undefined ? 'exponential' : 'lognormal');
  if (average === 0 || family === 'fixed' || (cv === 0 && family !== 'exponential')) return { kind: 'deterministic', value: average };
  if (family === 'exponential') {
    if (cv !== undefined && cv !== 1) throw new UserError(`${path}.cv is ${cv}, but an exponential distribution always has 1; leave it out, or use lognormal or gamma`);
    return { kind: 'exponential', mean: average };
  }
  if (cv === undefined) throw new UserError(`${path} is ${family} and needs cv, its standard deviation divided by its mean`);
  return { kind: family, mean: average, cv };
}

function fromQuantiles<T extends number | string>(value: VaryingScenario<T>, median: number, convert: (value: T) => number, path: string): Distribution {
  const uppers = (['p90', 'p95', 'p99'] as const).filter((name) => value[name] !== undefined);
  if (uppers.length !== 1 || value.cv !== undefined) throw new UserError(`${path} has p50 and needs exactly one of p90, p95 and p99 beside it, and no cv`);
  if (value.distribution !== undefined && value.distribution !== 'lognormal') throw new UserError(`${path} gives quantiles, which only a lognormal distribution takes`);
  const [name] = uppers;
  const upper = convert(value[name] as T);
  if (!(median > 0 && upper >= median)) throw new UserError(`${path} has p50 ${median} and ${name} ${upper}; use a p50 above 0 and a ${name} not below it`);
  if (upper === median) return { kind: 'deterministic', value: median };
  const sigma = Math.log(upper / median) / NORMAL_QUANTILES[name];
  return { kind: 'lognormal', mean: median * Math.exp((sigma * sigma) / 2), cv: Math.sqrt(Math.expm1(sigma * sigma)) };
}
