import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { type ScalingMetric } from '../scaling-metric';
import { type SchedulePlan } from './schedule-plan';

/** Mechanism that applies schedules: a metric of the autoscaler, or objects that change the autoscaler. */
export interface Mechanism {
  /** As a user writes it. */
  readonly name: string;
  /** The autoscalers that it can work with. */
  readonly worksWith: readonly ('hpa' | 'keda')[];
  /** @throws where it cannot say what a schedule says. */
  readonly metric?: (plan: SchedulePlan) => ScalingMetric;
  /** @throws where it cannot say what a schedule says. */
  readonly create?: (scope: Construct, plan: SchedulePlan) => ApiObject[];
  /** Field of the manifests that it changes in the cluster; undefined: none. */
  readonly changes?: string;
}
