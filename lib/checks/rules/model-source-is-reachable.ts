import { BlockList, isIP } from 'node:net';
import { type Fields, fieldsAt, fieldsListAt, listAt, textAt } from '../../manifest/fields';
import { PRELOAD_SOURCES_ANNOTATION } from '../../values/annotations';
import { templatesOf } from '../containers';
import { allowsPort, policiesOf, type PolicyRule, rulesOf } from '../network';
import { type Rule } from '../rule';

const DNS_PORT = 53;
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

export const modelSourceIsReachable: Rule = {
  id: 'KSC075',
  title: 'a pod that fetches its model may reach the source',
  topic: 'correctness',
  severity: 'error',
  reason: 'packets that a policy does not allow vanish: the init container waits for its time-out, tries again, and no pod ever starts',
  whatToChange: 'allow egress to the host and port of the source, and to DNS; give the preload the network that it is reached by',
  source: 'kubernetes docs, network policies',
  *check(manifests) {
    for (const { workload } of templatesOf(manifests)) {
      const sources = textAt(workload, 'metadata', 'annotations', PRELOAD_SOURCES_ANNOTATION)?.split(', ') ?? [];
      const policies = sources.length > 0 ? policiesOf(manifests, workload, 'Egress') : [];
      if (policies.length === 0) continue;
      const rules = rulesOf(policies, 'Egress');
      const names = policies.map(({ metadata }) => metadata.name).join(', ');
      for (const source of sources) {
        const [host, port] = splitSource(source);
        if (!rules.some((rule) => allowsPort(rule, port, 'TCP') && allowsHost(rule, host))) {
          yield { manifest: workload, message: `fetches its model from ${source}, which NetworkPolicy ${names} does not allow; allow egress to it` };
        } else if (isIP(host) === 0 && !rules.some((rule) => allowsPort(rule, DNS_PORT, 'UDP'))) {
          yield { manifest: workload, message: `fetches its model from ${source}, and NetworkPolicy ${names} does not let it ask for that name; allow egress to port 53 UDP` };
        }
      }
    }
  },
};

function splitSource(source: string): [host: string, port: number] {
  const colon = source.lastIndexOf(':');
  return [source.slice(0, colon).replace(/^\[|\]$/g, ''), Number(source.slice(colon + 1))];
}

/** What is outside the cluster is let through by addresses alone. What address a name has is not known from manifests, so that any is taken to fit. */
function allowsHost({ rule }: PolicyRule, host: string): boolean {
  const peers = fieldsListAt(rule, 'to');
  return peers.length === 0 || peers.some((peer) => {
    const block = fieldsAt(peer, 'ipBlock');
    return block ? isIP(host) === 0 || holds(block, host) : isNameOfPods(host, peer);
  });
}

function holds(block: Fields, address: string): boolean {
  const contains = (range: unknown): boolean => {
    const [network, bits] = String(range).split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(network) !== isIP(address)) return false;
    const list = new BlockList();
    list.addSubnet(network, Number(bits), family);
    return list.check(address, family);
  };
  return contains(block.cidr) && !listAt(block, 'except').some(contains);
}

/** As in 'minio', 'minio.storage.svc', or 'minio.storage' where the peer names that namespace. */
function isNameOfPods(host: string, peer: Fields): boolean {
  if (isIP(host) !== 0) return false;
  const [, namespace, svc] = host.split('.');
  return namespace === undefined || svc === 'svc' || (svc === undefined && textAt(peer, 'namespaceSelector', 'matchLabels', NAMESPACE_NAME) === namespace);
}
