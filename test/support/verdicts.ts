import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './imports';

/** The claims that a page lists, each with whether it says that it holds. */
export function verdictsOn(page: string): [claim: string, holds: boolean][] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^\| (?!claim|-)([^|]+) \| (holds|\*\*does not hold\*\*) \|/gm)].map(([, claim, verdict]) => [claim, verdict === 'holds']);
}
