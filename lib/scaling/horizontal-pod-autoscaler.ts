import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Cluster } from '../kube/cluster';
import { KubeObject } from '../kube/kube-object';
import { LABEL, MANAGED_BY } from '../kube/labels';
import { METRICS_SERVED_BY_ANNOTATION } from '../values/annotations';
import { type ScalingMetric } from './scaling-metric';
import { behaviorManifest, type ScalingRules } from './scaling-rules';

/** What an autoscaler points at. */
export interface ScaleTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

interface HorizontalPodAutoscalerProps {
  readonly name: string;
  readonly target: ScaleTarget;
  readonly cluster: Cluster;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: ScalingMetric[];
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
}

/** Carries a policy out with what every cluster has: the HPA of autoscaling/v2. */
export function horizontalPodAutoscaler(scope: Construct, props: HorizontalPodAutoscalerProps): ApiObject {
  const { target, cluster, scaleUp, scaleDown } = props;
  const external = props.metrics.flatMap((metric) => metric._servedExternally() ?? []);
  const behavior = {
    ...(scaleUp && { scaleUp: behaviorManifest('scaleUp', scaleUp, cluster) }),
    ...(scaleDown && { scaleDown: behaviorManifest('scaleDown', scaleDown, cluster) }),
  };
  return new KubeObject(scope, 'Resource', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: props.name,
      namespace: target.namespace,
      labels: { [LABEL.managedBy]: MANAGED_BY },
      ...(external.length > 0 && { annotations: { [METRICS_SERVED_BY_ANNOTATION]: external.map((name) => `${name}=external`).join(',') } }),
    },
    spec: {
      scaleTargetRef: { apiVersion: target.apiVersion, kind: target.kind, name: target.name },
      minReplicas: props.minReplicas,
      maxReplicas: props.maxReplicas,
      metrics: props.metrics.map((metric) => metric._manifest()),
      ...(Object.keys(behavior).length > 0 && { behavior }),
    },
  });
}
