import { type Manifest, ManifestIndex } from '../../manifest';
import { type Scenario } from '../../scenario';
import { candidatesNamed, findCandidates, pickCandidate } from '../../scenario/candidates';
import { type Workload } from '../../simulator/world/world';
import { suggestion } from '../../values/nearest';
import { UserError } from '../../values/user-error';
import { medianOf, type RecordedSteps } from './recorded-steps';

/** Ratio of recorded to requested CPU above which another unit is assumed. */
const IMPLAUSIBLE = 50;

/**
 * Share of the requests by which the count of a bucket may be below the previous one's, since buckets are scraped in
 * sequence.
 */
const SCRAPED_APART = 0.05;

/** @throws UserError for a recorded workload missing from the manifests, such as a renamed one. */
export function requireKnown(names: readonly string[], { manifests, scenario, autoscaler }: {
  readonly manifests: readonly Manifest[]; readonly scenario: Scenario; readonly autoscaler?: string;
}): void {
  const candidates = findCandidates(new ManifestIndex(manifests), scenario, autoscaler);
  for (const name of names) {
    if (candidatesNamed(name, candidates).length === 0) {
      const known = candidates.length === 0 ? 'they hold none' : suggestion(name, candidates.map((one) => one.name));
      throw new UserError(`the recording has '${name}', which is not a workload of the manifests; ${known}. Of a workload that was renamed, change its name in recording.json`);
    }
    pickCandidate(name, candidates, 'the recording');
  }
}

/**
 * @throws UserError if a bucket contains fewer requests than the one below it, beyond what separate scrapes explain.
 */
export function requireCumulative({ name, latency }: Pick<RecordedSteps, 'name' | 'latency'>): void {
  if (!latency) return;
  const { bounds, rates } = latency;
  const isKnown = (step: number): boolean => rates.every((each) => !Number.isNaN(each[step]));
  const totals = rates.map((values) => values.reduce((sum, rate, step) => (isKnown(step) ? sum + rate : sum), 0));
  const at = totals.findIndex((total, i) => i > 0 && total < (1 - SCRAPED_APART) * totals[i - 1]);
  if (at < 0) return;
  const bound = (i: number): string => `le=${bounds[i] === Infinity ? '+Inf' : bounds[i]}`;
  throw new UserError(`the latencies of ${name} have fewer requests in ${bound(at)} than in ${bound(at - 1)}; record cumulative rates, each with those of the bounds below it`);
}

/** Returns the reason why no service time could be fitted to the steps before a given one. */
export function unservedReason({ latency, ready }: RecordedSteps, usable: Uint8Array, before: number): string {
  const why = !latency ? 'no latency histogram was recorded'
    : !ready.some((pods) => pods > 0) ? 'no ready replica was recorded'
      : !usable.subarray(0, before).includes(1) ? 'no recorded step has steady replicas, without an event or censored demand'
        : 'the latencies of the fitted steps are in one bucket, or in none: record buckets around them';
  return `${why}, so that service time and concurrency are unknown`;
}

/** Returns a remark on implausible CPU, such as a recording in millicores. */
export function cpuRemarks({ cpu, ready }: RecordedSteps, { containers }: Pick<Workload, 'containers'>): string[] {
  const requested = containers.reduce((sum, { kind, cpuRequestMilli = 0 }) => (kind === 'init' ? sum : sum + cpuRequestMilli / 1000), 0);
  const median = medianOf(cpu.map((cores, step) => (ready[step] > 0 ? cores / ready[step] : NaN)));
  if (!(requested > 0) || !(median > IMPLAUSIBLE * requested)) return [];
  const cores = (value: number): string => String(Number(value.toPrecision(3)));
  return [`The recorded CPU of a pod is ${cores(median)} cores, and its requests are ${cores(requested)}: check that the series is in cores, not in millicores.`];
}
