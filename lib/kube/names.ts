import { isDnsSubdomain, isLabelValue, isQualifiedName, isServiceName } from '../values/names';
import { UserError } from '../values/user-error';

const MAX_LABEL = 63;
const MAX_SUBDOMAIN = 253;

/**
 * Rejects a name that is not a DNS label (RFC 1035), as required for a Service. All objects of this library use it, so
 * that they can share one name.
 *
 * @throws with the first violation.
 */
export function requireObjectName(what: string, name: string): void {
  if (name.length > MAX_LABEL) {
    throw new UserError(`${what} name '${name}' has ${name.length} characters, and at most ${MAX_LABEL} are allowed; shorten it`);
  }
  if (!isServiceName(name)) {
    throw new UserError(`${what} name '${name}' is not a DNS label; use lower-case letters, digits and '-', starting with a letter, as in 'retriever'`);
  }
}

/** Rejects a name that is not a DNS subdomain. Used for names of existing objects (Secrets, ConfigMaps, classes). */
export function requireReferencedName(what: string, name: string): void {
  if (!isDnsSubdomain(name)) {
    throw new UserError(`${what} name '${name}' is not a DNS subdomain; use lower-case letters, digits, '-' and '.', at most ${MAX_SUBDOMAIN} characters`);
  }
}

/** Rejects an invalid key of a Secret or a ConfigMap. */
export function requireDataKey(what: 'Secret' | 'ConfigMap', key: string): void {
  if (!/^[\w.-]{1,253}$/.test(key) || key === '.' || key.startsWith('..')) throw new UserError(`'${key}' is not a key of a ${what}; use letters, digits, '-', '_' and '.'`);
}

/** Rejects a label that the API server would reject. */
export function requireLabel(key: string, value: string): void {
  if (!isQualifiedName(key)) {
    throw new UserError(`label key '${key}' is not valid; use [prefix/]name with letters, digits, '-', '_' and '.', at most ${MAX_LABEL} characters in the name`);
  }
  if (!isLabelValue(value)) {
    throw new UserError(`label ${key} has the value '${value}'; use letters, digits, '-', '_' and '.', at most ${MAX_LABEL} characters, starting and ending with a letter or digit`);
  }
}

/** Rejects an invalid apiVersion or kind. */
export function requireApiType(apiVersion: string, kind: string): void {
  const [version, group, ...rest] = apiVersion.split('/').reverse();
  if (rest.length > 0 || !/^v\d+((alpha|beta)\d+)?$/.test(version) || (group !== undefined && !isDnsSubdomain(group))) {
    throw new UserError(`apiVersion '${apiVersion}' is not valid; write [group/]version, as in 'apps/v1'`);
  }
  if (!/^[A-Z][A-Za-z0-9]*$/.test(kind)) {
    throw new UserError(`kind '${kind}' is not valid; write it as the API does, as in 'Deployment'`);
  }
}
