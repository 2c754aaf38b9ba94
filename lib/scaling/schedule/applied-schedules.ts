import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { SCHEDULES_ANNOTATION } from '../../values/annotations';
import { type ScalingMetric } from '../scaling-metric';
import { type Schedule } from './schedule';
import { ScheduleMechanism } from './schedule-mechanism';
import { SchedulePlan, type SchedulePlanProps } from './schedule-plan';

/** The schedules of a policy on their way to its autoscaler. */
export interface AppliedSchedules {
  /** Metrics that the schedules add to the autoscaler. */
  readonly metrics: readonly ScalingMetric[];
  /** Adds what stands beside the autoscaler, and says in the output what the schedules mean. */
  readonly create: (scope: Construct, autoscaler: ApiObject) => ApiObject[];
}

interface AppliedSchedulesProps extends Omit<SchedulePlanProps, 'schedules'> {
  readonly schedules?: readonly Schedule[];
  readonly mechanism?: ScheduleMechanism;
  readonly isKeda: boolean;
}

/** @throws where a schedule cannot be carried, or does nothing. */
export function appliedSchedules({ schedules = [], isKeda, ...props }: AppliedSchedulesProps): AppliedSchedules {
  if (schedules.length === 0) return { metrics: [], create: () => [] };
  const mechanism = props.mechanism ?? (isKeda ? ScheduleMechanism.kedaCron() : ScheduleMechanism.cronJob());
  mechanism._requireFor(isKeda);
  const plan = new SchedulePlan({ ...props, schedules });
  const metrics = mechanism._metrics(plan);
  return {
    metrics,
    create: (scope, autoscaler) => {
      if (metrics.length > 0) autoscaler.metadata.addAnnotation(SCHEDULES_ANNOTATION, JSON.stringify(plan.note));
      return mechanism._create(scope, plan);
    },
  };
}
