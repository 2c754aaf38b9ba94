import fc from 'fast-check';

/** Text of any UTF-16 units, halves of pairs included; fast-check's own unit for it takes a second to set up. */
export const anyText = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });
