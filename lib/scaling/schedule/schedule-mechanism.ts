import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { Synthesis } from '../../kube/synthesis';
import { UserError } from '../../values/user-error';
import { type ScalingMetric } from '../scaling-metric';
import { type Mechanism } from './mechanism';
import { cronHpaMechanism, type CronHpaOptions } from './cron-hpa-mechanism';
import { cronJobMechanism } from './cron-job-mechanism';
import { clockMetricMechanism, kedaCronMechanism } from './metric-mechanisms';
import { type ScheduleCronJobOptions } from './schedule-cron-job-options';
import { meaningOf } from './schedule-meaning';
import { type SchedulePlan } from './schedule-plan';

/**
 * Mechanism that applies schedules. All mechanisms apply the same minimum in each minute of the twelve months from
 * `asOf`. A mechanism rejects a schedule that it cannot express.
 */
export class ScheduleMechanism {
  /** KEDA cron triggers, one for each window. Needs Autoscaler.keda(). Cron cannot express years or excluded dates. */
  public static kedaCron(): ScheduleMechanism {
    return new ScheduleMechanism(kedaCronMechanism());
  }

  /**
   * Schedule as a PromQL metric of the current time. An HPA reads it from prometheus-adapter as an external metric;
   * KEDA queries its metrics source. It can express every schedule, and adds no workload to the cluster. The query
   * contains the clock changes of two years from `asOf`.
   */
  public static clockMetric(): ScheduleMechanism {
    return new ScheduleMechanism(clockMetricMechanism());
  }

  /**
   * Schedule as a Kubernetes CronJob that sets minReplicas of the HPA, with a Role for that one HPA only. It needs no
   * other software in the cluster. The next run corrects a missed run. It can express every schedule. The CronJob
   * contains the clock changes of two years from `asOf`.
   */
  public static cronJob(options: ScheduleCronJobOptions = {}): ScheduleMechanism {
    return new ScheduleMechanism(cronJobMechanism(options));
  }

  /**
   * Schedule as a CronHorizontalPodAutoscaler that sets minReplicas of the HPA. Needs Alibaba's
   * kubernetes-cronhpa-controller in the cluster. It has no time zone of its own and cannot express dates.
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

  /** Metric of the mechanism for the autoscaler; empty if the mechanism uses no metric. @internal */
  public _metrics(plan: SchedulePlan): ScalingMetric[] {
    return this.mechanism.metric ? [this.mechanism.metric(plan)] : [];
  }

  /** Creates the objects beside the autoscaler, and adds notes to the synthesis output. @internal */
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
