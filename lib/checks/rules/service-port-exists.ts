import { fieldsListAt, textAt } from '../../manifest/fields';
import { describeManifest } from '../../manifest/manifest';
import { portNumber } from '../network';
import { type Rule } from '../rule';

export const servicePortExists: Rule = {
  id: 'KSC057',
  title: 'a Service names ports that its pods declare',
  topic: 'correctness',
  severity: 'error',
  reason: 'a port by name that the pod does not declare has no endpoint: connections to it are refused',
  whatToChange: 'declare the port under that name on a container, or give its number',
  source: 'kubernetes docs, service, target port by name',
  *check(manifests) {
    for (const service of manifests.ofKind('Service', '')) {
      for (const workload of manifests.workloadsSelectedBy(service)) {
        for (const port of fieldsListAt(service, 'spec', 'ports')) {
          const name = textAt(port, 'targetPort');
          if (name === undefined || /^\d+$/.test(name) || portNumber(manifests, workload, name) !== undefined) continue;
          yield { manifest: service, message: `sends to the port '${name}', which ${describeManifest(workload)} does not declare; declare it, or give its number` };
        }
      }
    }
  },
};
