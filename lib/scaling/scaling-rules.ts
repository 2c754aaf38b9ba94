import { type Duration } from 'cdk8s';
import { type Cluster } from '../kube/cluster';
import { wholeSeconds } from '../kube/seconds';
import { Quantity } from '../values/quantity';
import { UserError } from '../values/user-error';

/** Limits of the API server, in seconds. */
const LONGEST_PERIOD = 1800;
const LONGEST_WINDOW = 3600;

/** Selection among several rates of a scaling rule. */
export enum SelectPolicy {
  /** Uses the rate with the largest change of the replica count. */
  MAX = 'Max',

  /** Uses the rate with the smallest change of the replica count. */
  MIN = 'Min',

  /** Disables scaling in this direction. */
  DISABLED = 'Disabled',
}

/** Maximum change of the replica count within a period: one policy of an HPA's behaviour. */
export class ScalingRate {
  /**
   * Maximum change in percent of the replicas at the beginning of the period.
   *
   * @param percent a whole number above 0; 100 doubles when scaling up
   * @param period whole seconds, 1 to 1800
   * @throws if either is out of range.
   */
  public static percent(percent: number, period: Duration): ScalingRate {
    return new ScalingRate('Percent', percent, period);
  }

  /**
   * Maximum change in pods.
   *
   * @param pods a whole number above 0
   * @param period whole seconds, 1 to 1800
   * @throws if either is out of range.
   */
  public static pods(pods: number, period: Duration): ScalingRate {
    return new ScalingRate('Pods', pods, period);
  }

  private readonly periodSeconds: number;

  private constructor(private readonly type: 'Percent' | 'Pods', private readonly value: number, period: Duration) {
    if (!Number.isSafeInteger(value) || value <= 0 || value > 0x7fffffff) {
      throw new UserError(`a scaling rate must be a whole number above 0, got ${value} ${type.toLowerCase()}; use SelectPolicy.DISABLED to turn a direction off`);
    }
    this.periodSeconds = wholeSeconds('the period of a scaling rate', period, 1, LONGEST_PERIOD);
  }

  /** @internal */
  public _manifest(): object {
    return { type: this.type, value: this.value, periodSeconds: this.periodSeconds };
  }
}

/** Scaling rules of one direction. An omitted field keeps the default of Kubernetes. */
export interface ScalingRules {
  /**
   * Stabilization window: scale-up uses the lowest recommendation within it, scale-down the highest. Whole seconds, 0
   * to 3600.
   *
   * A stabilization window delays every change by its length: with 30 s, the first step comes at least 30 s after the
   * metric shows the load.
   *
   * @default - the default of Kubernetes: 0 s up, 300 s down
   */
  readonly stabilizationWindow?: Duration;

  /**
   * Rates that limit a change.
   *
   * @default - the defaults of Kubernetes: up 100 % or 4 pods per 15 s, down 100 % per 15 s
   */
  readonly policies?: ScalingRate[];

  /**
   * Selection among several rates.
   * @default - the default of Kubernetes: SelectPolicy.MAX
   */
  readonly selectPolicy?: SelectPolicy;

  /**
   * Tolerance: relative deviation from the target without a scaling decision, in steps of 0.001; 0.05 is 5 %.
   * Kubernetes enables the field by default from 1.35.
   *
   * @default - the tolerance of the controller: 0.1
   */
  readonly tolerance?: number;
}

/** Returns one direction of an HPA's behaviour. */
export function behaviorManifest(direction: 'scaleUp' | 'scaleDown', rules: ScalingRules, cluster: Cluster): object {
  const { stabilizationWindow, policies, selectPolicy, tolerance } = rules;
  if (policies?.length === 0) {
    throw new UserError(`${direction}.policies is empty; add at least one, or remove it for the default of Kubernetes`);
  }
  if (tolerance !== undefined) {
    cluster._require('hpaTolerance', `${direction}.tolerance`);
    if (!(tolerance >= 0 && tolerance <= 1)) throw new UserError(`${direction}.tolerance must be from 0 to 1, got ${tolerance}; 0.05 is 5 %`);
  }
  return {
    ...(stabilizationWindow && { stabilizationWindowSeconds: wholeSeconds(`the stabilization window of ${direction}`, stabilizationWindow, 0, LONGEST_WINDOW) }),
    ...(policies && { policies: policies.map((policy) => policy._manifest()) }),
    ...(selectPolicy && { selectPolicy }),
    ...(tolerance !== undefined && { tolerance: Quantity.ofNumber(tolerance).toString() }),
  };
}
