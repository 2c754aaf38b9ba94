import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { SCHEDULES_ANNOTATION } from '../../values/annotations';
import { type ScalingMetric } from '../scaling-metric';
import { type Schedule } from './schedule';
import { ScheduleCarrier } from './schedule-carrier';
import { SchedulePlan, type SchedulePlanProps } from './schedule-plan';

/** The schedules of a policy on their way to its autoscaler. */
export interface CarriedSchedules {
  /** What they add to the metrics of the autoscaler. */
  readonly metrics: readonly ScalingMetric[];
  /** Adds what stands beside the autoscaler, and says in the output what the schedules mean. */
  readonly create: (scope: Construct, autoscaler: ApiObject) => ApiObject[];
}

interface CarriedSchedulesProps extends Omit<SchedulePlanProps, 'schedules'> {
  readonly schedules?: readonly Schedule[];
  readonly carrier?: ScheduleCarrier;
  readonly isKeda: boolean;
}

/** @throws where a schedule cannot be carried, or does nothing. */
export function carriedSchedules({ schedules = [], isKeda, ...props }: CarriedSchedulesProps): CarriedSchedules {
  if (schedules.length === 0) return { metrics: [], create: () => [] };
  const carrier = props.carrier ?? (isKeda ? ScheduleCarrier.kedaCron() : ScheduleCarrier.cronJob());
  carrier._requireFor(isKeda);
  const plan = new SchedulePlan({ ...props, schedules });
  const metrics = carrier._metrics(plan);
  return {
    metrics,
    create: (scope, autoscaler) => {
      if (metrics.length > 0) autoscaler.metadata.addAnnotation(SCHEDULES_ANNOTATION, JSON.stringify(plan.note));
      return carrier._create(scope, plan);
    },
  };
}
