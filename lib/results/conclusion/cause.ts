/** Kinds of causes of late or lost requests. */
export const CAUSE_KINDS = [
  /** The autoscaler is at maxReplicas. */
  'max-replicas',
  /** Pods are desired and not ready yet. */
  'starting',
  /** The scale-up stabilization window delays a higher proposal. */
  'window',
  /** Scale-up policies limit the step. */
  'rates',
  /** The metrics propose more pods, but later. */
  'metric-delay',
  /** The metrics never propose more pods: the target leaves too little headroom, or they do not follow the load. */
  'target',
  /** The controller makes no decision. */
  'no-metric',
  /** KEDA has scaled the workload to zero or idle, and has not activated it yet. */
  'asleep',
  /** No autoscaler, and too few replicas. */
  'fixed',
  /** The node pool has reached its maximum number of nodes, and they are full. */
  'node-capacity',
  /** Pods wait for nodes that are being provisioned. */
  'node-start',
  /** More pods than partitions: the other pods stay idle. */
  'partitions',
  /** An injected fault. */
  'fault',
  /** Requests are refused or killed during the removal of pods. */
  'removed-pods',
  /** The service time alone exceeds the SLO's latency bound. */
  'slow-requests',
  /** The CPU limit throttles busy pods. */
  'throttled',
  /** The node provides less CPU than busy pods want. */
  'contended',
  /** Requests queue at single pods although there are enough pods: uneven arrivals, or the load balancer. */
  'uneven',
] as const;
/** Kind of a cause of late or lost requests. */
/** Kind of a cause of late or lost requests. */
export type CauseKind = typeof CAUSE_KINDS[number];

/** Cause of late or lost requests. */
export interface Cause {
  /** Id of the workload at fault. */
  readonly workload: string;
  /** Kind of the cause. */
  readonly kind: CauseKind;
  /** Index into the faults of the simulated cluster, for a fault. */
  readonly fault?: number;
}

/** Returns a key that is equal for equal causes. */
export function causeKey({ workload, kind, fault }: Cause): string {
  return `${workload} ${kind} ${fault ?? ''}`;
}

/** Amounts by cause, such as missing pods. */
export class CauseAmounts {
  private readonly amounts = new Map<string, { readonly cause: Cause; amount: number }>();

  public add(cause: Cause, amount: number): void {
    if (!(amount > 0)) return;
    const known = this.amounts.get(causeKey(cause));
    if (known) known.amount += amount;
    else this.amounts.set(causeKey(cause), { cause, amount });
  }

  public get total(): number {
    let sum = 0;
    for (const { amount } of this.amounts.values()) sum += amount;
    return sum;
  }

  public list(): ReadonlyArray<{ readonly cause: Cause; readonly amount: number }> {
    return [...this.amounts.values()];
  }
}
