import { type Fields, textAt } from '../values/fields';
import { goBool } from './scaler/go-values';

const PREFIX = 'autoscaling.keda.sh';
const PAUSED_REPLICAS = 'paused-replicas';

/** Annotations of a ScaledObject that are true or false. */
export type KedaSwitch = 'paused' | 'paused-scale-in' | 'paused-scale-out' | 'force-activation';

/** Name of an annotation of a ScaledObject. */
export function kedaAnnotation(name: KedaSwitch | typeof PAUSED_REPLICAS): string {
  return `${PREFIX}/${name}`;
}

/**
 * True where an annotation of a ScaledObject is on. KEDA takes any text that is no boolean for true.
 * Source: kedacore/keda apis/keda/v1alpha1/scaledobject_types.go, getBoolAnnotation.
 */
export function isOn(object: Fields, annotation: KedaSwitch): boolean {
  const value = textAt(object, 'metadata', 'annotations', kedaAnnotation(annotation));
  return value !== undefined && (goBool(value) ?? true);
}

/** The replicas that a paused ScaledObject holds, as they are written; undefined without the annotation. */
export function pausedReplicas(object: Fields): string | undefined {
  return textAt(object, 'metadata', 'annotations', kedaAnnotation(PAUSED_REPLICAS));
}

/** True where KEDA neither polls for a ScaledObject nor makes a HorizontalPodAutoscaler for it. */
export function isPaused(object: Fields): boolean {
  return pausedReplicas(object) !== undefined || isOn(object, 'paused');
}
