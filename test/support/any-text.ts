import fc from 'fast-check';

/** Text of any UTF-16 units, halves of pairs included; fast-check's own unit for it takes a second to set up. */
export const anyText = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });

const SURROGATES = { first: 0xd800, count: 0x800 };

/** Text of any characters, without halves of pairs. */
export function anyCharacters(maxLength = 10): fc.Arbitrary<string> {
  const unit = fc.nat(0x10ffff - SURROGATES.count).map((index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count));
  return fc.string({ unit, maxLength });
}
