import { cronOf } from '../schedule/cron-of-minute';
import { type ScheduleSpec } from '../schedule/schedule-spec';
import { parseTimeRange } from '../schedule/time-of-day';
import { type ScheduleSuggestion } from '../studies/suggest-schedule/suggest-schedule';

type Suggested = Pick<ScheduleSuggestion, 'minReplicas' | 'schedules' | 'timeZone'>;

const MINUTES_A_DAY = 1440;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
/** Name of the autoscaler in what is printed. */
const NAME = 'web';

/** Part of a ScaledObject: a cron trigger for each window. KEDA takes the highest of all triggers. */
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

/**
 * CronJobs that set minReplicas of a HorizontalPodAutoscaler whenever the level changes, with the rights that they
 * need.
 */
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
    '              image: registry.k8s.io/kubectl:v1.33.6',
    `              command: [kubectl, patch, hpa, ${NAME}, --type=merge, '--patch={"spec":{"minReplicas":${level}}}']`,
  ].join('\n'));
  return [...rights, ...jobs].join('\n---\n');
}

interface LevelChange {
  readonly minute: number;
  readonly level: number;
  readonly weekdays: readonly number[];
}

/** Changes of the level in a week, those at the same time to the same level together. */
function levelChanges({ minReplicas, schedules }: Suggested): LevelChange[] {
  const edges = [...new Set([0, ...schedules.flatMap(({ time }) => {
    const { start, length } = parseTimeRange(time);
    return [start, (start + length) % MINUTES_A_DAY];
  })])].sort((a, b) => a - b);
  const changes = new Map<string, { minute: number; level: number; weekdays: number[] }>();
  for (const weekday of EVERY_DAY) {
    for (const minute of edges) {
      const level = levelAt(schedules, weekday, minute, minReplicas);
      const dayBefore = weekday === 1 ? 7 : weekday - 1;
      const before = minute > 0 ? levelAt(schedules, weekday, minute - 1, minReplicas) : levelAt(schedules, dayBefore, MINUTES_A_DAY - 1, minReplicas);
      if (level === before) continue;
      const key = `${minute} ${level}`;
      const known = changes.get(key) ?? { minute, level, weekdays: [] };
      known.weekdays.push(weekday);
      changes.set(key, known);
    }
  }
  return [...changes.values()].sort((a, b) => a.minute - b.minute || a.level - b.level);
}

function levelAt(schedules: readonly ScheduleSpec[], weekday: number, minute: number, base: number): number {
  return schedules.reduce((most, { time, weekdays = EVERY_DAY, atLeast }) => {
    const { start, length } = parseTimeRange(time);
    return weekdays.includes(weekday) && minute >= start && minute < start + length ? Math.max(most, atLeast) : most;
  }, base);
}
