import { type IConstruct } from 'constructs';
import { UserError } from '../values/user-error';

/** One rule of prometheus-adapter, and with it one metric that an HPA can name. */
export interface AdapterRule {
  /** The custom metrics API has metrics of objects, such as pods; the external one those of no object. */
  readonly api: 'custom' | 'external';
  /** The name under which the API serves it. */
  readonly metric: string;
  /** A selector of series that are there while the metric is; the adapter offers it as long as they are. */
  readonly seriesQuery: string;
  /** The range of the rates in it, in seconds. */
  readonly window: number;
  /** The query for a range; in custom rules with the adapter's own `<<.LabelMatchers>>` and `<<.GroupBy>>`. */
  readonly query: (window: number) => string;
}

const BY_ROOT = new WeakMap<IConstruct, AdapterRules>();

/** The rules that the policies of an app need: one adapter reads one configuration for the whole cluster. */
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

  /** True where the app writes the rules to a file that is not a manifest. */
  public get writtenOutside(): boolean {
    return this.outside;
  }

  /** @throws where another object writes them already. */
  public claim(path: string, outside: boolean): void {
    if (this.writer !== undefined) throw new UserError(`'${this.writer}' already writes the adapter's rules, and one adapter reads one configuration for the whole cluster; remove '${path}'`);
    this.writer = path;
    this.outside = outside;
  }

  /**
   * Says that KEDA serves the external metrics API.
   *
   * @throws where the adapter has to, for a cluster has one server of it.
   */
  public leaveExternalToKeda(policy: string): void {
    this.keda ??= policy;
    const [external] = this.all().filter(({ api }) => api === 'external');
    if (external) throw new UserError(conflict(external.metric, policy));
  }

  /** @throws where the name means something else already, or KEDA serves the API. */
  public add(rule: AdapterRule): void {
    if (rule.api === 'external' && this.keda !== undefined) throw new UserError(conflict(rule.metric, this.keda));
    const key = `${rule.api} ${rule.metric}`;
    const other = this.rules.get(key);
    if (other && (other.seriesQuery !== rule.seriesQuery || other.query(0) !== rule.query(0))) {
      throw new UserError(`two metrics of this app are named '${rule.metric}' and have different queries, ${other.query(other.window)} and ${rule.query(rule.window)}; rename one of them`);
    }
    this.rules.set(key, other && other.window >= rule.window ? other : rule);
  }

  /**
   * All of them, in the order of their names. Of two that differ in their range alone, the longer range serves both.
   */
  public all(): AdapterRule[] {
    return Array.from(this.rules.entries()).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
  }
}

function conflict(metric: string, policy: string): string {
  return `'${metric}' needs an external rule of prometheus-adapter, and the policy '${policy}' needs KEDA: a cluster has one server of the external metrics API,`
    + ' so that one of the two is never called; use KEDA for both policies, or a metric of each pod, which the custom metrics API serves';
}
