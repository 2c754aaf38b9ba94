import { textAt } from '../../values/fields';
import { PRELOAD_SOURCES_ANNOTATION } from '../../values/annotations';
import { isIP } from '../../values/ip-address';
import { templatesOf } from '../analysis/containers';
import { allowsHost, splitAddress } from '../analysis/hosts';
import { allowsDns, allowsPort, policiesOf, rulesOf } from '../analysis/network';
import { type Rule } from '../rule/rule';

export const policyAllowsModelSource: Rule = {
  id: 'KSC075',
  title: 'NetworkPolicy allows the download of the model',
  topic: 'correctness',
  severity: 'error',
  reason: 'a NetworkPolicy drops packets that it does not allow: the init container runs into its timeout, retries, and no pod ever starts',
  whatToChange: 'allow egress to the host and port of the source, and to DNS',
  source: 'kubernetes docs, network policies',
  *check(manifests) {
    for (const { workload } of templatesOf(manifests)) {
      const sources = textAt(workload, 'metadata', 'annotations', PRELOAD_SOURCES_ANNOTATION)?.split(', ') ?? [];
      const policies = sources.length > 0 ? policiesOf(manifests, workload, 'Egress') : [];
      if (policies.length === 0) continue;
      const rules = rulesOf(policies, 'Egress');
      const names = policies.map(({ metadata }) => metadata.name).join(', ');
      for (const source of sources) {
        const [host, port] = splitAddress(source);
        if (!rules.some((rule) => allowsPort(rule, port, 'TCP') && allowsHost(rule, host))) {
          yield { manifest: workload, message: `downloads its model from ${source}, which NetworkPolicy ${names} does not allow; allow egress to it` };
        } else if (isIP(host) === 0 && !rules.some(allowsDns)) {
          yield { manifest: workload, message: `downloads its model from ${source}, and NetworkPolicy ${names} does not allow DNS; allow egress to port 53 UDP` };
        }
      }
    }
  },
};
