import { PAGES_IN_PYTHON } from '../../scripts/generate-python-blocks';
import { currentPython, typeScriptOf, withoutPython, withPython } from '../../scripts/python-blocks/page';
import { textOf } from '../support/project-files';

const PAGE = '# Page\n\n```ts\nconst a = 1;\n```\n\ntext\n\n```ts\nf(a);\n```\n';

test.each(PAGES_IN_PYTHON)('%s shows its TypeScript in Python as well, as npm run docs writes it', (page) => {
  expect(currentPython(textOf(page)!)).toHaveLength(typeScriptOf(textOf(page)!).length);
});

describe('a page with blocks in Python', () => {
  const page = withPython(PAGE, ['a = 1', 'f(a)']);

  test('keeps its text, and adds each block below its TypeScript in a fold', () => {
    expect(withoutPython(page)).toBe(PAGE);
    expect(page).toMatch(/^# Page\n\n```ts\nconst a = 1;\n```\n\n<details>\n<summary>Python<\/summary>\n<!-- npm run docs: [\da-f]{12} -->\n\n```python\na = 1\n```\n\n<\/details>\n\ntext\n/);
    expect(currentPython(page)).toEqual(['a = 1', 'f(a)']);
    expect(typeScriptOf(page)).toEqual([{ code: 'const a = 1;', line: 4, above: [] }, { code: 'f(a);', line: 10, above: ['const a = 1;'] }]);
  });

  test.each([
    ['its TypeScript changes', page.replace('f(a);', 'g(a);')],
    ['a block above changes', page.replace('const a = 1;', 'const a = 2;')],
    ['its Python is written by hand', page.replace('\nf(a)\n', '\nf(a + 1)\n')],
    ['a block has none', `${page}\n\`\`\`ts\nh();\n\`\`\`\n`],
  ])('is stale where %s', (_, changed) => {
    expect(changed).not.toBe(page);
    expect(currentPython(changed)).toBeUndefined();
  });
});
