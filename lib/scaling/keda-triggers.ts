import { type Construct } from 'constructs';
import { isAmount } from '../keda/catalogue/scaler-traits';
import { KedaVersion } from '../keda/keda-version';
import { judgeTrigger } from '../keda/scaler/judge-trigger';
import { ANYTHING_GIVEN, NOTHING_GIVEN, UNSEEN } from '../keda/scaler/trigger-config';
import { Cluster } from '../kube/cluster';
import { UserError } from '../values/user-error';
import { type KedaTrigger } from './keda-trigger';
import { type MetricContext } from './metric-definition';
import { metricTwice } from './metric-twice';
import { type MetricsSource } from './metrics-source';
import { type ScalingMetric } from './scaling-metric';
import { TriggerAuthentications } from './trigger-authentications';

interface KedaTriggersProps {
  /** Name of the object with the triggers; names of TriggerAuthentications start with it. */
  readonly name: string;
  readonly metrics: readonly ScalingMetric[];
  readonly context: MetricContext;
  /** Prometheus that KEDA queries. */
  readonly metricsSource?: MetricsSource;
}

/** KEDA trigger as written in a manifest. */
interface ManifestTrigger {
  readonly type: string;
  readonly metricType?: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly authenticationRef?: object;
}

/**
 * Returns the triggers of metrics, and creates their TriggerAuthentications.
 *
 * @throws if KEDA cannot read a metric, a metric is a duplicate, or a query has no server.
 */
export function kedaTriggers(scope: Construct, { name, metrics, context, metricsSource }: KedaTriggersProps): ManifestTrigger[] {
  const authentications = new TriggerAuthentications(scope, name, context.target.namespace);
  const asked = metrics.flatMap((metric) => triggersOf(metric, context).map((trigger) => ({ metric, trigger })));
  requireDistinct(asked);
  const triggers = asked.map(({ trigger }) => withSource(trigger, metricsSource));
  triggers.forEach((trigger) => requireAccepted(trigger, Cluster.of(scope)._keda ?? KedaVersion.NEWEST));
  return triggers.map(({ type, metricType, metadata, authentication }) => ({
    type,
    ...(metricType && { metricType }),
    metadata,
    ...(authentication && { authenticationRef: authentications.reference(type, authentication) }),
  }));
}

function triggersOf({ _definition: { keda, name } }: ScalingMetric, context: MetricContext): readonly KedaTrigger[] {
  if (!keda) throw new UserError(`the metric '${name}' has no query, which KEDA needs; use ScalingMetric.prometheus(…) or ScalingMetric.keda(…), or remove Autoscaler.keda()`);
  return keda(context);
}

function requireDistinct(asked: readonly { readonly metric: ScalingMetric; readonly trigger: KedaTrigger }[]): void {
  const seen = new Set<string>();
  for (const { metric, trigger: { type, metricType, metadata, authentication } } of asked) {
    const source = Object.entries(metadata).filter(([field]) => !isAmount(type, field)).sort();
    const key = JSON.stringify([type, metricType, source, authentication && [authentication._spec(), authentication._reference('')]]);
    if (seen.has(key)) throw metricTwice(metric);
    seen.add(key);
  }
}

/**
 * @throws if KEDA would reject the trigger. Parameters from its authentication and the environment are assumed to be
 * present.
 */
function requireAccepted({ type, metadata, metricType, authentication }: KedaTrigger, { minor }: KedaVersion): void {
  const [problem] = judgeTrigger({
    type, metadata, minor, environment: ANYTHING_GIVEN, authentication: authentication ? ANYTHING_GIVEN : NOTHING_GIVEN, identity: authentication ? UNSEEN : 'none',
    asMetricSource: false, ...(metricType && { metricType }),
  });
  if (problem) throw new UserError(`the ${type} trigger ${problem.setting === undefined ? '' : `${problem.setting} `}${problem.message}`);
}

/** Sets the autoscaler's metrics source for a prometheus trigger without serverAddress. */
function withSource(trigger: KedaTrigger, metricsSource: MetricsSource | undefined): KedaTrigger {
  if (trigger.type !== 'prometheus' || 'serverAddress' in trigger.metadata) return trigger;
  if (!metricsSource) throw new UserError(`KEDA needs the address of Prometheus for ${trigger.metadata.query}; set metricsSource, as in Autoscaler.keda({ metricsSource: MetricsSource.prometheus('http://…') })`);
  return { ...trigger, metadata: { ...metricsSource._metadata(), ...trigger.metadata }, authentication: metricsSource._authentication() };
}
