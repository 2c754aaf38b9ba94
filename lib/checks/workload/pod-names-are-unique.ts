import { fieldsListAt, textAt } from '../../values/fields';
import { isDnsLabel, isPortName } from '../../values/names';
import { hasPlainPods } from '../../manifest/pod-template';
import { containersIn, portsOf, templatesOf } from '../analysis/containers';
import { unlessPlain } from '../rule/unless-plain';
import { type Rule } from '../rule/rule';

export const podNamesAreUnique: Rule = {
  id: 'KSC040',
  title: 'containers, volumes and ports of a pod have valid, unique names',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses a pod with a name that is missing, malformed or used twice',
  whatToChange: "use unique names of lower-case letters, digits and '-', at most 63 characters, for a port at most 15",
  source: 'kubernetes pkg/apis/core/validation, ValidatePodSpec',
  *check(manifests) {
    for (const { workload, template } of templatesOf(manifests)) {
      const containers = Array.from(containersIn(workload, template), ({ container }) => textAt(container, 'name') ?? '');
      const volumes = fieldsListAt(template.spec, 'volumes').map(({ name }) => (typeof name === 'string' ? name : ''));
      const ports = portsOf(template).flatMap(({ name }) => (typeof name === 'string' && name !== '' ? [name] : []));
      for (const [what, names, fits] of [['container', containers, isDnsLabel], ['volume', volumes, isDnsLabel], ['port', ports, isPortName]] as const) {
        for (const name of new Set(names)) {
          // A controller may name what has no name.
          if (name === '' && !hasPlainPods(workload)) continue;
          if (!fits(name)) yield { manifest: workload, message: `has a ${what} named '${name}', which is not a valid ${what} name; rename it`, ...unlessPlain(workload) };
          else if (what !== 'port' && names.filter((each) => each === name).length > 1) yield { manifest: workload, message: `has two ${what}s named '${name}'; rename one`, ...unlessPlain(workload) };
        }
      }
    }
  },
};
