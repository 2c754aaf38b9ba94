import { tableOf } from '../../schedule/schedule-note';
import { valueThatReaches } from '../../schedule/dead-band';
import { type KedaTrigger } from '../keda-trigger';
import { type MetricDefinition } from '../metric-definition';
import { MetricTarget } from '../metric-target';
import { legalMetricName } from '../promql';
import { promqlDefinition } from '../promql-definitions';
import { ScalingMetric } from '../scaling-metric';
import { type Mechanism } from './mechanism';
import { clockQuery } from './clock-query';
import { kedaWindows } from './keda-windows';
import { type SchedulePlan } from './schedule-plan';

/** Metric name in messages, alerts and the dashboard. */
const NAME = 'schedule';

/**
 * Returns the mechanism of a PromQL metric of the current time: an HPA reads it from prometheus-adapter, KEDA queries
 * it.
 */
export function clockMetricMechanism(): Mechanism {
  return { name: 'ScheduleMechanism.clockMetric()', worksWith: ['hpa', 'keda'], metric: (plan) => ScalingMetric._of(clockDefinition(plan)) };
}

/** Returns the mechanism of KEDA cron triggers, one for each window. */
export function kedaCronMechanism(): Mechanism {
  return {
    name: 'ScheduleMechanism.kedaCron()',
    worksWith: ['keda'],
    metric: (plan) => {
      const triggers = cronTriggers(plan);
      return ScalingMetric._of({ ...clockDefinition(plan), hpa: undefined, keda: () => triggers });
    },
  };
}

function clockDefinition(plan: SchedulePlan): MetricDefinition {
  const rows = tableOf(plan.note).map((row) => ({ ...row, level: valueThatReaches(row.level, plan.tolerance) }));
  const query = clockQuery(rows);
  const { namespace, name } = plan.target;
  return promqlDefinition({
    name: NAME,
    role: 'floor',
    ofPods: false,
    wakes: true,
    metric: () => legalMetricName([NAME, ...(namespace === undefined ? [] : [namespace]), name].join('_')),
    query: () => query,
    target: MetricTarget.averageValue('1'),
  });
}

function cronTriggers({ windows, schedules, year, tolerance }: SchedulePlan): KedaTrigger[] {
  return windows.flatMap((window) => kedaWindows(window, schedules[window.schedule].toString(), year).map(({ timezone, start, end }): KedaTrigger => (
    { type: 'cron', metadata: { timezone, start, end, desiredReplicas: String(valueThatReaches(window.level, tolerance)) } }
  )));
}
