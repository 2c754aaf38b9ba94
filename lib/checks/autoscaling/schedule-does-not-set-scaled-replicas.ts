import { fieldsListAt, listAt, textAt } from '../../values/fields';
import { describeManifest, type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { type Rule } from '../rule/rule';

const CRON_SCALERS = [['CronHorizontalPodAutoscaler', 'autoscaling.alibabacloud.com'], ['CronHPA', 'extensions.tkestack.io']] as const;
const KUBECTL_SCALE = /\bkubectl\b[^;&|\n]*?\sscale\s[^;&|\n]*/g;

export const scheduleDoesNotSetScaledReplicas: Rule = {
  id: 'KSC026',
  title: 'schedule and autoscaler set different fields',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'the autoscaler overwrites within seconds what the schedule writes, and the reverse: the replica count jumps when the schedule starts and ends',
  whatToChange: 'make the schedule a metric of the autoscaler (a KEDA cron trigger), or let it set minReplicas of the HPA',
  source: 'AliyunContainerService/kubernetes-cronhpa-controller issues 87 and 113; kubernetes docs, horizontal pod autoscaling',
  *check(manifests) {
    for (const [kind, group] of CRON_SCALERS) {
      for (const schedule of manifests.ofKind(kind, group)) {
        const target = textAt(schedule, 'spec', 'scaleTargetRef', 'kind');
        yield* fight(manifests, schedule, target ?? '', textAt(schedule, 'spec', 'scaleTargetRef', 'name') ?? '');
      }
    }
    for (const job of manifests.ofKind('CronJob', 'batch')) {
      for (const [kind, name] of scaledByHand(manifests, job)) yield* fight(manifests, job, kind, name);
    }
  },
};

function* fight(manifests: ManifestIndex, schedule: Manifest, kind: string, name: string): Iterable<{ manifest: Manifest; message: string }> {
  if (kind === 'HorizontalPodAutoscaler') {
    const owner = manifests.scaledObjectOfHpa(namespaceOf(schedule), name);
    if (owner) yield { manifest: schedule, message: `sets the bounds of HorizontalPodAutoscaler ${name}, which KEDA overwrites from ${describeManifest(owner)}; add a cron trigger to the ScaledObject instead` };
    return;
  }
  const target = manifests.find({ kind, name, namespace: namespaceOf(schedule) });
  const autoscaler = target && [...manifests.hpasOf(target), ...manifests.scaledObjectsOf(target)][0];
  if (autoscaler) yield { manifest: schedule, message: `sets the replicas of ${describeManifest(target)}, which ${describeManifest(autoscaler)} also sets; keep one of the two` };
}

/** Objects that a CronJob scales by kubectl. */
function scaledByHand(manifests: ManifestIndex, job: Manifest): (readonly [string, string])[] {
  const containers = fieldsListAt(manifests.podTemplateOf(job)?.spec, 'containers');
  const words = containers.map((container) => [...listAt(container, 'command'), ...listAt(container, 'args')].filter((word) => typeof word === 'string').join(' '));
  return words.flatMap((text) => text.match(KUBECTL_SCALE) ?? []).flatMap((command) => {
    const [, kind, name] = /\b(deploy(?:ments?)?|sts|statefulsets?)(?:\.apps)?[/\s]+([a-z0-9][a-z0-9.-]*)/.exec(command) ?? [];
    return kind === undefined ? [] : [[kind.startsWith('d') ? 'Deployment' : 'StatefulSet', name] as const];
  });
}
