/** Range of addresses, as in 10.0.0.0/8. */
export interface AddressRange {
  readonly address: string;
  /** Length of the prefix, from 0 to 32 or 128. */
  readonly bits: number;
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const GROUP = /^[0-9a-f]{1,4}$/i;
const ZONE = /%[0-9a-z\-.:]+$/i;
const GROUPS = 8;

/** Returns whether a text is an IPv4 address. */
export function isIPv4(text: string): boolean {
  return IPV4.test(text);
}

/** Returns whether a text is an IPv6 address, with or without a zone. */
export function isIPv6(text: string): boolean {
  return groupsOf(text) !== undefined;
}

/** Returns 4 or 6, the version of an address, and 0 for a text that is none: the same as Node's `net.isIP`. */
export function isIP(text: string): 0 | 4 | 6 {
  return isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0;
}

/** Returns the range of a text such as 10.0.0.0/8; undefined where it is none. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [, address, digits] = /^([^/%]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (address === undefined) return undefined;
  const [version, bits] = [isIP(address), Number(digits)];
  return version !== 0 && bits <= (version === 6 ? 128 : 32) ? { address, bits } : undefined;
}

/** Returns whether an address lies in a range of its own version. */
export function isInRange(address: string, range: AddressRange): boolean {
  const [one, other] = [bitsOf(address), bitsOf(range.address)];
  return one !== undefined && other !== undefined && one.length === other.length
    && one.slice(0, range.bits) === other.slice(0, range.bits);
}

/** Returns the bits of an address as a text of 0 and 1. */
function bitsOf(text: string): string | undefined {
  const groups = isIPv4(text) ? pairsOf(text) : groupsOf(text);
  return groups?.map((group) => group.toString(2).padStart(16, '0')).join('');
}

/** Returns the eight groups of an IPv6 address; `::` stands for as many zeros as are missing, at least one. */
function groupsOf(text: string): number[] | undefined {
  const halves = text.replace(ZONE, '').split('::');
  if (halves.length > 2) return undefined;
  const parts = halves.map((half, i) => (half === '' && halves.length === 2 ? [] : toGroups(half.split(':'), i === halves.length - 1)));
  if (!parts.every((part) => part !== undefined)) return undefined;
  const missing = GROUPS - parts.flat().length;
  if (halves.length === 1) return missing === 0 ? parts[0] : undefined;
  return missing > 0 ? [...parts[0], ...Array<number>(missing).fill(0), ...parts[1]] : undefined;
}

/** @param last whether the last text may be an IPv4 address, which is two groups */
function toGroups(texts: readonly string[], last: boolean): number[] | undefined {
  const groups: number[] = [];
  for (const [i, text] of texts.entries()) {
    if (GROUP.test(text)) groups.push(Number.parseInt(text, 16));
    else if (last && i === texts.length - 1 && isIPv4(text)) groups.push(...pairsOf(text));
    else return undefined;
  }
  return groups;
}

/** Returns the bytes of an IPv4 address, two in a number. */
function pairsOf(text: string): number[] {
  const [a, b, c, d] = text.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}
