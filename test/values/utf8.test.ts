import fc from 'fast-check';
import { compareUtf8, decodeBase64 } from '../../lib/values/utf8';
import { anyCharacters } from '../support/any-text';

const text = fc.oneof(anyCharacters(8), fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\uffff', '😀'), maxLength: 4 }));

test('orders texts by their UTF-8 bytes', () => {
  fc.assert(fc.property(text, text, fc.boolean(), (one, other, prefixed) => {
    const second = prefixed ? one + other : other;
    expect(Math.sign(compareUtf8(one, second))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(second)));
  }), { numRuns: 500 });
});

test('decodes any base64 text as Node does', () => {
  const given = fc.oneof(text.map((each) => Buffer.from(each).toString('base64')), fc.string({ unit: fc.constantFrom(...'aQ/+-_= \n.'), maxLength: 12 }), fc.string());
  fc.assert(fc.property(given, (base64) => {
    expect(decodeBase64(base64)).toBe(Buffer.from(base64, 'base64').toString('utf8'));
  }), { numRuns: 700 });
});
