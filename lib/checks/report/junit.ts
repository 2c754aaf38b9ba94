import { describeManifest } from '../../manifest/manifest';
import { type ParseProblem } from '../../manifest/parse';
import { escapeXml } from '../../values/escape-xml';
import { type CheckReport, type ReportedFinding, summaryOf } from './check-report';

/**
 * Formats the report as JUnit XML. Each finding is a test case of its object: an error fails, a warning passes with its
 * text as output, suppressed and old ones are skipped. The last test case contains the number of objects.
 */
export function formatJunit(report: CheckReport): string {
  const { errors, suppressed, old, objects } = summaryOf(report);
  const cases = [...report.findings.map(findingCase), ...report.problems.map(problemCase), `    <testcase classname="cdk8s-kotaemon" name="${objects} objects checked"/>`];
  const counts = `tests="${cases.length}" failures="${errors}" errors="${report.problems.length}" skipped="${suppressed + old}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="cdk8s-kotaemon check" ${counts}>`, `  <testsuite name="cdk8s-kotaemon check" ${counts}>`, ...cases, '  </testsuite>', '</testsuites>', '',
  ].join('\n');
}

function findingCase({ finding, source, isOld }: ReportedFinding): string {
  const { rule, manifest, message, severity, suppression } = finding;
  const where = source ? ` file="${escapeXml(source.file)}" line="${source.line}"` : '';
  const start = `    <testcase classname="${escapeXml(describeManifest(manifest))}" name="${escapeXml(`${rule.id} ${rule.title}`)}"${where}>`;
  const text = escapeXml(source ? `${source.file}:${source.line}: ${message}` : message);
  const skipped = suppression ?? (isOld ? 'in the baseline' : undefined);
  if (skipped !== undefined) return `${start}<skipped message="${escapeXml(skipped)}"/></testcase>`;
  const body = severity === 'error' ? `<failure type="${rule.id}" message="${escapeXml(message)}">${text}</failure>` : `<system-out>${text}</system-out>`;
  return `${start}${body}</testcase>`;
}

function problemCase({ file, line, message }: ParseProblem): string {
  return `    <testcase classname="${escapeXml(file)}" name="document can be read" file="${escapeXml(file)}" line="${line}"><error message="${escapeXml(message)}"/></testcase>`;
}
