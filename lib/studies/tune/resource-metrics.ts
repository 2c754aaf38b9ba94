import { fieldsListAt, type Manifest } from '../../manifest';
import { textAt, valueAt } from '../../values/fields';

/** HPA metric types without a custom metrics pipeline. */
export const RESOURCE_METRICS = ['Resource', 'ContainerResource'];
/** KEDA trigger types without a custom metrics pipeline. */
export const RESOURCE_TRIGGERS = ['cpu', 'memory', 'cron'];

/** Returns true if an autoscaler reads only the CPU and memory of its pods, so that it needs no metrics pipeline. */
export function readsResourcesAlone(autoscaler: Manifest): boolean {
  if (autoscaler.kind === 'ScaledObject') {
    const formula = valueAt(autoscaler, 'spec', 'advanced', 'scalingModifiers', 'formula');
    const types = fieldsListAt(autoscaler, 'spec', 'triggers').map((trigger) => textAt(trigger, 'type') ?? '');
    return formula === undefined && types.every((type) => RESOURCE_TRIGGERS.includes(type)) && types.some((type) => type !== 'cron');
  }
  return fieldsListAt(autoscaler, 'spec', 'metrics').every((metric) => RESOURCE_METRICS.includes(textAt(metric, 'type') ?? ''));
}
