import { type Fields, fieldsAt, fieldsListAt, textAt, valueAt } from '../../values/fields';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type Rule } from '../rule/rule';

export const ingressHasBackend: Rule = {
  id: 'KSC074',
  title: 'Ingress, IngressRoute and HTTPRoute name a Service that exists',
  topic: 'correctness',
  severity: 'error',
  needsWholeCluster: true,
  reason: 'requests to a backend that does not exist are answered with an error such as 503',
  whatToChange: 'add the Service, or correct its name or port',
  source: 'kubernetes docs, ingress',
  *check(manifests) {
    for (const ingress of manifests.ofKind('Ingress', 'networking.k8s.io')) {
      for (const backend of backendsOf(ingress)) {
        // An action of the AWS load balancer, which stands in an annotation.
        if (valueAt(backend, 'port', 'name') === 'use-annotation') continue;
        const name = textAt(backend, 'name');
        const service = name === undefined ? undefined : manifests.find({ apiVersion: 'v1', kind: 'Service', name, namespace: namespaceOf(ingress) });
        const port = fieldsAt(backend, 'port');
        const served = fieldsListAt(service, 'spec', 'ports').some((each) => port?.number === each.port || (port?.name !== undefined && port.name === each.name));
        if (name !== undefined && !service) yield { manifest: ingress, message: `leads to Service ${name}, which is not here; add it, or correct the name` };
        else if (service && !served) yield { manifest: ingress, message: `leads to port ${String(port?.number ?? port?.name)} of Service ${name}, which does not have it; correct the port` };
      }
    }
  },
};

function backendsOf(ingress: Manifest): readonly Fields[] {
  const paths = fieldsListAt(ingress, 'spec', 'rules').flatMap((rule) => fieldsListAt(rule, 'http', 'paths'));
  return [fieldsAt(ingress, 'spec', 'defaultBackend', 'service'), ...paths.map((path) => fieldsAt(path, 'backend', 'service'))].filter((backend) => backend !== undefined);
}
