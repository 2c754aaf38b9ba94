import { scaleTargetOf } from '../../manifest/manifest-index';
import { autoscalersOf } from '../autoscalers';
import { type Rule } from '../rule';

const WITHOUT_SCALE: ReadonlySet<string> = new Set([
  'ConfigMap', 'CronJob', 'DaemonSet', 'HorizontalPodAutoscaler', 'Ingress', 'Job', 'Namespace', 'Pod', 'Secret', 'Service',
]);

export const targetHasScale: Rule = {
  id: 'KSC014',
  title: 'the target of an autoscaler has a replica count',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'the controller reads and writes the scale subresource; without one it reports FailedGetScale and does nothing',
  whatToChange: 'name a Deployment, a StatefulSet or another workload that has a scale subresource',
  source: 'kubernetes pkg/controller/podautoscaler, reconcileAutoscaler',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const kind = scaleTargetOf(autoscaler)?.kind;
      if (kind !== undefined && WITHOUT_SCALE.has(kind)) yield { manifest: autoscaler, message: `a ${kind} has no scale subresource; target a workload that has one` };
    }
  },
};
