import { describeManifest } from '../../manifest/manifest';
import { type ParseProblem } from '../../manifest/parse';
import { type CheckReport, type ReportedFinding, summaryOf } from './check-report';

/**
 * Report as JUnit XML. Each finding is a test case of its object: an error fails, a warning passes with its text as output, suppressed and old ones are
 * skipped. A last test case counts the objects.
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
  const where = source ? ` file="${escape(source.file)}" line="${source.line}"` : '';
  const start = `    <testcase classname="${escape(describeManifest(manifest))}" name="${escape(`${rule.id} ${rule.title}`)}"${where}>`;
  const text = escape(source ? `${source.file}:${source.line}: ${message}` : message);
  const skipped = suppression ?? (isOld ? 'in the baseline' : undefined);
  if (skipped !== undefined) return `${start}<skipped message="${escape(skipped)}"/></testcase>`;
  const body = severity === 'error' ? `<failure type="${rule.id}" message="${escape(message)}">${text}</failure>` : `<system-out>${text}</system-out>`;
  return `${start}${body}</testcase>`;
}

function problemCase({ file, line, message }: ParseProblem): string {
  return `    <testcase classname="${escape(file)}" name="document can be read" file="${escape(file)}" line="${line}"><error message="${escape(message)}"/></testcase>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' };

/** Text for an attribute or an element; characters that XML 1.0 does not allow become a replacement character. */
function escape(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd').replace(/[&<>"\n\r\t]/g, (character) => ENTITIES[character]);
}
