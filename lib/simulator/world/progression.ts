/** Progressive delivery of a new revision, as in Argo Rollouts. */
export type Progression = Canary | BlueGreen;

/** Canary strategy: traffic moves to the new revision in steps. */
export interface Canary {
  /** Discriminator of the strategy. */
  readonly kind: 'canary';
  /** Steps of the rollout, in order. */
  readonly steps: readonly CanaryStep[];
  /** Traffic router. Undefined: the share of pods is the share of the traffic. */
  readonly routing?: CanaryRouting;
}

/** Scaling of a canary beside a traffic router. */
export interface CanaryRouting {
  /** True if the stable pods scale down as the canary receives their traffic. */
  readonly dynamicStableScale: boolean;
  /** Seconds that the previous pods keep running after the switch. */
  readonly scaleDownDelaySeconds: number;
  /** Minimum number of pods of a revision that has any. */
  readonly minPods: number;
}

/** Canary step. Steps that change neither pods nor traffic are omitted. */
export type CanaryStep =
  /** Percentage of the traffic for the canary. */
  | { readonly kind: 'weight'; readonly percent: number }
  /** Pause in seconds. Infinity: until manual promotion. */
  | { readonly kind: 'pause'; readonly seconds: number }
  /** Canary pods beside a traffic router: a number, a percentage, or the same share as the traffic. */
  | { readonly kind: 'scale'; readonly replicas?: number; readonly percent?: number };

/** Blue-green strategy: all traffic switches to the new pods at once. */
export interface BlueGreen {
  /** Discriminator of the strategy. */
  readonly kind: 'blue-green';
  /** Number of preview pods. @default - the replica count */
  readonly previewReplicas?: number;
  /** Seconds from the preview's readiness to the promotion. Infinity: until manual promotion. */
  readonly promotionSeconds: number;
  /** Seconds that the previous pods keep running after the switch. */
  readonly scaleDownDelaySeconds: number;
}
