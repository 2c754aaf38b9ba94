import { type IConstruct } from 'constructs';
import { type MetricContext, type ScaleTarget } from './metric-definition';
import { type ScalingMetric } from './scaling-metric';
import { type PausedScaling } from './scaling-mode';

/** A policy, as those see it who watch it. */
export interface WatchedPolicy {
  /** The name of its autoscaler, or of its rules where it only observes. */
  readonly name: string;
  /** The name of the HPA, whoever makes it; undefined where there is none. */
  readonly hpa?: string;
  readonly context: MetricContext;
  readonly metrics: readonly ScalingMetric[];
  readonly paused?: PausedScaling;
}

type PolicyTarget = Pick<ScaleTarget, 'kind' | 'name' | 'namespace'>;

const BY_ROOT = new WeakMap<IConstruct, Policies>();

/** The policies of an app, for what watches all of them. */
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

  /** All of them, by namespace and name. */
  public all(): WatchedPolicy[] {
    const key = ({ context, name }: WatchedPolicy): string => `${context.target.namespace ?? ''}/${name}`;
    return [...this.policies].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  /** Those of one target. */
  public on(target: PolicyTarget): WatchedPolicy[] {
    return this.byTarget.get(keyOf(target)) ?? [];
  }

  /** States that an alert reminds of a forgotten pause. */
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
