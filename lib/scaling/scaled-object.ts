import { type ApiObject, type Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { POD_RESOURCES } from '../hpa/constants';
import { kedaAnnotation } from '../keda/pause';
import { KubeObject } from '../kube/kube-object';
import { LABEL, MANAGED_BY } from '../kube/labels';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';
import { AdapterRules } from './adapter-rule';
import { type AutoscalerProps, behaviorOf } from './autoscaler-props';
import { FallbackBehavior, type KedaOptions } from './keda-options';
import { kedaTriggers } from './keda-triggers';
import { PausedScaling } from './scaling-mode';

/** Annotations that pause KEDA, including its scale to zero, which the HPA's behaviour does not limit. */
const PAUSED: Readonly<Record<PausedScaling | 'not', Readonly<Record<string, string>>>> = {
  not: {},
  [PausedScaling.SCALE_DOWN]: { [kedaAnnotation('paused-scale-in')]: 'true' },
  [PausedScaling.ALL]: { [kedaAnnotation('paused')]: 'true' },
};

/**
 * Creates the ScaledObject of a policy. KEDA creates an HPA with the policy's name.
 *
 * The HPA has the same name with and without KEDA, so that either autoscaler can replace the other in place.
 */
export function scaledObject(scope: Construct, props: AutoscalerProps, options: KedaOptions): ApiObject {
  const { target, minReplicas, maxReplicas } = props.context;
  const { metrics, context } = props;
  const triggers = kedaTriggers(scope, { name: props.names.object, metrics, context, metricsSource: options.metricsSource });
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
      ...(triggers.some(({ type }) => !POD_RESOURCES.has(type)) && { fallback: fallbackOf(options, minReplicas, maxReplicas) }),
      advanced: { horizontalPodAutoscalerConfig: { name: props.names.hpa, ...(behavior && { behavior }) } },
      triggers,
    },
  });
}

function fallbackOf({ fallback = {} }: KedaOptions, minReplicas: number, maxReplicas: number): object {
  const { replicas = Math.max(1, minReplicas), behavior = FallbackBehavior.CURRENT_REPLICAS_IF_HIGHER, failureThreshold = 3 } = fallback;
  if (!Number.isSafeInteger(replicas) || replicas < 1 || replicas > maxReplicas) {
    throw new UserError(`the replicas of a fallback must be a whole number from 1 to maxReplicas (${maxReplicas}), got ${replicas}`);
  }
  if (!Number.isSafeInteger(failureThreshold) || failureThreshold < 1) throw new UserError(`the failure threshold of a fallback must be a whole number, at least 1, got ${failureThreshold}`);
  return { failureThreshold, replicas, behavior };
}
