import { type Fields, valueAt } from '../../values/fields';
import { type PlacedContainer } from './containers';

/** Effective security-context field of a container: its own, else its pod's. */
export function securityOf({ container, template }: PlacedContainer, field: string): unknown {
  return valueAt(container, 'securityContext', field) ?? valueAt(template.spec, 'securityContext', field);
}

/** A field of the security context that only containers have. */
export function containerSecurityOf({ container }: { readonly container: Fields }, ...path: readonly string[]): unknown {
  return valueAt(container, 'securityContext', ...path);
}
