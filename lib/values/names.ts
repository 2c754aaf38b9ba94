const DNS_1123_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_1035_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED_PART = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PORT_NAME = /^(?=.*[a-z])[a-z0-9](?:-?[a-z0-9])*$/;
const MAX_LABEL = 63;
const MAX_PORT_NAME = 15;
const MAX_SUBDOMAIN = 253;

/** Returns whether a text is a valid name of a container, a volume or a namespace (RFC 1123). */
export function isDnsLabel(text: string): boolean {
  return text.length <= MAX_LABEL && DNS_1123_LABEL.test(text);
}

/** Returns whether a text is a valid name of a port (RFC 6335): at least one letter, no two '-' together. */
export function isPortName(text: string): boolean {
  return text.length <= MAX_PORT_NAME && PORT_NAME.test(text);
}

/** Returns whether a text is a valid name of a Service: a label that starts with a letter (RFC 1035). */
export function isServiceName(text: string): boolean {
  return text.length <= MAX_LABEL && DNS_1035_LABEL.test(text);
}

/** Returns whether a text is a valid name of most objects (DNS subdomain). */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= MAX_SUBDOMAIN && DNS_SUBDOMAIN.test(text);
}

/** Returns whether a text is a valid key of a label or an annotation: [prefix/]name. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  return name.length <= MAX_LABEL && QUALIFIED_PART.test(name) && (slash < 0 || isDnsSubdomain(text.slice(0, slash)));
}

/** Returns whether a text is a valid value of a label; the empty text is. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= MAX_LABEL && QUALIFIED_PART.test(text));
}

/** Returns whether a text is one segment of the path of a URL. */
export function isPathSegment(text: string): boolean {
  return text !== '.' && text !== '..' && !/[/%]/.test(text);
}
