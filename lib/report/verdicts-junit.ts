import { formatMeasure } from '../results/format';
import { type Verdict } from '../results/verdict';
import { escapeXml } from '../values/escape-xml';

/** Verdicts of one policy or load. */
export interface NamedVerdicts {
  /** Name of the test class: the policy, or the load. */
  readonly name: string;
  /** Verdicts of the run. */
  readonly verdicts: readonly Verdict[];
}

/** Formats conditions of `--fail-on` as JUnit XML: a test case per condition, which fails if the condition is met. */
export function verdictsJunit(command: string, named: readonly NamedVerdicts[]): string {
  const all = named.flatMap(({ name, verdicts }) => verdicts.map((verdict) => ({ name, verdict })));
  const failures = all.filter(({ verdict }) => verdict.failed).length;
  const counts = `tests="${all.length}" failures="${failures}" errors="0" skipped="0"`;
  const suite = escapeXml(`cdk8s-kotaemon ${command}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="${suite}" ${counts}>`, `  <testsuite name="${suite}" ${counts}>`,
    ...all.map(({ name, verdict }) => testCase(name, verdict)), '  </testsuite>', '</testsuites>', '',
  ].join('\n');
}

function testCase(name: string, { condition, failed, measured }: Verdict): string {
  const dimension = condition.ofArrived ? 'share' : condition.dimension;
  const values = measured.filter((each) => each.failed === failed).map(({ subject, value }) => `${subject} ${formatMeasure(value, dimension)}`).join(', ');
  const start = `    <testcase classname="${escapeXml(name)}" name="${escapeXml(condition.text)}">`;
  const body = failed ? `<failure type="fail-on" message="${escapeXml(values)}">${escapeXml(`${condition.text}: ${values}`)}</failure>`
    : `<system-out>${escapeXml(values)}</system-out>`;
  return `${start}${body}</testcase>`;
}
