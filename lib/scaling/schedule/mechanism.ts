import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { type ScalingMetric } from '../scaling-metric';
import { type SchedulePlan } from './schedule-plan';

/** What brings a schedule to a workload: a metric of its autoscaler, or objects beside it that change the autoscaler. */
export interface Mechanism {
  /** As a user writes it. */
  readonly name: string;
  /** The autoscalers that it can work with. */
  readonly worksWith: readonly ('hpa' | 'keda')[];
  /** @throws where it cannot say what a schedule says. */
  readonly metric?: (plan: SchedulePlan) => ScalingMetric;
  /** @throws where it cannot say what a schedule says. */
  readonly create?: (scope: Construct, plan: SchedulePlan) => ApiObject[];
  /** What it changes in the cluster that stands in the manifests, too; undefined: nothing. */
  readonly changes?: string;
}
