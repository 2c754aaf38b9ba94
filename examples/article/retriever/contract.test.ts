import Ajv2020 from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const contract = parse(readFileSync(join(__dirname, 'openapi.yaml'), 'utf8'));
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(contract, 'contract');
const references = [...JSON.stringify(contract).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);

/** Value that a JSON pointer of the file points at. */
function at(pointer: string): unknown {
  return pointer.slice(2).split('/').reduce<any>((node, key) => node?.[key], contract);
}

test('the contract defines the requests and responses of a retriever', () => {
  expect(contract.openapi).toBe('3.1.0');
  expect(Object.entries<object>(contract.paths).map(([path, methods]) => `${Object.keys(methods).join()} ${path}`)).toEqual(['post /retrieve', 'get /health', 'get /metrics']);
  expect(Object.keys(contract.paths['/retrieve'].post.responses)).toEqual(['200', '400', '413', '500']);
});

test('every reference of the contract resolves', () => {
  expect(references.length).toBeGreaterThan(0);
  expect(references.filter((reference) => at(reference) === undefined)).toEqual([]);
});

test.each(Object.keys(contract.components.schemas))('the schema %s is a valid JSON schema', (name) => {
  expect(() => ajv.getSchema(`contract#/components/schemas/${name}`)).not.toThrow();
});

test.each<[string, unknown, boolean]>([
  ['Query', { query: 'night' }, true],
  ['Query', { query: ' ' }, false],
  ['Query', {}, false],
  ['Documents', { documents: [] }, true],
  ['Documents', { documents: [{ text: 'a', metadata: { page: 3 }, score: null }] }, true],
  ['Documents', { documents: [{ text: 'a', metadata: {} }] }, false],
  ['Health', { status: 'draining' }, true],
  ['Health', { status: 'down' }, false],
  ['Error', { error: 'a', stack: 'b' }, false],
])('as a %s, %j is accepted: %j', (name, value, accepted) => {
  expect(ajv.getSchema(`contract#/components/schemas/${name}`)!(value)).toBe(accepted);
});
