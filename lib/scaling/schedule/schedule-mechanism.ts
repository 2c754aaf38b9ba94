import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { Synthesis } from '../../kube/synthesis';
import { UserError } from '../../values/user-error';
import { type ScalingMetric } from '../scaling-metric';
import { type Mechanism } from './mechanism';
import { cronHpaMechanism, type CronHpaOptions } from './cron-hpa-mechanism';
import { cronJobMechanism } from './cron-job-mechanism';
import { clockMetricCarrier, kedaCronCarrier } from './metric-mechanisms';
import { type ScheduleCronJobOptions } from './schedule-cron-job-options';
import { meaningOf } from './schedule-meaning';
import { type SchedulePlan } from './schedule-plan';

/**
 * Mechanism that applies schedules. Each applies the same level in each minute of the twelve months from `asOf`; a
 * mechanism that cannot say what a schedule says refuses it.
 */
export class ScheduleMechanism {
  /**
   * KEDA's own cron triggers, one for each window. Only with Autoscaler.keda(). It knows neither years nor dates that
   * are left out.
   */
  public static kedaCron(): ScheduleMechanism {
    return new ScheduleMechanism(kedaCronCarrier());
  }

  /**
   * A metric in PromQL that reads the clock. An HPA gets it from prometheus-adapter as an external metric, KEDA asks
   * its metrics source. It can say everything, and nothing new runs in the cluster. Changes of the clocks are written
   * out for two years from `asOf`.
   */
  public static clockMetric(): ScheduleMechanism {
    return new ScheduleMechanism(clockMetricCarrier());
  }

  /**
   * With nothing but Kubernetes: a CronJob that sets the minReplicas of the HPA to what the clock says, under a Role
   * that can touch that one HPA only. A run that is missed is put right by the next. It can say everything. Changes of
   * the clocks are written out for two years from `asOf`.
   */
  public static cronJob(options: ScheduleCronJobOptions = {}): ScheduleMechanism {
    return new ScheduleMechanism(cronJobMechanism(options));
  }

  /**
   * For clusters that run Alibaba's kubernetes-cronhpa-controller: a CronHorizontalPodAutoscaler that sets the
   * minReplicas of the HPA. It has no time zone of its own and knows no dates.
   */
  public static cronHorizontalPodAutoscaler(options: CronHpaOptions): ScheduleMechanism {
    return new ScheduleMechanism(cronHpaMechanism(options));
  }

  private constructor(private readonly mechanism: Mechanism) {}

  /** @internal */
  public _requireFor(isKeda: boolean): void {
    const { name, worksWith } = this.mechanism;
    if (worksWith.includes(isKeda ? 'keda' : 'hpa')) return;
    throw new UserError(isKeda
      ? `${name} changes minReplicas of an HPA, which KEDA reverts; use ScheduleMechanism.kedaCron() or ScheduleMechanism.clockMetric()`
      : `${name} writes KEDA triggers, and the autoscaler of the policy is an HPA; use ScheduleMechanism.cronJob() or ScheduleMechanism.clockMetric(), or set autoscaler: Autoscaler.keda()`);
  }

  /** The metric that it adds to the autoscaler, where it is one. @internal */
  public _metrics(plan: SchedulePlan): ScalingMetric[] {
    return this.mechanism.metric ? [this.mechanism.metric(plan)] : [];
  }

  /** The objects that it adds beside the autoscaler, and what there is to say of it. @internal */
  public _create(scope: Construct, plan: SchedulePlan): ApiObject[] {
    const { create, changes } = this.mechanism;
    const objects = create?.(scope, plan) ?? [];
    const synthesis = Synthesis.of(scope);
    meaningOf(plan).forEach((line) => synthesis.note(line));
    if (changes) {
      synthesis.note(`schedules of ${plan.autoscaler} change ${changes} of HorizontalPodAutoscaler ${plan.autoscaler} in the cluster; with Argo CD, set ignoreDifferences to `
        + `{group: autoscaling, kind: HorizontalPodAutoscaler, name: ${plan.autoscaler}, jsonPointers: [${changes.split(' and ').join(', ')}]} and the sync option RespectIgnoreDifferences=true`);
    }
    return objects;
  }
}
