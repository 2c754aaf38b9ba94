import { textAt } from '../../values/fields';
import { namespaceOf } from '../../manifest/manifest';
import { didYouMean } from '../analysis/similar-name';
import { type Rule } from '../rule/rule';

export const statefulSetHasHeadlessService: Rule = {
  id: 'KSC060',
  title: 'StatefulSet has its headless Service',
  topic: 'correctness',
  severity: 'error',
  needsWholeCluster: true,
  reason: 'the headless Service in serviceName provides the DNS names of the pods (name-0.service); without it they do not resolve',
  whatToChange: 'add a Service of that name with clusterIP: None that selects the pods',
  source: 'kubernetes docs, StatefulSets, stable network id',
  *check(manifests) {
    for (const set of manifests.ofKind('StatefulSet', 'apps')) {
      const name = textAt(set, 'spec', 'serviceName') ?? '';
      const service = name === '' ? undefined : manifests.find({ apiVersion: 'v1', kind: 'Service', name, namespace: namespaceOf(set) });
      if (name === '') yield { manifest: set, message: 'spec.serviceName is not set; set it to a headless Service' };
      else if (!service) yield { manifest: set, missing: 'Service', message: `spec.serviceName is '${name}', and no such Service is among the manifests; add it with clusterIP: None${didYouMean(manifests, { kind: 'Service', name, namespace: namespaceOf(set) })}` };
      else if (textAt(service, 'spec', 'clusterIP') !== 'None') yield { manifest: set, message: `spec.serviceName is '${name}', and that Service is not headless; set its clusterIP to None` };
    }
  },
};
