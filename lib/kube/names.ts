const DNS_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const MAX_LABEL = 63;
const MAX_SUBDOMAIN = 253;
const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/**
 * Refuses a name that cannot be a DNS label (RFC 1035, what a Service needs): what every object of ours is called, so that one name serves all.
 *
 * @throws naming the first thing that is wrong.
 */
export function requireObjectName(what: string, name: string): void {
  if (name.length > MAX_LABEL) {
    throw new Error(`${what} name '${name}' has ${name.length} characters; at most ${MAX_LABEL} are allowed, shorten it`);
  }
  if (!DNS_LABEL.test(name)) {
    throw new Error(`${what} name '${name}' is not a dns label; use lower-case letters, digits and '-', starting with a letter, as in 'retriever'`);
  }
}

/** Refuses what is no DNS subdomain, the form of names that others gave (secrets, config maps, classes). */
export function requireReferencedName(what: string, name: string): void {
  if (name.length > MAX_SUBDOMAIN || !DNS_SUBDOMAIN.test(name)) {
    throw new Error(`${what} name '${name}' is not a dns subdomain; use lower-case letters, digits, '-' and '.', at most ${MAX_SUBDOMAIN} characters`);
  }
}

/** Refuses a label that the API server would refuse. */
export function requireLabel(key: string, value: string): void {
  const [name, prefix] = key.split('/').reverse();
  const validKey = key.split('/').length <= 2 && name.length <= MAX_LABEL && QUALIFIED_NAME.test(name)
    && (prefix === undefined || (prefix.length <= MAX_SUBDOMAIN && DNS_SUBDOMAIN.test(prefix)));
  if (!validKey) {
    throw new Error(`label key '${key}' is not valid; use [prefix/]name with letters, digits, '-', '_' and '.', at most ${MAX_LABEL} characters in the name`);
  }
  if (value !== '' && (value.length > MAX_LABEL || !QUALIFIED_NAME.test(value))) {
    throw new Error(`label ${key} has the value '${value}'; use letters, digits, '-', '_' and '.', at most ${MAX_LABEL} characters, starting and ending with a letter or digit`);
  }
}

/** Refuses an API version or a kind that no API can have. */
export function requireApiType(apiVersion: string, kind: string): void {
  const [version, group, ...rest] = apiVersion.split('/').reverse();
  if (rest.length > 0 || !/^v\d+((alpha|beta)\d+)?$/.test(version) || (group !== undefined && !DNS_SUBDOMAIN.test(group))) {
    throw new Error(`api version '${apiVersion}' is not valid; write [group/]version, as in 'apps/v1'`);
  }
  if (!/^[A-Z][A-Za-z0-9]*$/.test(kind)) {
    throw new Error(`kind '${kind}' is not valid; write it as the api does, as in 'Deployment'`);
  }
}
