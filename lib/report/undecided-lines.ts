import { printable } from '../values/printable';
import { formatNumber } from '../results/format';
import { type HpaSummary, type Summary } from '../results/summary';
import { undecidedPasses } from '../results/undecided-passes';

/**
 * Formats syncs without a decision: 'web: the HPA could not decide in 16 of 16 passes: FailedGetResourceMetric, missing
 * request for cpu in web'. Several causes are listed with their sync counts.
 */
export function undecidedLines({ workloads }: Pick<Summary, 'workloads'>): string[] {
  return workloads.flatMap(({ name, hpa }) => (hpa && hpa.undecided.length > 0 ? [printable(`${name}: ${describe(hpa)}`)] : []));
}

/** Formats each line once for all workloads and policies that it applies to. */
export function briefUndecidedLines(summaries: ReadonlyArray<Pick<Summary, 'workloads'>>): string[] {
  const workloads = summaries.flatMap((summary) => summary.workloads);
  const startOnly = [...new Set(workloads.filter(({ hpa }) => hpa?.undecidedOnlyAtStart && hpa.undecided.length > 0).map(({ name }) => name))];
  const others = workloads.filter(({ name, hpa }) => !(hpa?.undecidedOnlyAtStart && startOnly.includes(name)));
  return [
    ...(startOnly.length > 0 ? [`${startOnly.map(printable).join(', ')}: the HPA could not decide in its first passes, until its metrics arrived`] : []),
    ...new Set(undecidedLines({ workloads: others })),
  ];
}

function describe(hpa: HpaSummary): string {
  const causes = hpa.undecided.map(({ reason, error, passes }) => (
    `${reason}${error === '' ? '' : `, ${error}`}${hpa.undecided.length > 1 ? ` (${formatNumber(passes)})` : ''}`
  ));
  const [undecided, all] = [undecidedPasses(hpa), hpa.passes].map(formatNumber);
  return hpa.undecidedOnlyAtStart
    ? `the HPA could not decide in its first ${undecided} of ${all} passes, until its metrics arrived: ${causes.join('; ')}`
    : `the HPA could not decide in ${undecided} of ${all} passes: ${causes.join('; ')}`;
}
