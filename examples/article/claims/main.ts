import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLAIMS } from '.';
import { type Verdict } from './claim';

const SEEDS = [1, 2, 3];
const PAGE = join(__dirname, '../README.md');
const MARKED = /(<!-- claims: npm run claims -- --write -->\n)[^]*(<!-- \/claims -->)/;

/** Measures every claim and prints the verdicts; `--write` updates the README of the example. */
async function main(args: readonly string[]): Promise<void> {
  const verdicts: Verdict[] = [];
  for (const claim of CLAIMS) verdicts.push(await claim(SEEDS));
  const text = report(verdicts);
  process.stdout.write(text);
  if (args.includes('--write')) writeFileSync(PAGE, readFileSync(PAGE, 'utf8').replace(MARKED, (_, begin: string, end: string) => `${begin}\n${text}\n${end}`));
}

function report(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ claim, holds, measured }) => `| ${claim} | ${holds ? 'holds' : '**does not hold**'} | ${measured} |`);
  const changes = verdicts.flatMap(({ claim, nearest = [] }) => (nearest.length > 0 ? [`- ${claim}`, ...nearest.map((step) => `  - ${step}`)] : []));
  const assumed = [...new Set(verdicts.flatMap(({ assumptions }) => assumptions))].map((assumption) => wrapped(`- ${assumption}`));
  return [
    `Seeds ${SEEDS.join(', ')}; the worst one counts.`,
    '',
    '| claim | verdict | measured |',
    '| --- | --- | --- |',
    ...rows,
    '',
    'Changes that bring the claims which do not hold closer; each includes the ones above it:',
    '',
    ...changes,
    '',
    'Assumptions:',
    '',
    ...assumed,
    '',
  ].join('\n');
}

/** Breaks a bullet into lines of at most 120 characters. */
function wrapped(text: string): string {
  return text.replace(/(?=.{121})(.{1,120}) /g, '$1\n  ');
}

void main(process.argv.slice(2));
