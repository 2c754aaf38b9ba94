import { fieldsListAt, textAt } from '../../values/fields';
import { containersOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const envIsSetOnce: Rule = {
  id: 'KSC041',
  title: 'environment variable is set once',
  topic: 'correctness',
  severity: 'warning',
  reason: 'the last of two values is used, and server-side apply, which keys the list by name, may change which one is last',
  whatToChange: 'remove one of the two',
  source: 'kubernetes issue 58477; kubernetes api reference, container env',
  *check(manifests) {
    for (const { workload, container, label } of containersOf(manifests)) {
      const names = fieldsListAt(container, 'env').map((variable) => textAt(variable, 'name'));
      for (const name of new Set(names.filter((each, i) => each !== undefined && names.indexOf(each) !== i))) {
        yield { manifest: workload, message: `${label} sets ${name} twice; remove one of the two` };
      }
    }
  },
};
