import { type ApiObject, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { KubeObject } from '../../kube/kube-object';
import { LABEL, MANAGED_BY } from '../../kube/labels';
import { wholeSeconds } from '../../kube/seconds';
import { SCHEDULES_ANNOTATION } from '../../values/annotations';
import { instantText } from '../../schedule/calendar';
import { UserError } from '../../values/user-error';
import { type Mechanism } from './mechanism';
import { cronHpaJobs, cronHpaLevelAt } from './cron-hpa-jobs';
import { type SchedulePlan } from './schedule-plan';

/** Options of a CronHorizontalPodAutoscaler. */
export interface CronHpaOptions {
  /**
   * Time zone of the controller (its TZ), since a CronHorizontalPodAutoscaler has no time zone. Every schedule has to
   * use this time zone.
   */
  readonly controllerTimeZone: string;

  /**
   * Interval at which the jobs repeat a minimum. The controller skips a job while there are more replicas, and never
   * retries it. Whole minutes that divide an hour.
   *
   * @default Duration.minutes(10)
   */
  readonly every?: Duration;
}

/** Distance from a clock change within which the jobs can be wrong, in minutes. */
const REACH = 1440;

/** Returns the mechanism of a CronHorizontalPodAutoscaler, for Alibaba's kubernetes-cronhpa-controller. */
export function cronHpaMechanism({ controllerTimeZone, every = Duration.minutes(10) }: CronHpaOptions): Mechanism {
  const minutes = wholeSeconds('every of a schedule', every, 60, 3600) / 60;
  if (60 % minutes !== 0) throw new UserError(`every is ${minutes} min; use whole minutes that divide an hour, such as 5, 10 or 15`);
  return {
    name: 'ScheduleMechanism.cronHorizontalPodAutoscaler()',
    worksWith: ['hpa'],
    changes: '/spec/minReplicas and /spec/maxReplicas',
    create: (scope, plan) => [cronHpa(scope, plan, controllerTimeZone, minutes)],
  };
}

function cronHpa(scope: Construct, plan: SchedulePlan, controllerTimeZone: string, every: number): ApiObject {
  requireExpressible(plan, controllerTimeZone);
  return new KubeObject(scope, 'CronHpa', {
    apiVersion: 'autoscaling.alibabacloud.com/v1beta1',
    kind: 'CronHorizontalPodAutoscaler',
    metadata: {
      name: plan.autoscaler,
      namespace: plan.target.namespace,
      labels: { [LABEL.managedBy]: MANAGED_BY },
      annotations: { [SCHEDULES_ANNOTATION]: JSON.stringify(plan.note) },
    },
    spec: {
      scaleTargetRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: plan.autoscaler },
      jobs: cronHpaJobs(plan.windows, plan.minReplicas, every),
    },
  });
}

function requireExpressible(plan: SchedulePlan, controllerTimeZone: string): void {
  for (const schedule of plan.schedules) {
    const { timeZone, dates, except, from, until, daysOfMonth } = schedule._spec;
    const cannot = (why: string): Error => new Error(
      `a CronHorizontalPodAutoscaler cannot express '${schedule.toString()}': ${why}; use ScheduleMechanism.cronJob() or ScheduleMechanism.clockMetric(), or change the schedule`,
    );
    if (timeZone !== controllerTimeZone) throw cannot(`it has no time zone, and that of its controller is ${controllerTimeZone}`);
    if (dates || except || from !== undefined || until !== undefined) throw cannot('its jobs support days of the week, but no dates');
    if (daysOfMonth) throw cannot('cron combines day of week and day of month by OR, and the schedule needs both');
  }
  const { windows, year, minReplicas } = plan;
  for (const { at } of windows[0].clock.changes(year.from, year.to)) {
    for (let minute = Math.max(year.from, at - REACH); minute < Math.min(year.to, at + REACH); minute++) {
      const meant = Math.max(minReplicas, year.levels[minute - year.from]);
      const said = cronHpaLevelAt(windows, minReplicas, minute);
      if (said !== meant) {
        throw new UserError(`a CronHorizontalPodAutoscaler cannot express the schedules of ${plan.autoscaler}: a clock change falls on the start or end of one, and at ${instantText(minute)} it would `
          + `ask for ${said} replicas instead of ${meant}; use ScheduleMechanism.cronJob() or ScheduleMechanism.clockMetric(), or change the schedule`);
      }
    }
  }
}
