import { listAt } from '../../values/fields';
import { containersOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const containerDropsCapabilities: Rule = {
  id: 'KSC051',
  title: 'container drops all Linux capabilities',
  topic: 'practice',
  severity: 'warning',
  reason: 'the default capabilities of the container runtime let a process forge packets and change file owners',
  whatToChange: 'drop ALL; add NET_BIND_SERVICE for a port below 1024',
  source: 'kubernetes docs, pod security standards, restricted',
  *check(manifests) {
    for (const { workload, container, label } of containersOf(manifests)) {
      const added = listAt(container, 'securityContext', 'capabilities', 'add').filter((capability) => capability !== 'NET_BIND_SERVICE');
      if (!listAt(container, 'securityContext', 'capabilities', 'drop').includes('ALL')) yield { manifest: workload, message: `${label} keeps the default capabilities of the runtime; set capabilities.drop: [ALL]` };
      else if (added.length > 0) yield { manifest: workload, message: `${label} adds ${added.map(String).join(', ')}; only NET_BIND_SERVICE is allowed` };
    }
  },
};
