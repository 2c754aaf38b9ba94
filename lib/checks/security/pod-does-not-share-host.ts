import { fieldsAt, fieldsListAt, numberAt } from '../../values/fields';
import { portsOf, templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const podDoesNotShareHost: Rule = {
  id: 'KSC053',
  title: 'pod does not share namespaces, ports or paths of its node',
  topic: 'practice',
  severity: 'warning',
  reason: 'a pod that shares the network, the processes or the disk of its node can read and change other pods; a host port allows one replica per node',
  whatToChange: 'remove hostNetwork, hostPID, hostIPC, hostPort and hostPath',
  source: 'kubernetes docs, pod security standards, baseline',
  *check(manifests) {
    for (const { workload, template } of templatesOf(manifests)) {
      const shared = [
        ...['hostNetwork', 'hostPID', 'hostIPC'].filter((name) => template.spec[name] === true),
        ...fieldsListAt(template.spec, 'volumes').filter((volume) => fieldsAt(volume, 'hostPath')).map(({ name }) => `hostPath volume '${String(name)}'`),
        ...portsOf(template).filter((port) => (numberAt(port, 'hostPort') ?? 0) > 0).map(({ hostPort }) => `hostPort ${String(hostPort)}`),
      ];
      if (shared.length > 0) yield { manifest: workload, message: `shares its node through ${shared.join(', ')}; remove it` };
    }
  },
};
