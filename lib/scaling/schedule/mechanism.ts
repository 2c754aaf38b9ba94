import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { type ScalingMetric } from '../scaling-metric';
import { type SchedulePlan } from './schedule-plan';

/** Mechanism that applies schedules: a metric of the autoscaler, or objects that change the autoscaler. */
export interface Mechanism {
  /** Name of the mechanism in the API. */
  readonly name: string;
  /** Supported autoscalers. */
  readonly worksWith: readonly ('hpa' | 'keda')[];
  /** @throws if the mechanism cannot express a schedule. */
  readonly metric?: (plan: SchedulePlan) => ScalingMetric;
  /** @throws if the mechanism cannot express a schedule. */
  readonly create?: (scope: Construct, plan: SchedulePlan) => ApiObject[];
  /** Fields of the HPA that the mechanism changes in the cluster; undefined: none. */
  readonly changes?: string;
}
