import { type Duration } from 'cdk8s';
import { checkedLabels } from '../kube/labels';
import { wholeSeconds } from '../kube/seconds';

/** Scaling directions that a policy pauses temporarily, for an incident. */
export enum PausedScaling {
  /** Pauses scale-down. */
  SCALE_DOWN = 'scaleDown',

  /** Pauses scale-up and scale-down. */
  ALL = 'all',
}

/** Options of an observing policy. */
export interface ObserveOptions {
  /**
   * Labels that match the ruleSelector of a Prometheus, as in `{ release: 'kube-prometheus-stack' }`.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Evaluation interval of the rules, in whole seconds.
   *
   * @default - the evaluation interval of Prometheus
   */
  readonly interval?: Duration;
}

/** Mode of a scaling policy. */
export class ScalingMode {
  /** Creates an autoscaler that applies the policy. */
  public static act(): ScalingMode {
    return new ScalingMode();
  }

  /**
   * Creates no autoscaler; the workload keeps its own `replicas`. Recording rules compute the replicas that the policy
   * would set, for evaluation before it acts. Needs the Prometheus Operator.
   */
  public static observe(options: ObserveOptions = {}): ScalingMode {
    return new ScalingMode({
      labels: checkedLabels(options.labels ?? {}),
      interval: options.interval && `${wholeSeconds('the interval of the rules of an observing policy', options.interval, 1)}s`,
    });
  }

  private constructor(
    /** @internal */
    public readonly _observes?: { readonly labels: Record<string, string>; readonly interval?: string },
  ) {}
}
