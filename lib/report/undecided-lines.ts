import { formatNumber } from '../results/format';
import { type HpaSummary, type Summary } from '../results/summary';
import { undecidedPasses } from '../results/undecided-passes';

/** 'web: the HPA could not decide in 16 of 16 passes: FailedGetResourceMetric, missing request for cpu in web'; of several causes, each with its passes. */
export function undecidedLines({ workloads }: Pick<Summary, 'workloads'>): string[] {
  return workloads.flatMap(({ name, hpa }) => (hpa && hpa.undecided.length > 0 ? [`${name}: ${describe(hpa)}`] : []));
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
