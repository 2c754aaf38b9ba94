/** Stepwise delivery of a new revision, as Argo Rollouts does it. */
export type Progression = Canary | BlueGreen;

/** Canary: the new revision takes over in steps. */
export interface Canary {
  /** Discriminator of the strategy. */
  readonly kind: 'canary';
  /** Steps of the rollout, in order. */
  readonly steps: readonly CanaryStep[];
  /** Traffic router; without one the share of pods is the share of the traffic. */
  readonly routing?: CanaryRouting;
}

/** Scaling of a canary beside a traffic router. */
export interface CanaryRouting {
  /** Scales the stable pods down as the canary takes their traffic. */
  readonly dynamicStableScale: boolean;
  /** Seconds for which the previous pods stay after the switch. */
  readonly scaleDownDelaySeconds: number;
  /** Fewest pods of a revision that has any. */
  readonly minPods: number;
}

/** Step of a canary; those that change neither pods nor traffic are left out. */
export type CanaryStep =
  /** Percentage of the traffic. */
  | { readonly kind: 'weight'; readonly percent: number }
  /** Infinity: until the rollout is promoted by hand. */
  | { readonly kind: 'pause'; readonly seconds: number }
  /** Pods of the canary beside a router: a number, a percentage, or as the traffic. */
  | { readonly kind: 'scale'; readonly replicas?: number; readonly percent?: number };

/** Blue-green: all traffic moves at once to the new pods. */
export interface BlueGreen {
  /** Discriminator of the strategy. */
  readonly kind: 'blue-green';
  /** Pods of the preview; as many as there are replicas by default. */
  readonly previewReplicas?: number;
  /** Seconds from the preview's readiness to the promotion. Infinity: until the rollout is promoted by hand. */
  readonly promotionSeconds: number;
  /** Seconds for which the previous pods stay after the switch. */
  readonly scaleDownDelaySeconds: number;
}
