import { type Duration } from 'cdk8s';
import { checkedLabels } from '../kube/labels';
import { wholeSeconds } from '../kube/seconds';

/** A direction, or both, in which nothing changes for the time being: for an incident, not for good. */
export enum PausedScaling {
  /** No replica is taken away. */
  SCALE_DOWN = 'scaleDown',

  /** Nothing changes. */
  ALL = 'all',
}

/** Options of a policy that only observes. */
export interface ObserveOptions {
  /**
   * Labels by which a Prometheus finds its rules, as in `{ release: 'kube-prometheus-stack' }`.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Evaluation interval of the rules, in whole seconds.
   *
   * @default - as often as the Prometheus evaluates rules
   */
  readonly interval?: Duration;
}

/** Mode of a policy. */
export class ScalingMode {
  /** An autoscaler carries it out. */
  public static act(): ScalingMode {
    return new ScalingMode();
  }

  /**
   * No autoscaler is made, and the workload keeps its own `replicas`. Recording rules say how many the policy would
   * want, so that it can be watched for a while before it acts. It takes the Prometheus Operator.
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
