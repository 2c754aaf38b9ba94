import { type Fields, textAt } from '../values/fields';
import { goBool } from './scaler/go-values';

const PREFIX = 'autoscaling.keda.sh';
const PAUSED_REPLICAS = 'paused-replicas';

/** Boolean annotations of a ScaledObject. */
export type KedaSwitch = 'paused' | 'paused-scale-in' | 'paused-scale-out' | 'force-activation';

/** Returns the full name of an annotation of a ScaledObject. */
export function kedaAnnotation(name: KedaSwitch | typeof PAUSED_REPLICAS): string {
  return `${PREFIX}/${name}`;
}

/**
 * Returns whether an annotation of a ScaledObject is true. KEDA treats any text that is not a boolean as true.
 * Source: kedacore/keda apis/keda/v1alpha1/scaledobject_types.go, getBoolAnnotation.
 */
export function isOn(object: Fields, annotation: KedaSwitch): boolean {
  const value = textAt(object, 'metadata', 'annotations', kedaAnnotation(annotation));
  return value !== undefined && (goBool(value) ?? true);
}

/** Returns the text of the paused-replicas annotation of a ScaledObject; undefined without it. */
export function pausedReplicas(object: Fields): string | undefined {
  return textAt(object, 'metadata', 'annotations', kedaAnnotation(PAUSED_REPLICAS));
}

/** Returns whether KEDA neither polls for a ScaledObject nor makes a HorizontalPodAutoscaler for it. */
export function isPaused(object: Fields): boolean {
  return pausedReplicas(object) !== undefined || isOn(object, 'paused');
}
