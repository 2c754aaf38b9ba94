import { UserError } from '../values/user-error';
import { RandomStream } from '../simulator/engine/random/random-stream';
import { type Generator, GENERATORS, type GeneratorName } from './generators';
import { type CountTrace } from './trace';

/** Monday, 1 January 2024, 00:00 UTC: default start of a run, and first Monday of generated traffic. */
export const FIRST_MONDAY = 1_704_067_200;
const NOISE_KNOT_SECONDS = 60;
const LONGEST_SECONDS = 366 * 86_400;

const { max } = Math;

/**
 * Generates traffic in steps of a second. The same parameters and seed generate the same traffic.
 *
 * @param given parameters that differ from the generator's defaults; seconds, requests per second, shares.
 * @throws UserError for an unknown parameter or an invalid value.
 */
export function generate(name: GeneratorName, given: Readonly<Record<string, number>>, seed: number): CountTrace {
  const generator: Generator = GENERATORS[name];
  const parameters = resolve(name, generator, given);
  const length = Math.round(parameters.duration);
  const noise = noiseFactors(length, parameters.noise, NOISE_KNOT_SECONDS, new RandomStream(seed, 'traffic', name));
  const requests = new Float64Array(length);
  for (let second = 0; second < length; second++) requests[second] = max(0, generator.rate(second + 0.5, parameters)) * noise[second];
  return { kind: 'counts', name, startEpochSeconds: FIRST_MONDAY + generator.startSecond, stepSeconds: 1, requests, remarks: [] };
}

function resolve(name: GeneratorName, generator: Generator, given: Readonly<Record<string, number>>): Record<string, number> {
  for (const [key, value] of Object.entries(given)) {
    const parameter = Object.hasOwn(generator.parameters, key) ? generator.parameters[key] : undefined;
    if (!parameter) throw new UserError(`generator ${name} has no parameter '${key}'; it has ${Object.keys(generator.parameters).join(', ')}`);
    if (!Number.isFinite(value) || value < 0) throw new UserError(`${key} of generator ${name} is ${value}; use a number, 0 or above`);
  }
  const parameters = Object.fromEntries(Object.entries(generator.parameters).map(([key, parameter]) => [key, given[key] ?? parameter.default]));
  if (parameters.duration < 1) throw new UserError(`duration of generator ${name} is ${parameters.duration} s; use at least 1 s`);
  if (parameters.duration > LONGEST_SECONDS) throw new UserError(`duration of generator ${name} is ${parameters.duration} s; use at most 366 days`);
  return parameters;
}

/**
 * Returns noise factors around 1: log-normal knots with mean 1, independent of each other, with linear interpolation.
 *
 * @param cv standard deviation divided by the mean, at the knots.
 * @param knotSteps steps from one knot to the next.
 */
function noiseFactors(length: number, cv: number, knotSteps: number, random: RandomStream): Float64Array {
  const factors = new Float64Array(length).fill(1);
  if (cv === 0) return factors;
  const sigma = Math.sqrt(Math.log1p(cv * cv));
  const knot = (): number => Math.exp(sigma * random.normal() - (sigma * sigma) / 2);
  let [from, to] = [knot(), knot()];
  for (let i = 0; i < length; i++) {
    const part = i % knotSteps;
    if (i > 0 && part === 0) [from, to] = [to, knot()];
    factors[i] = from + ((to - from) * part) / knotSteps;
  }
  return factors;
}
