import { type ApiObject, type Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { KubeObject } from '../kube/kube-object';
import { LABEL, MANAGED_BY } from '../kube/labels';
import { wholeSeconds } from '../kube/seconds';
import { AdapterRules } from './adapter-rule';
import { type AutoscalerProps, behaviorOf } from './autoscaler-props';
import { FallbackBehavior, type KedaOptions } from './keda-options';
import { type KedaTrigger } from './keda-trigger';
import { type MetricContext } from './metric-forms';
import { type ScalingMetric } from './scaling-metric';
import { PausedScaling } from './scaling-mode';
import { TriggerAuthentications } from './trigger-authentications';

/** What KEDA reads from the pods of the target, for which there is no fallback. */
const OF_PODS = ['cpu', 'memory'];

/** What KEDA stops: its own way to zero as well, which no behaviour of an HPA holds up. */
const PAUSED: Readonly<Record<PausedScaling | 'not', Readonly<Record<string, string>>>> = {
  not: {},
  [PausedScaling.SCALE_DOWN]: { 'autoscaling.keda.sh/paused-scale-in': 'true' },
  [PausedScaling.ALL]: { 'autoscaling.keda.sh/paused': 'true' },
};

/**
 * Carries a policy out with KEDA: a ScaledObject, of which KEDA makes an HPA of the policy's name.
 *
 * The name is the same as without KEDA, so that either autoscaler can take over from the other in place.
 */
export function scaledObject(scope: Construct, props: AutoscalerProps, options: KedaOptions): ApiObject {
  const { target, minReplicas, maxReplicas } = props.context;
  const authentications = new TriggerAuthentications(scope, props.names.object, target.namespace);
  const triggers = props.metrics.flatMap((metric) => triggersOf(metric, props.context)).map((trigger) => withSource(trigger, options));
  AdapterRules.of(scope).leaveExternalToKeda(props.names.object);
  const behavior = behaviorOf(props);
  const seconds = (field: string, duration: Duration | undefined, least: number): object =>
    (duration === undefined ? {} : { [field]: wholeSeconds(`${field} of keda`, duration, least) });
  const annotations = { ...PAUSED[props.paused ?? 'not'], ...(props.adopt?._transfersOwnership() && { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' }) };
  return new KubeObject(scope, 'Resource', {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: {
      name: props.names.object,
      namespace: target.namespace,
      labels: { [LABEL.managedBy]: MANAGED_BY },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: {
      scaleTargetRef: { apiVersion: target.apiVersion, kind: target.kind, name: target.name },
      minReplicaCount: minReplicas,
      maxReplicaCount: maxReplicas,
      ...seconds('pollingInterval', options.pollingInterval, 1),
      ...seconds('cooldownPeriod', options.cooldownPeriod, 0),
      ...seconds('initialCooldownPeriod', options.initialCooldownPeriod, 0),
      ...(triggers.some(({ type }) => !OF_PODS.includes(type)) && { fallback: fallbackOf(options, minReplicas, maxReplicas) }),
      advanced: { horizontalPodAutoscalerConfig: { name: props.names.hpa, ...(behavior && { behavior }) } },
      triggers: triggers.map(({ type, metricType, metadata, authentication }) => ({
        type,
        ...(metricType && { metricType }),
        metadata,
        ...(authentication && { authenticationRef: authentications.reference(type, authentication) }),
      })),
    },
  });
}

function triggersOf({ _forms: { keda, name } }: ScalingMetric, context: MetricContext): readonly KedaTrigger[] {
  if (!keda) throw new Error(`the metric '${name}' has no query, and KEDA asks a source itself; describe it by ScalingMetric.prometheus(…) or ScalingMetric.keda(…), or leave Autoscaler.keda() out`);
  return keda(context);
}

/** A query without a server of its own goes to that of the autoscaler. */
function withSource(trigger: KedaTrigger, { metricsSource }: KedaOptions): KedaTrigger {
  if (trigger.type !== 'prometheus' || 'serverAddress' in trigger.metadata) return trigger;
  if (!metricsSource) throw new Error(`KEDA has to know which prometheus to ask for ${trigger.metadata.query}; name it: Autoscaler.keda({ metricsSource: MetricsSource.prometheus('http://…') })`);
  return { ...trigger, metadata: { ...metricsSource._metadata(), ...trigger.metadata }, authentication: metricsSource._authentication() };
}

function fallbackOf({ fallback = {} }: KedaOptions, minReplicas: number, maxReplicas: number): object {
  const { replicas = Math.max(1, minReplicas), behavior = FallbackBehavior.CURRENT_REPLICAS_IF_HIGHER, failureThreshold = 3 } = fallback;
  if (!Number.isSafeInteger(replicas) || replicas < 1 || replicas > maxReplicas) {
    throw new Error(`the replicas of a fallback must be a whole number from 1 to maxReplicas (${maxReplicas}), got ${replicas}`);
  }
  if (!Number.isSafeInteger(failureThreshold) || failureThreshold < 1) throw new Error(`the failure threshold of a fallback must be a whole number, at least 1, got ${failureThreshold}`);
  return { failureThreshold, replicas, behavior };
}
