import { ManifestIndex } from '../../manifest/manifest-index';
import { printable } from '../../values/printable';
import { type Topic } from '../rule/rule';
import { formatFinding } from '../run/run-checks';
import { type CheckReport, type ReportedFinding, summaryOf } from './check-report';
import { groupByWorkload } from './finding-groups';

/** Topics in display order. */
const TOPICS: readonly (readonly [topic: Topic, heading: string])[] = [['autoscaling', 'Autoscaling'], ['correctness', 'Correctness'], ['practice', 'Practice']];

/** Options of the terminal report. */
export interface HumanOptions {
  /** True to list warnings on practice instead of counting them. */
  readonly showsPractice?: boolean;
}

/**
 * Formats the report for a terminal. Autoscaling comes first, grouped by workload, errors first in each group; then
 * correctness; practice is counted by rule.
 *
 * Findings in the baseline are only counted; suppressed ones are listed last.
 */
export function formatHuman(report: CheckReport, { showsPractice = false }: HumanOptions = {}): string {
  const open = report.findings.filter(({ isOld, finding }) => !isOld && finding.suppression === undefined);
  const isCounted = ({ finding }: ReportedFinding): boolean => !showsPractice && finding.rule.topic === 'practice' && finding.severity === 'warning';
  const index = new ManifestIndex(report.manifests ?? open.map(({ finding }) => finding.manifest));
  const sections = TOPICS.flatMap(([topic, heading]) => {
    const listed = open.filter((each) => each.finding.rule.topic === topic && !isCounted(each));
    return listed.length === 0 ? [] : [heading, ...groupLines(listed, index), ''];
  });
  const counted = practiceLines(open.filter(isCounted));
  const suppressed = report.findings.filter(({ isOld, finding }) => !isOld && finding.suppression !== undefined).map(line);
  const tail = [...counted, ...unseenLines(report), ...(suppressed.length > 0 ? ['Suppressed', ...suppressed.map((text) => `  ${text}`), ''] : [])];
  return [...sections, ...tail, sums(report)].map((text) => `${printable(text)}\n`).join('');
}

function groupLines(findings: readonly ReportedFinding[], index: ManifestIndex): string[] {
  return groupByWorkload(findings, index).flatMap(({ heading, findings: group }) => [
    `  ${heading}`,
    ...[...group].sort((a, b) => rank(a) - rank(b)).map((each) => `    ${line(each)}`),
  ]);
}

/** Returns one line for all warnings on practice, and one per rule. */
function practiceLines(findings: readonly ReportedFinding[]): string[] {
  if (findings.length === 0) return [];
  const rules = new Map<string, { readonly title: string; count: number }>();
  for (const { finding: { rule } } of findings) {
    const known = rules.get(rule.id) ?? { title: rule.title, count: 0 };
    known.count++;
    rules.set(rule.id, known);
  }
  const list = Array.from(rules, ([id, { title, count }]) => `  ${String(count).padStart(4)}  ${id} ${title}`);
  return [`Practice: ${amount(findings.length, 'warning')}; list them with --only practice`, ...list, ''];
}

function unseenLines({ unseenKinds }: CheckReport): string[] {
  if (!unseenKinds || unseenKinds.size === 0) return [];
  const kinds = Array.from(unseenKinds, ([kind, count]) => `${kind} (${amount(count, 'reference')})`);
  return [`References not checked, since the input has no object of the kind: ${kinds.join(', ')}`, ''];
}

function sums(report: CheckReport): string {
  const { errors, warnings, suppressed, old, objects } = summaryOf(report);
  const counts = [amount(errors, 'error'), amount(warnings, 'warning'), ...(suppressed > 0 ? [`${suppressed} suppressed`] : []), ...(old > 0 ? [`${old} in the baseline`] : [])];
  return `${counts.join(', ')} in ${amount(objects, 'object')}`;
}

function line({ finding, source }: ReportedFinding): string {
  return `${source ? `${source.file}:${source.line}: ` : ''}${formatFinding(finding)}`;
}

function rank({ finding }: ReportedFinding): number {
  return finding.severity === 'error' ? 0 : 1;
}

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
