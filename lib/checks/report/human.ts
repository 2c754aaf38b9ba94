import { formatFinding } from '../run/run-checks';
import { printable } from '../../values/printable';
import { type CheckReport, type ReportedFinding, summaryOf } from './check-report';

/** The report for a terminal: one line a finding, errors first, and the sums. Old findings are only counted. */
export function formatHuman(report: CheckReport): string {
  const shown = report.findings.filter(({ isOld }) => !isOld);
  const { errors, warnings, suppressed, old, objects } = summaryOf(report);
  const counts = [count(errors, 'error'), count(warnings, 'warning'), ...(suppressed > 0 ? [`${suppressed} suppressed`] : []), ...(old > 0 ? [`${old} in the baseline`] : [])];
  const lines = [...shown].sort((a, b) => rank(a) - rank(b)).map((each) => `${printable(place(each))}${formatFinding(each.finding)}`);
  return [...lines, `${counts.join(', ')} in ${count(objects, 'object')}`].map((line) => `${line}\n`).join('');
}

function rank({ finding }: ReportedFinding): number {
  return finding.suppression !== undefined ? 2 : finding.severity === 'error' ? 0 : 1;
}

function place({ source }: ReportedFinding): string {
  return source ? `${source.file}:${source.line}: ` : '';
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}
