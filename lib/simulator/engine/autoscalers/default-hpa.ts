import { DEFAULT_CPU_UTILIZATION } from '../../../hpa/constants';
import { type HorizontalPodAutoscalerSpec } from '../../../hpa/types';
import { type Workload } from '../../world/world';
import { hpaOf } from '../../world/replica-bounds';

/** Returns Kubernetes' default HPA between two bounds: 80 % of the requested cpu, no behavior. */
export function defaultHpa(minReplicas: number, maxReplicas: number): HorizontalPodAutoscalerSpec {
  return {
    minReplicas, maxReplicas,
    metrics: [{ type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: DEFAULT_CPU_UTILIZATION } }],
  };
}

/** Returns the workload with Kubernetes' default HPA, by default within the bounds of its own autoscaler. */
export function withDefaultHpa(workload: Workload, bounds = boundsOf(workload)): Workload {
  return { ...workload, autoscaler: { kind: 'hpa', name: `${workload.name}-default`, spec: defaultHpa(bounds.minReplicas, bounds.maxReplicas) } };
}

function boundsOf({ autoscaler, replicas }: Workload): { readonly minReplicas: number; readonly maxReplicas: number } {
  const spec = hpaOf(autoscaler)?.spec;
  return { minReplicas: spec?.minReplicas ?? 1, maxReplicas: spec?.maxReplicas ?? Math.max(1, replicas) };
}
