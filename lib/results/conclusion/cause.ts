/** Kinds of reasons for requests that are late or lost. */
export const CAUSE_KINDS = [
  /** The autoscaler is at maxReplicas. */
  'max-replicas',
  /** Pods are desired and not ready yet. */
  'starting',
  /** The scale-up stabilization window holds a higher proposal back. */
  'window',
  /** Scale-up policies bound the step. */
  'rates',
  /** The metrics ask for more pods, but later. */
  'metric-delay',
  /** The metrics never ask for more pods: the target leaves too little head-room, or they do not follow the load. */
  'target',
  /** The controller makes no decision. */
  'no-metric',
  /** KEDA has the workload at zero or idle, and has not woken it yet. */
  'asleep',
  /** No autoscaler, and too few replicas. */
  'fixed',
  /** The node pool has all its nodes, and they are full. */
  'node-capacity',
  /** Pods wait for nodes that are being provisioned. */
  'node-start',
  /** More pods than partitions: the others stay idle. */
  'partitions',
  /** An injected fault. */
  'fault',
  /** Requests are refused or killed with pods that are removed. */
  'removed-pods',
  /** The request alone takes longer than the SLO allows. */
  'slow-requests',
  /** The CPU limit stops busy pods. */
  'throttled',
  /** The node leaves busy pods less CPU than they want. */
  'contended',
  /** Requests queue at single pods although there are enough of them: uneven arrivals, or the balancer. */
  'uneven',
] as const;
/** Kind of a reason for requests that are late or lost. */
/** Kind of a reason for requests that are late or lost. */
export type CauseKind = typeof CAUSE_KINDS[number];

/** Reason for requests that are late or lost. */
export interface Cause {
  /** Id of the workload that is to blame. */
  readonly workload: string;
  /** Kind of the cause. */
  readonly kind: CauseKind;
  /** Index into the world's faults, of a fault. */
  readonly fault?: number;
}

/** Text that is equal for equal causes. */
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
