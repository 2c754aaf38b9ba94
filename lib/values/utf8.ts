/** Compares two texts by their bytes in UTF-8, as Go does: negative, 0 or positive. */
export function compareUtf8(one: string, other: string): number {
  const [a, b] = [new TextEncoder().encode(one), new TextEncoder().encode(other)];
  const different = a.findIndex((byte, i) => byte !== b[i]);
  return different < 0 || different >= b.length ? a.length - b.length : a[different] - b[different];
}

/** Returns the text in UTF-8 behind base64; what belongs to no base64 is left out. */
export function decodeBase64(text: string): string {
  const digits = text.split('=')[0].replaceAll('-', '+').replaceAll('_', '/').replace(/[^A-Za-z0-9+/]/g, '');
  // A last digit alone is no byte.
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(atob(whole), (character) => character.charCodeAt(0)));
}
