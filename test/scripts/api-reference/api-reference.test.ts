import { entryPoints } from '../../../scripts/api-reference/entry-points';
import { readApi } from '../../../scripts/api-reference/read-api';
import { type Page, renderPage, sections, wrap } from '../../../scripts/api-reference/render-api';

const entry = { specifier: 'shop', file: 'test/scripts/api-reference/fixture.ts', page: 'shop.md' };
const declarations = readApi([entry]).get(entry)!;
const page: Page = { file: 'shop.md', title: 'shop', introduction: 'Shops.', declarations };
const anchors = new Map(sections(page).map(({ declaration, anchor }) => [declaration.identity, `#${anchor}`]));
const text = renderPage(page, '<!-- Generated -->', (identity) => anchors.get(identity));

function sectionOf(name: string): string {
  return new RegExp(`^## ${name}\\n\\n([^]*?)(?=\\n\\n## |\\n$(?![^]))`, 'm').exec(text)![1];
}

test('a class shows static members, fields of the constructor and methods, and leaves out what is private, internal or described above', () => {
  expect(sectionOf('Shop')).toBe([
    '`class Shop implements` [`IVisitable`](#ivisitable)',
    'Sells things.',
    'See <https://example.com/shop>.',
    'See [docs/platform.md](../platform.md).',
    '**Static members**',
    [
      '- `CORNER:` [`Shop`](#shop) – Shop at the corner.',
      '- `of(name: string, options?:` [`ShopOptions`](#shopoptions)`):` [`Shop`](#shop) – Opens a shop. `name`: as in',
      "  'corner'. Throws where the name is empty.",
    ].join('\n'),
    '**Properties**',
    '- `name: string` – written above the door',
    '**Methods**',
    '- `undescribed(count?: number): number`',
  ].join('\n\n'));
});

test('an interface shows types and defaults, with the members of a base that is not exported', () => {
  expect(sectionOf('ShopOptions')).toBe([
    '`interface ShopOptions extends Hidden`',
    'Options of a shop.',
    '- first\n- second',
    '**Members**',
    [
      '- `inherited: number` – Member of a base that is not exported.',
      '- `hours?: Array<{ readonly from: number; readonly to: number }>` – Opening hours. Default: none: always open.',
      '- `doors?: number` – Default: `2`.',
    ].join('\n'),
  ].join('\n\n'));
});

test('an interface leaves out the members of an exported base', () => {
  expect(sectionOf('ChainOptions')).toContain('extends` [`ShopOptions`](#shopoptions)');
  expect(sectionOf('ChainOptions')).toContain('- `others: readonly` [`Shop`](#shop)`[]` – Other shops.');
  expect(sectionOf('ChainOptions')).not.toContain('hours');
});

test.each([
  ['Day', '`enum Day`\n\nDays.\n\n**Values**\n\n- `MONDAY` – First day.'],
  ['Any', '`type Any =` [`Shop`](#shop) `|` [`ChainOptions`](#chainoptions)\n\nShop or chain.'],
  ['DOORS', '`const DOORS = 2`\n\nDoors by default.'],
  ['count', '`function count<T extends Shop>(shops: readonly T[], ...more:` [`Shop`](#shop)`[]): number`\n\nCounts shops.'],
])('%s is described by its signature and docstring', (name, expected) => {
  expect(sectionOf(name)).toBe(expected);
});

test('headings that differ in case alone have anchors of their own', () => {
  const [first] = declarations;
  const twins = { ...page, declarations: [{ ...first, name: 'Band' }, { ...first, name: 'band' }] };
  expect(sections(twins).map(({ anchor }) => anchor)).toEqual(['band', 'band-1']);
});

test('no line begins with what Markdown takes for the start of a block', () => {
  expect(wrap(`${'x'.repeat(110)} a | b - c + d # e 1. f`).split('\n').filter((line) => /^([-+*#>]|\d+\.)( |$)/.test(line))).toEqual([]);
});

test('the entry points are those of package.json, by their sources', () => {
  expect(entryPoints()).toContainEqual({ specifier: 'cdk8s-kotaemon', file: 'lib/index.ts', page: undefined });
  expect(entryPoints()).toContainEqual({ specifier: 'cdk8s-kotaemon/simulator/jest', file: 'lib/entry/jest.ts', page: 'simulator-jest.md' });
  expect(entryPoints().map(({ specifier }) => specifier)).not.toContain('cdk8s-kotaemon/package.json');
});

test('an entry point without a module is an error that names it', () => {
  expect(() => readApi([{ specifier: 'x', file: 'lib/none.ts' }])).toThrow('lib/none.ts, which package.json exports, is not a module');
});
