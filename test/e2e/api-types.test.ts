import { allKinds, type ApiField, isIn, kindOf, type Shape, type Span, typeNamed } from '../../lib/checks/api-types/api-type';
import { type Specification, typesOf } from '../../scripts/api-types/types-of';
import { client, MINOR } from './running';

/** As the table writes it, save for the names of types, which change from version to version. */
function written(shape: Shape): string {
  switch (shape.is) {
    case 'leaf': return shape.leaf;
    case 'type': return 'mapping';
    case 'list': return `[]${written(shape.of)}`;
    case 'map': return `{}${written(shape.of)}`;
  }
}

function fieldsIn(fields: ReadonlyMap<string, ApiField>): string[] {
  return [...fields].filter(([, field]) => isIn(MINOR, field as Span)).map(([name, { shape }]) => `${name} ${written(shape)}`).sort();
}

describe('checks compared with a real API server', () => {
  test('the table of types matches the OpenAPI documents of the server', async () => {
    const { kinds, types } = typesOf(new Map([[MINOR, await client.get('/openapi/v2') as Specification]]));
    // This server does not serve alpha kinds and those that are off by default.
    const served = Object.keys(kinds).filter((key) => !key.includes('alpha'));
    expect(served.length).toBeGreaterThan(50);
    expect(served.filter((key) => kindOf(...key.split(' ') as [string, string]) === undefined)).toEqual([]);
    const stable = allKinds().filter(([apiVersion, kind]) => /(^|\/)v\d+$/.test(apiVersion) && isIn(MINOR, kindOf(apiVersion, kind)!));
    expect(stable.map((each) => each.join(' ')).filter((key) => !(key in kinds))).toEqual([]);
    for (const [name, text] of Object.entries(types)) {
      expect([name, fieldsIn(typeNamed(name).fields)]).toEqual([name, text === '' ? [] : text.split(', ').map((field) => field.replace(/[a-z]+\.v\w+\.\w+$/, 'mapping')).sort()]);
    }
  }, 60_000);
});
