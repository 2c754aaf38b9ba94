import { fails, formatFinding, RULES } from '../../../lib/checks';
import { examplesOf, findingsIn } from '../../../scripts/rule-examples';

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  test('finds its non-compliant example, at its severity', () => {
    const { nonCompliant, kubernetesVersion } = examplesOf(rule);
    const found = findingsIn(nonCompliant, kubernetesVersion, [rule]);
    expect(found.map(({ severity }) => severity)).toContain(rule.severity);
  });

  test('finds nothing in its compliant example', () => {
    const { compliant, kubernetesVersion } = examplesOf(rule);
    expect(findingsIn(compliant, kubernetesVersion, [rule]).map(formatFinding)).toEqual([]);
  });

  test('its compliant example adds no error of another rule', () => {
    const { nonCompliant, compliant, kubernetesVersion } = examplesOf(rule);
    const before = new Set(findingsIn(nonCompliant, kubernetesVersion).map(formatFinding));
    const errors = findingsIn(compliant, kubernetesVersion).filter((finding) => fails(finding) && !finding.rule.needsWholeCluster).map(formatFinding);
    expect(errors.filter((error) => !before.has(error))).toEqual([]);
  });
});
