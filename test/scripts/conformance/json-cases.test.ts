import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExactly, readTopLevelObjects, type TopLevelObject } from '../../../scripts/conformance/json-cases';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cases-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function read(text: string): Promise<TopLevelObject[]> {
  const path = join(folder, 'file.json');
  writeFileSync(path, text);
  const objects: TopLevelObject[] = [];
  for await (const object of readTopLevelObjects(path)) objects.push(object);
  return objects;
}

describe('a file of cases', () => {
  test('yields its meta and its cases one by one in any layout', async () => {
    const file = { meta: { kind: 'k', list: [{ a: 1 }] }, cases: [{ name: 'one', nested: { cases: [{ x: '}]' }] } }, { name: 'tw"o\\' }] };
    const objects = [{ key: 'meta', value: file.meta }, ...file.cases.map((value) => ({ key: 'cases', value }))];
    expect(await read(JSON.stringify(file))).toEqual(objects);
    expect(await read(JSON.stringify(file, null, 2))).toEqual(objects);
  });

  test('may have further keys, and its meta last', async () => {
    const file = { note: 'cases, {', count: 3, none: null, list: [{ a: 1 }], cases: [{ n: 1 }], meta: { kind: 'k' } };
    expect(await read(JSON.stringify(file))).toEqual([{ key: 'cases', value: { n: 1 } }, { key: 'meta', value: { kind: 'k' } }]);
  });

  test('is read in pieces that cut cases, keys and letters anywhere', async () => {
    const cases = Array.from({ length: 60 }, (_, i) => ({ name: `${'ü'.repeat(10_001 + i)} "${i}"`, i }));
    expect((await read(JSON.stringify({ meta: {}, cases }))).slice(1).map(({ value }) => value)).toEqual(cases);
  });

  test('may hold no case at all', async () => {
    expect(await read('{"cases": []}')).toEqual([]);
  });

  test.each(['', '[]', '{"cases": [{"a": 1}', '{"cases": [{"a": "', '{}}', 'nothing'])('is refused when it is %j', async (text) => {
    await expect(read(text)).rejects.toThrow(/is not a file of cases; it must be one JSON object with a list "cases"/);
  });

  test('is refused where a case is not JSON', async () => {
    await expect(read('{"cases": [{"a": 1,}]}')).rejects.toThrow(/holds a case that is not JSON/);
  });
});

describe('whole numbers', () => {
  test('keep all their digits', () => {
    expect(parseExactly('{"a":[9223372036854775807,-9223372036854775808,9007199254740991,9007199254740993]}')).toEqual({
      a: [9223372036854775807n, -9223372036854775808n, 9007199254740991, 9007199254740993n],
    });
  });

  test('are told from fractions and from text', () => {
    const text = '{"f":5.010999999999999912,"t":"x 9223372036854775807 \\" 9223372036854775807","e":1234567890123456789e2,"n":9223372036854775807}';
    expect(parseExactly(text)).toEqual({ f: 5.011, t: 'x 9223372036854775807 " 9223372036854775807', e: 1234567890123456789e2, n: 9223372036854775807n });
  });
});
