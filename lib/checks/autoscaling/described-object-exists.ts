import { type Fields, fieldsAt, textAt } from '../../values/fields';
import { namespaceOf } from '../../manifest/manifest';
import { metricsOf } from '../analysis/autoscalers';
import { didYouMean } from '../analysis/similar-name';
import { type Rule } from '../rule/rule';

/** API groups of the kinds that Object metrics mostly describe. */
const GROUPS: Readonly<Record<string, string>> = {
  Ingress: 'networking.k8s.io/v1', Service: 'v1', Pod: 'v1', Namespace: 'v1', Node: 'v1', ConfigMap: 'v1', PersistentVolumeClaim: 'v1',
  Deployment: 'apps/v1', StatefulSet: 'apps/v1', DaemonSet: 'apps/v1', ReplicaSet: 'apps/v1', Job: 'batch/v1', CronJob: 'batch/v1',
};
/** Groups of Kubernetes itself, in which a kind can only be misplaced. */
const OWN = /^(?:|apps|batch|extensions|networking(?:\.k8s\.io)?|core|policy|autoscaling)$/;

export const describedObjectExists: Rule = {
  id: 'KSC154',
  title: 'object that an Object metric describes exists under its API group',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'the HPA asks the metrics API for the metric of that object in its own namespace: a kind of another API group cannot be mapped, and an object that is not there has no metric',
  whatToChange: 'correct describedObject: apiVersion, kind and name of an object in the namespace of the HPA',
  source: 'kubernetes pkg/controller/podautoscaler/metrics/client.go; k8s.io/metrics pkg/client/custom_metrics',
  *check(manifests) {
    for (const hpa of manifests.hpas) {
      for (const [index, metric] of metricsOf(hpa).entries()) {
        const described = metric.type === 'Object' ? fieldsAt(metric, 'object', 'describedObject') : undefined;
        const [kind, name] = [textAt(described, 'kind'), textAt(described, 'name')];
        if (!described || kind === undefined || name === undefined) continue;
        const field = `spec.metrics[${index}].object.describedObject`;
        const right = misplacedGroup(described, kind);
        if (right !== undefined) yield { manifest: hpa, message: `${field}.apiVersion is ${textAt(described, 'apiVersion') ?? 'not set'}, which has no ${kind}; write ${right}` };
        else if (isMissing(manifests.ofKind(kind).length, kind) && !manifests.find({ kind, name, namespace: namespaceOf(hpa) })) {
          yield { manifest: hpa, severity: 'warning', missing: kind, message: `${field} names ${kind} ${name}, which is not among the manifests of namespace ${namespaceOf(hpa)}; correct the name${didYouMean(manifests, { kind, name, namespace: namespaceOf(hpa) })}` };
        }
      }
    }
  },
};

/** The API version of a kind that is named in another group of Kubernetes. */
function misplacedGroup(described: Fields, kind: string): string | undefined {
  const right = Object.hasOwn(GROUPS, kind) ? GROUPS[kind] : undefined;
  const given = textAt(described, 'apiVersion') ?? '';
  const group = given.includes('/') ? given.split('/')[0] : /^v\d/.test(given) ? '' : given;
  if (right === undefined || !OWN.test(group)) return undefined;
  return group === (right.includes('/') ? right.split('/')[0] : '') && given !== '' ? undefined : right;
}

/** An object is missed where others of its kind are in the input; a Namespace is made elsewhere. */
function isMissing(others: number, kind: string): boolean {
  return others > 0 && kind !== 'Namespace';
}
