import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { sha256 } from '../../lib/values/sha256';

function ofNode(text: string): number[] {
  const digest = createHash('sha256').update(text).digest();
  return Array.from({ length: 8 }, (_, i) => digest.readInt32BE(i * 4));
}

test('computes the digest of any text as Node does', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
    expect([...sha256(text)]).toEqual(ofNode(text));
  }), { numRuns: 300 });
});

test('computes the digest of lengths around a block boundary as Node does', () => {
  for (let length = 0; length < 140; length++) expect([...sha256('a'.repeat(length))]).toEqual(ofNode('a'.repeat(length)));
});
