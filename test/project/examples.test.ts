import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/imports';
import { snippetsOf } from '../support/snippets';

const examples = readdirSync(join(ROOT, 'examples')).sort();
const front = readFileSync(join(ROOT, 'README.md'), 'utf8');

describe.each(examples)('the example %s', (example) => {
  test('has a test, and a page with a picture', () => {
    const files = readdirSync(join(ROOT, 'examples', example));
    expect(files.filter((file) => file.endsWith('.test.ts'))).not.toEqual([]);
    expect(existsSync(join(ROOT, 'examples', example, 'chart.ts'))).toBe(files.includes('main.ts'));
    expect(snippetsOf(`examples/${example}/README.md`).map(({ language }) => language)).toContain('mermaid');
  });

  test('is named on the front page', () => {
    expect(front).toContain(`(examples/${example})`);
  });
});
