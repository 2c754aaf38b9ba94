import { type IConstruct } from 'constructs';
import { type MetricContext, type ScaleTarget } from './metric-definition';
import { type ScalingMetric } from './scaling-metric';
import { type PausedScaling } from './scaling-mode';

/** Policy data for alerts, the dashboard and checks. */
export interface WatchedPolicy {
  /** Name of the autoscaler, or of the recording rules of an observing policy. */
  readonly name: string;
  /** Name of the HPA, also if KEDA creates it; undefined for an observing policy. */
  readonly hpa?: string;
  readonly context: MetricContext;
  readonly metrics: readonly ScalingMetric[];
  readonly paused?: PausedScaling;
}

type PolicyTarget = Pick<ScaleTarget, 'kind' | 'name' | 'namespace'>;

const BY_ROOT = new WeakMap<IConstruct, Policies>();

/** Registry of the policies of an app, for alerts and the dashboard. */
export class Policies {
  public static of(construct: IConstruct): Policies {
    const { root } = construct.node;
    const known = BY_ROOT.get(root) ?? new Policies();
    BY_ROOT.set(root, known);
    return known;
  }

  private readonly policies: WatchedPolicy[] = [];
  private readonly byTarget = new Map<string, WatchedPolicy[]>();
  private watched = false;

  public add(policy: WatchedPolicy): void {
    const target = keyOf(policy.context.target);
    this.policies.push(policy);
    this.byTarget.set(target, [...this.byTarget.get(target) ?? [], policy]);
  }

  /** Returns all policies, sorted by namespace and name. */
  public all(): WatchedPolicy[] {
    const key = ({ context, name }: WatchedPolicy): string => `${context.target.namespace ?? ''}/${name}`;
    return [...this.policies].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  /** Returns the policies of one target. */
  public on(target: PolicyTarget): WatchedPolicy[] {
    return this.byTarget.get(keyOf(target)) ?? [];
  }

  /** Declares that ScalingAlerts alerts on a long pause. */
  public watch(): void {
    this.watched = true;
  }

  public get areWatched(): boolean {
    return this.watched;
  }
}

function keyOf({ kind, name, namespace = '' }: PolicyTarget): string {
  return `${namespace}/${kind}/${name}`;
}
