import { MANAGED_BY, MANAGED_BY_LABEL } from '../values/managed-by';
import { requireLabel } from './names';

/** Recommended labels of Kubernetes. */
export const LABEL = {
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  component: 'app.kubernetes.io/component',
  partOf: 'app.kubernetes.io/part-of',
  managedBy: MANAGED_BY_LABEL,
} as const;

export { MANAGED_BY };

/**
 * Returns the labels.
 *
 * @throws if a label is invalid.
 */
export function checkedLabels(labels: Record<string, string>): Record<string, string> {
  Object.entries(labels).forEach(([key, value]) => requireLabel(key, value));
  return labels;
}
