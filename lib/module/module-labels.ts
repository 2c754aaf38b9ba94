import { checkedLabels, LABEL, MANAGED_BY } from '../kube/labels';
import { requireObjectName } from '../kube/names';
import { UserError } from '../values/user-error';
import { type KotaemonModuleProps } from './kotaemon-module-props';

const RESERVED: readonly string[] = Object.values(LABEL);

/**
 * Returns the labels that select a module's pods. They contain only names, because a Deployment's selector is
 * immutable.
 */
export function moduleSelector(name: string, deploymentName: string): Record<string, string> {
  requireObjectName('Deployment', deploymentName);
  return { [LABEL.name]: name, [LABEL.instance]: deploymentName };
}

/**
 * Returns the labels of a module's objects and pods.
 *
 * @throws if a label is malformed, or a user's label overrides one of the module's.
 */
export function moduleLabels(selector: Record<string, string>, { role, partOf, labels = {} }: KotaemonModuleProps): Record<string, string> {
  const reserved = Object.keys(labels).find((key) => RESERVED.includes(key));
  if (reserved !== undefined) {
    throw new UserError(`label ${reserved} is set by the module; set name, deploymentName, role or partOf instead`);
  }
  return checkedLabels({ ...labels, ...selector, [LABEL.component]: role.name, [LABEL.partOf]: partOf ?? 'kotaemon', [LABEL.managedBy]: MANAGED_BY });
}
