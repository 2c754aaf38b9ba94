import { EVERY_DAY } from '../schedule/calendar';
import { cronOf } from '../schedule/cron-of-minute';
import { levelChanges } from '../schedule/level-changes';
import { parseTimeRange } from '../schedule/time-of-day';
import { type ScheduleSuggestion } from '../studies/suggest-schedule/suggest-schedule';
import { KUBECTL_IMAGE, patchCommand } from '../studies/tune/schedule-objects';

type Suggested = Pick<ScheduleSuggestion, 'minReplicas' | 'schedules' | 'timeZone'>;

/** Name of the autoscaler in the output. */
const NAME = 'web';

/** Returns the cron triggers of a ScaledObject, one per window. KEDA uses the highest value of all triggers. */
export function kedaTriggers({ minReplicas, schedules }: Suggested): string {
  if (schedules.length === 0) return `minReplicaCount: ${minReplicas}`;
  return [
    `minReplicaCount: ${minReplicas}`,
    'triggers:',
    ...schedules.flatMap(({ time, weekdays = EVERY_DAY, atLeast, timeZone }) => {
      const { start, length } = parseTimeRange(time);
      const fields = [`timezone: ${timeZone}`, `start: "${cronOf(start, weekdays)}"`, `end: "${cronOf(start + length, weekdays)}"`, `desiredReplicas: "${atLeast}"`];
      return ['  - type: cron', `    metadata: { ${fields.join(', ')} }`];
    }),
  ].join('\n');
}

/** Returns CronJobs that set minReplicas of a HorizontalPodAutoscaler at each level change, with their RBAC objects. */
export function scheduleCronJobs(suggested: Suggested): string {
  if (suggested.schedules.length === 0) return `spec: { minReplicas: ${suggested.minReplicas} }`;
  const account = `${NAME}-schedule`;
  const rights = [
    `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${account} }`,
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: ${account} }\n`
      + `rules: [{ apiGroups: [autoscaling], resources: [horizontalpodautoscalers], resourceNames: [${NAME}], verbs: [get, patch] }]`,
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: ${account} }\n`
      + `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${account} }\nsubjects: [{ kind: ServiceAccount, name: ${account} }]`,
  ];
  const jobs = levelChanges(suggested).map(({ minute, level, weekdays }, i) => [
    'apiVersion: batch/v1',
    'kind: CronJob',
    `metadata: { name: ${account}-${i + 1} }`,
    'spec:',
    `  schedule: "${cronOf(minute, weekdays)}"`,
    `  timeZone: ${suggested.timeZone}`,
    '  jobTemplate:',
    '    spec:',
    '      template:',
    '        spec:',
    `          serviceAccountName: ${account}`,
    '          restartPolicy: OnFailure',
    '          containers:',
    '            - name: kubectl',
    `              image: ${KUBECTL_IMAGE}`,
    `              command: [${patchCommand(NAME, level).map((word) => (word.includes('{') ? `'${word}'` : word)).join(', ')}]`,
  ].join('\n'));
  return [...rights, ...jobs].join('\n---\n');
}
