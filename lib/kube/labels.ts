import { requireLabel } from './names';

/** The labels that Kubernetes recommends on every object. */
export const LABEL = {
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  component: 'app.kubernetes.io/component',
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
} as const;

/** The value of app.kubernetes.io/managed-by on what this library makes. */
export const MANAGED_BY = 'cdk8s-kotaemon';

/** Labels, checked one by one. */
export function checkedLabels(labels: Record<string, string>): Record<string, string> {
  Object.entries(labels).forEach(([key, value]) => requireLabel(key, value));
  return labels;
}
