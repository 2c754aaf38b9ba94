import { traitsOf } from '../../keda/catalogue/scaler-traits';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { settingOf, type Trigger, triggersOf } from '../analysis/autoscalers';
import { templatesOf } from '../analysis/containers';
import { allowsHost, splitAddress } from '../analysis/hosts';
import { allowsPort, allowsServicePort, policiesOf, rulesOf } from '../analysis/network';
import { type Rule } from '../rule/rule';

export const policyAllowsQueue: Rule = {
  id: 'KSC077',
  title: 'NetworkPolicy allows egress to the queue that the workload is scaled on',
  topic: 'correctness',
  severity: 'warning',
  reason: 'a NetworkPolicy drops packets that it does not allow: the workload reads nothing from its queue, the queue grows, and KEDA adds replicas that read nothing either',
  whatToChange: 'allow egress from the workload to the queue, on the port that the pods of the queue listen on',
  source: 'kubernetes docs, network policies; keda docs, scalers apache kafka and redis',
  *check(manifests) {
    for (const { workload } of templatesOf(manifests)) {
      const policies = policiesOf(manifests, workload, 'Egress');
      if (policies.length === 0) continue;
      const rules = rulesOf(policies, 'Egress');
      const closed = queuesOf(manifests, workload).filter(({ addresses, isManagement }) => !addresses.some((address) => {
        const [host, port] = splitAddress(address);
        return rules.some((rule) => (isManagement ? allowsServicePort(rule) : allowsPort(rule, port, 'TCP')) && allowsHost(rule, host));
      }));
      for (const { addresses } of closed) {
        yield { manifest: workload, message: `is scaled on a queue at ${addresses.join(', ')}, and NetworkPolicy ${policies.map(({ metadata }) => metadata.name).join(', ')} does not allow egress to it; allow that` };
      }
    }
  },
};

/** Addresses at which KEDA asks a queue. */
interface Queue {
  /** Any one of them is enough, since a broker names the others. */
  readonly addresses: readonly string[];
  /** True where workers reach the same hosts at another port. */
  readonly isManagement: boolean;
}

function queuesOf(manifests: ManifestIndex, workload: Manifest): Queue[] {
  const scalers = workload.kind === 'ScaledJob' ? [workload] : manifests.scaledObjectsOf(workload);
  return scalers.flatMap(triggersOf).map(queueOf).filter(({ addresses }) => addresses.length > 0);
}

function queueOf(trigger: Trigger): Queue {
  return { addresses: addressesOf(trigger), isManagement: traitsOf(trigger.type).isManagement ?? false };
}

function addressesOf(trigger: Trigger): string[] {
  const { address, counts } = traitsOf(trigger.type);
  // what a query is asked of is no queue of the workload
  const setting = address === undefined || counts === 'query' ? undefined : settingOf(trigger, address);
  return (setting ?? '').split(',').map((each) => each.trim()).filter((each) => /^[^/]+:\d+$/.test(each));
}
