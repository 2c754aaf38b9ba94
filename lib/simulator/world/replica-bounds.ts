import { type HorizontalPodAutoscalerSpec } from '../../hpa/types';
import { type Autoscaler, type Workload } from './world';

/** Returns the HPA of a workload: its own, or the one that KEDA creates. */
export function hpaOf(autoscaler: Autoscaler): { readonly name: string; readonly spec: HorizontalPodAutoscalerSpec } | undefined {
  switch (autoscaler.kind) {
    case 'hpa': return autoscaler;
    case 'keda': return autoscaler.hpa;
    case 'fixed': return undefined;
  }
}

/** Returns the replica bounds of an autoscaler. */
export function replicaBounds({ autoscaler }: Workload): { minReplicas: number; maxReplicas: number } {
  if (autoscaler.kind === 'fixed') return { minReplicas: autoscaler.replicas, maxReplicas: autoscaler.replicas };
  const { spec } = hpaOf(autoscaler)!;
  const hpaMin = spec.minReplicas ?? 1;
  const { idleReplicas, minReplicas = hpaMin } = autoscaler.kind === 'keda' ? autoscaler.scaledObject : {};
  return { minReplicas: idleReplicas ?? minReplicas, maxReplicas: spec.maxReplicas };
}
