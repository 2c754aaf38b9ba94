import { fieldsListAt, textAt } from '../../values/fields';
import { describeManifest } from '../../manifest/manifest';
import { portNumber } from '../analysis/network';
import { type Rule } from '../rule/rule';

export const servicePortExists: Rule = {
  id: 'KSC057',
  title: 'Service names ports that its pods declare',
  topic: 'correctness',
  severity: 'error',
  reason: 'a named port that no pod declares has no endpoint: connections to it are refused',
  whatToChange: 'declare the port under that name on a container, or use the port number',
  source: 'kubernetes docs, service, target port by name',
  *check(manifests) {
    for (const service of manifests.ofKind('Service', '')) {
      const workloads = manifests.workloadsSelectedBy(service);
      if (workloads.length === 0) continue;
      for (const port of fieldsListAt(service, 'spec', 'ports')) {
        const name = textAt(port, 'targetPort');
        // Pods without the port are no endpoints of it; one workload that has it is enough.
        if (name === undefined || /^\d+$/.test(name) || workloads.some((workload) => portNumber(manifests, workload, name) !== undefined)) continue;
        yield { manifest: service, message: `targetPort is '${name}', which ${describeManifest(workloads[0])} does not declare; declare it, or use the port number` };
      }
    }
  },
};
