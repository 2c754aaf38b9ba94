import { type Manifest, nameOf, numberAt } from '../../manifest';
import { cronOf } from '../../schedule/cron-of-minute';
import { levelChanges } from '../../schedule/level-changes';
import { type ScheduleSpec } from '../../schedule/schedule-spec';

/** Image of the CronJobs, which needs no more than kubectl. */
export const KUBECTL_IMAGE = 'registry.k8s.io/kubectl:v1.33.6';
const NOBODY = 65_532;
/** Starting deadline of a run in seconds; a missed run is skipped, because the next one sets another level. */
const DEADLINE_SECONDS = 600;

/**
 * Returns CronJobs that set minReplicas of a HorizontalPodAutoscaler at each level change of the schedules, with their
 * RBAC objects. No level exceeds maxReplicas, which the API server would reject.
 */
export function scheduleObjects(hpa: Manifest, schedules: readonly ScheduleSpec[], timeZone: string): Manifest[] {
  const name = nameOf(hpa);
  const account = `${name}-schedule`;
  const { namespace } = hpa.metadata;
  const metadata = (own: string): Manifest['metadata'] => ({ name: own, ...(namespace !== undefined && { namespace }) });
  const most = numberAt(hpa, 'spec', 'maxReplicas') ?? Infinity;
  const capped = schedules.map((schedule) => ({ ...schedule, atLeast: Math.min(most, schedule.atLeast) }));
  const changes = levelChanges({ minReplicas: numberAt(hpa, 'spec', 'minReplicas') ?? 1, schedules: capped });
  if (changes.length === 0) return [];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(account), automountServiceAccountToken: false },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: metadata(account),
      rules: [{ apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], resourceNames: [name], verbs: ['get', 'patch'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: metadata(account),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: account },
      subjects: [{ kind: 'ServiceAccount', name: account, ...(namespace !== undefined && { namespace }) }],
    },
    ...changes.map(({ minute, level, weekdays }, i): Manifest => ({
      apiVersion: 'batch/v1', kind: 'CronJob', metadata: metadata(`${account}-${i + 1}`),
      spec: {
        schedule: cronOf(minute, weekdays), timeZone, concurrencyPolicy: 'Replace', startingDeadlineSeconds: DEADLINE_SECONDS,
        successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 1,
        jobTemplate: { spec: { backoffLimit: 3, activeDeadlineSeconds: DEADLINE_SECONDS, template: podTemplate(account, name, level) } },
      },
    })),
  ];
}

/** Returns the command that sets minReplicas of a HorizontalPodAutoscaler. */
export function patchCommand(hpa: string, minReplicas: number): string[] {
  return ['kubectl', 'patch', 'hpa', hpa, '--type=merge', `--patch={"spec":{"minReplicas":${minReplicas}}}`];
}

function podTemplate(account: string, hpa: string, level: number): object {
  return {
    spec: {
      serviceAccountName: account, automountServiceAccountToken: true, restartPolicy: 'Never',
      securityContext: { runAsNonRoot: true, runAsUser: NOBODY, runAsGroup: NOBODY, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{
        name: 'kubectl', image: KUBECTL_IMAGE, imagePullPolicy: 'IfNotPresent',
        command: patchCommand(hpa, level),
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      }],
    },
  };
}
