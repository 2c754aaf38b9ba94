import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';
import { currentPython, typeScriptOf, withPython } from './python-blocks/page';
import { toPython } from './python-blocks/translate';
import { say } from './run';

/** Pages whose blocks stand in both languages. */
export const PAGES_IN_PYTHON = ['README.md', ...['model-preload', 'modules', 'platform', 'scaling-policies', 'schedules', 'sessions', 'vector-stores'].map((page) => `docs/${page}.md`)];

/** Returns a page as it should be. */
export function translatedPage(page: string): string {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return withPython(text, toPython(page, typeScriptOf(text)));
}

if (require.main === module) {
  for (const page of PAGES_IN_PYTHON) {
    if (currentPython(readFileSync(join(ROOT, page), 'utf8')) !== undefined) continue;
    writeFileSync(join(ROOT, page), translatedPage(page));
    say(page);
  }
}
