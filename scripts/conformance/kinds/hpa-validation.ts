import { validateHpa } from '../../../lib/hpa/validation/validate-hpa';
import { type Fields } from '../../../lib/values/fields';
import { KubernetesVersion } from '../../../lib/values/kubernetes-version';
import { difference, type Difference } from '../difference';

interface Verdict {
  readonly accepted: boolean;
  /** The fields of the causes or, where the body did not decode, the start of the message. */
  readonly fields?: readonly string[];
}

export function hpaValidation({ hpa, expect }: { hpa: Fields; expect: Verdict }, { kubernetes }: { kubernetes: string }): Difference[] {
  const problems = validateHpa(hpa, KubernetesVersion.of(kubernetes));
  const expected = [...expect.fields ?? []].sort();
  const [first] = problems;
  const fields = first?.field === '' ? expected.filter((start) => first.message.startsWith(start)) : [...new Set(problems.map(({ field }) => field))].sort();
  return [...difference('accepted', expect.accepted, problems.length === 0), ...difference('fields', expected, fields)];
}
