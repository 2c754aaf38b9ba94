const DNS_1123_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_1035_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED_PART = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PORT_NAME = /^(?=.*[a-z])[a-z0-9](?:-?[a-z0-9])*$/;
const MAX_LABEL = 63;
const MAX_PORT_NAME = 15;
const MAX_SUBDOMAIN = 253;

/** What the name of a container, a volume or a namespace must be (RFC 1123). */
export function isDnsLabel(text: string): boolean {
  return text.length <= MAX_LABEL && DNS_1123_LABEL.test(text);
}

/** What the name of a port must be (RFC 6335): one letter at least, and no two '-' together. */
export function isPortName(text: string): boolean {
  return text.length <= MAX_PORT_NAME && PORT_NAME.test(text);
}

/** What the name of a Service must be: a label that starts with a letter (RFC 1035). */
export function isServiceName(text: string): boolean {
  return text.length <= MAX_LABEL && DNS_1035_LABEL.test(text);
}

/** What the name of most objects must be. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= MAX_SUBDOMAIN && DNS_SUBDOMAIN.test(text);
}

/** What the key of a label or an annotation must be: [prefix/]name. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  return name.length <= MAX_LABEL && QUALIFIED_PART.test(name) && (slash < 0 || isDnsSubdomain(text.slice(0, slash)));
}

/** What the value of a label must be; the empty text is allowed. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= MAX_LABEL && QUALIFIED_PART.test(text));
}

/** Whether a text can stand as one segment of the path of a URL. */
export function isPathSegment(text: string): boolean {
  return text !== '.' && text !== '..' && !/[/%]/.test(text);
}
