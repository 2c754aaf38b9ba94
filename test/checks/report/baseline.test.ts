import { RULES, runChecks } from '../../../lib/checks';
import { Baseline } from '../../../lib/checks/report/baseline';
import { webHpa } from '../../support/manifests';

const rules = RULES.filter(({ id }) => id === 'KSC012');
const findings = (...hpas: ReturnType<typeof webHpa>[]) => runChecks(hpas, { rules });
const frozen = (...hpas: ReturnType<typeof webHpa>[]) => Baseline.parse(Baseline.of(findings(...hpas)).toString(), 'baseline.json');
const broken = (name: string, min = 1) => webHpa({ maxReplicas: 0, minReplicas: min }, name);

test('findings in the baseline are old, the others new', () => {
  const found = findings(broken('a'), broken('b'));
  const { old, gone } = frozen(broken('a')).split(found);
  expect(found.map((finding) => old.has(finding))).toEqual([true, true, false, false]);
  expect(gone).toBe(0);
});

test('a second occurrence of a finding is new', () => {
  const twice = findings(broken('a'), broken('a'));
  expect(frozen(broken('a')).split(twice).old.size).toBe(2);
  expect(twice).toHaveLength(4);
});

test('fixed findings of the baseline are counted', () => {
  expect(frozen(broken('a')).split(findings(webHpa())).gone).toBe(2);
});

test('suppressed findings are neither in the baseline nor old', () => {
  const accepted = webHpa({ maxReplicas: 0 }, 'a', { annotations: { 'cdk8s-kotaemon/suppress-KSC012': 'why' } });
  expect(Baseline.of(findings(accepted)).toString()).toBe('{\n  "findings": []\n}\n');
  expect(frozen(broken('a')).split(findings(accepted)).old.size).toBe(0);
});

test.each([
  ['{', "baseline 'b.json' is not JSON; write it again by --update-baseline"],
  ['null', "baseline 'b.json' has no list of findings; write it again by --update-baseline"],
  ['{"findings": [1]}', "baseline 'b.json' has no list of findings; write it again by --update-baseline"],
])('refuses %s', (text, message) => {
  expect(() => Baseline.parse(text, 'b.json')).toThrow(message);
});
