import { type ApiObject, Lazy, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { KubeObject } from '../kube/kube-object';
import { LABEL, MANAGED_BY } from '../kube/labels';
import { namedInErrors } from '../kube/named-in-errors';
import { requireReferencedName } from '../kube/names';
import { objectName } from '../kube/object-name';
import { Synthesis } from '../kube/synthesis';
import { type AdapterRule, AdapterRules } from '../scaling/adapter-rule';
import { UserError } from '../values/user-error';

/** Output of the adapter's rules, and existing rules to keep. */
export interface PrometheusAdapterProps {
  /**
   * Name of the ConfigMap.
   *
   * @default 'prometheus-adapter-rules'
   */
  readonly name?: string;

  /**
   * Namespace of the adapter. Its pod can only mount a ConfigMap of its own namespace.
   *
   * @default - the namespace of the chart
   */
  readonly namespace?: string;

  /**
   * Key in the ConfigMap: the name of the configuration file that the adapter reads.
   *
   * @default 'config.yaml'
   */
  readonly key?: string;

  /**
   * File with the adapter's existing configuration. The output keeps all of it, with the existing rules first.
   *
   * @default - none
   */
  readonly existingRulesFile?: string;

  /**
   * File in the output folder for the values of the Helm chart prometheus-community/prometheus-adapter, instead of the
   * ConfigMap, as in 'helm/prometheus-adapter-values.yaml'. `kubectl apply -f dist` skips a file in a subfolder.
   *
   * @default - a ConfigMap
   */
  readonly helmValuesFile?: string;
}

interface AdapterConfig {
  readonly rules?: readonly object[];
  readonly externalRules?: readonly object[];
  readonly [other: string]: unknown;
}

/**
 * Configuration of prometheus-adapter, which serves the metrics of this app's policies to their HPAs.
 *
 * An adapter reads one configuration for the whole cluster, so that an app has one PrometheusAdapter with the rules of
 * all its policies. It is the configuration only; install the adapter with its Helm chart: `helm install … --set
 * rules.existing=prometheus-adapter-rules`.
 *
 * ```ts
 * new PrometheusAdapter(chart, 'adapter');
 * ```
 *
 * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/config.md
 */
@namedInErrors
export class PrometheusAdapter extends Construct {
  /** ConfigMap with the configuration; undefined with helmValuesFile. */
  public readonly configMap?: ApiObject;

  private readonly rules = AdapterRules.of(this);
  private readonly existing: AdapterConfig;

  /** @throws if the app has a PrometheusAdapter already, or a file is not a configuration. */
  constructor(scope: Construct, id: string, props: PrometheusAdapterProps = {}) {
    super(scope, id);
    const { name = objectName(this, 'prometheus-adapter-rules', 'ConfigMap'), namespace, key = 'config.yaml', existingRulesFile, helmValuesFile } = props;
    this.rules.claim(this.node.path, helmValuesFile !== undefined);
    this.existing = existingRulesFile === undefined ? {} : configIn(existingRulesFile);
    if (helmValuesFile !== undefined) {
      Synthesis.of(this).file(helmValuesFile, () => this.helmValues());
      return;
    }
    requireReferencedName('ConfigMap', name);
    if (!/^[\w.-]{1,253}$/.test(key)) throw new UserError(`'${key}' is not a ConfigMap key; use letters, digits, '-', '_' and '.'`);
    this.configMap = new KubeObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, labels: { [LABEL.managedBy]: MANAGED_BY } },
      data: { [key]: Lazy.any({ produce: () => this.config() }) },
    });
  }

  /** Returns the adapter's configuration file. */
  public config(): string {
    const { rules, externalRules, ...others } = this.merged();
    return Yaml.stringify({ rules, ...(externalRules.length > 0 && { externalRules }), ...others });
  }

  /** Returns the equivalent values of the adapter's Helm chart. */
  public helmValues(): string {
    const { rules, externalRules, resourceRules } = this.merged();
    const resource = resourceRules === undefined ? {} : { resource: resourceRules };
    return Yaml.stringify({ rules: { default: false, custom: rules, external: externalRules, ...resource } });
  }

  private merged(): AdapterConfig & { readonly rules: readonly object[]; readonly externalRules: readonly object[] } {
    const all = this.rules.all();
    const { rules = [], externalRules = [] } = this.existing;
    const named = new Set([...rules, ...externalRules].map((rule) => (rule as { name?: { as?: unknown } }).name?.as));
    all.filter(({ metric }) => named.has(metric)).forEach(({ metric }) => {
      throw new UserError(`the existing rules of the adapter already serve '${metric}'; declare the metric servedBy: ServedBy.EXTERNAL, or remove the rule`);
    });
    const of = (api: AdapterRule['api']): object[] => all.filter((rule) => rule.api === api).map(ruleManifest);
    if (all.length === 0 && Object.keys(this.existing).length === 0) {
      throw new UserError('the configuration of prometheus-adapter has no rule and would replace those of the cluster; declare a metric served by it (servedBy: ServedBy.APP, or metricsEndpoint of a platform module), or remove it');
    }
    return { ...this.existing, rules: [...rules, ...of('custom')], externalRules: [...externalRules, ...of('external')] };
  }
}

const POD_RESOURCES = { overrides: { namespace: { resource: 'namespace' }, pod: { resource: 'pod' } } };

function ruleManifest({ api, metric, seriesQuery, query, window }: AdapterRule): object {
  const resources = api === 'custom' ? POD_RESOURCES : { namespaced: false };
  return { seriesQuery, resources, name: { as: metric }, metricsQuery: query(window) };
}

function configIn(file: string): AdapterConfig {
  const [config, ...rest] = Yaml.load(file) as unknown[];
  if (rest.length > 0 || typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new UserError(`${file} is not a configuration of prometheus-adapter; use the keys rules and externalRules`);
  }
  const known: Record<string, unknown> = { ...config };
  ['rules', 'externalRules'].forEach((key) => {
    if (known[key] !== undefined && !Array.isArray(known[key])) throw new UserError(`${file}: ${key} is not a list of rules`);
  });
  return known as AdapterConfig;
}
