import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { SCHEDULES_ANNOTATION } from '../../values/annotations';
import { type ScalingMetric } from '../scaling-metric';
import { type Schedule } from './schedule';
import { ScheduleMechanism } from './schedule-mechanism';
import { SchedulePlan, type SchedulePlanProps } from './schedule-plan';

/** Schedules of a policy, as its mechanism applies them. */
export interface AppliedSchedules {
  /** Metrics that the schedules add to the autoscaler. */
  readonly metrics: readonly ScalingMetric[];
  /** Creates the objects beside the autoscaler, and describes the schedules in the synthesis output. */
  readonly create: (scope: Construct, autoscaler: ApiObject) => ApiObject[];
}

interface AppliedSchedulesProps extends Omit<SchedulePlanProps, 'schedules'> {
  readonly schedules?: readonly Schedule[];
  readonly mechanism?: ScheduleMechanism;
  readonly isKeda: boolean;
}

/** @throws if a mechanism cannot express a schedule, or a schedule has no effect. */
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
