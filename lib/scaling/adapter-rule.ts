import { type IConstruct } from 'constructs';
import { UserError } from '../values/user-error';

/** Rule of prometheus-adapter for one metric that an HPA can name. */
export interface AdapterRule {
  /**
   * Metrics API of the rule: the custom metrics API has metrics of objects such as pods, the external metrics API has
   * metrics of no object.
   */
  readonly api: 'custom' | 'external';
  /** Metric name in the metrics API. */
  readonly metric: string;
  /** Selector of series that exist while the metric does; the adapter lists the metric as long as they exist. */
  readonly seriesQuery: string;
  /** Range of the rates in the query, in seconds. */
  readonly window: number;
  /**
   * Formats the query for a range; a custom rule contains the adapter's templates `<<.LabelMatchers>>` and
   * `<<.GroupBy>>`.
   */
  readonly query: (window: number) => string;
}

const BY_ROOT = new WeakMap<IConstruct, AdapterRules>();

/** Adapter rules of all policies of an app: an adapter reads one configuration for the whole cluster. */
export class AdapterRules {
  public static of(construct: IConstruct): AdapterRules {
    const { root } = construct.node;
    const known = BY_ROOT.get(root) ?? new AdapterRules();
    BY_ROOT.set(root, known);
    return known;
  }

  private readonly rules = new Map<string, AdapterRule>();
  private writer?: string;
  private keda?: string;
  private outside = false;

  /** True if the app writes the rules to a file that is not a manifest. */
  public get writtenOutside(): boolean {
    return this.outside;
  }

  /** @throws if another object writes the rules already. */
  public claim(path: string, outside: boolean): void {
    if (this.writer !== undefined) throw new UserError(`'${this.writer}' already writes the adapter's rules, and one adapter reads one configuration for the whole cluster; remove '${path}'`);
    this.writer = path;
    this.outside = outside;
  }

  /**
   * Declares that KEDA serves the external metrics API.
   *
   * @throws if an external rule needs the adapter: a cluster has one server of the external metrics API.
   */
  public leaveExternalToKeda(policy: string): void {
    this.keda ??= policy;
    const [external] = this.all().filter(({ api }) => api === 'external');
    if (external) throw new UserError(conflict(external.metric, policy));
  }

  /** @throws if another rule has the same name and a different query, or KEDA serves the external metrics API. */
  public add(rule: AdapterRule): void {
    if (rule.api === 'external' && this.keda !== undefined) throw new UserError(conflict(rule.metric, this.keda));
    const key = `${rule.api} ${rule.metric}`;
    const other = this.rules.get(key);
    if (other && (other.seriesQuery !== rule.seriesQuery || other.query(0) !== rule.query(0))) {
      throw new UserError(`two metrics of this app are named '${rule.metric}' and have different queries, ${other.query(other.window)} and ${rule.query(rule.window)}; rename one of them`);
    }
    this.rules.set(key, other && other.window >= rule.window ? other : rule);
  }

  /** Returns all rules, sorted by name. If two rules differ in their range only, the longer range serves both. */
  public all(): AdapterRule[] {
    return Array.from(this.rules.entries()).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
  }
}

function conflict(metric: string, policy: string): string {
  return `'${metric}' needs an external rule of prometheus-adapter, and the policy '${policy}' needs KEDA: a cluster has one server of the external metrics API,`
    + ' so that one of the two is never called; use KEDA for both policies, or a metric of each pod, which the custom metrics API serves';
}
