import { parseFailOn } from '../../lib/results/fail-on';
import { judge } from '../../lib/results/verdict';
import { verdictsJunit } from '../../lib/report/verdicts-junit';
import { sampleSummary } from './sample-summary';

test('a condition that holds is a failed test case, with what was measured', () => {
  const xml = verdictsJunit('simulate', [{ name: 'a "b" <c>', verdicts: judge(parseFailOn('p99>300ms, killed>10'), [sampleSummary()]) }]);
  expect(xml).toContain('<testsuites name="cdk8s-kotaemon simulate" tests="2" failures="1" errors="0" skipped="0">');
  expect(xml).toContain('<testcase classname="a &quot;b&quot; &lt;c&gt;" name="p99&gt;300ms"><failure type="fail-on" message="web 400 ms">p99&gt;300ms: web 400 ms</failure></testcase>');
  expect(xml).toContain('name="killed&gt;10"><system-out>web 3</system-out></testcase>');
});
