import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLAIMS } from '.';
import { type Verdict } from './claim';

const SEEDS = [1, 2, 3];
const PAGE = join(__dirname, '../README.md');
const MARKED = /(<!-- claims: npm run claims -- --write -->\n)[^]*(<!-- \/claims -->)/;

/** Measures every claim and prints what came out; `--write` puts it into the README of the example. */
async function main(args: readonly string[]): Promise<void> {
  const verdicts: Verdict[] = [];
  for (const claim of CLAIMS) verdicts.push(await claim(SEEDS));
  const text = report(verdicts);
  process.stdout.write(text);
  if (args.includes('--write')) writeFileSync(PAGE, readFileSync(PAGE, 'utf8').replace(MARKED, (_, begin: string, end: string) => `${begin}\n${text}\n${end}`));
}

function report(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ claim, holds, measured, nearest }) => `| ${claim} | ${holds ? 'holds' : '**does not hold**'} | ${measured} | ${nearest ?? ''} |`);
  const assumed = [...new Set(verdicts.flatMap(({ assumptions }) => assumptions))].map((assumption) => `- ${assumption}`);
  return [
    `Seeds ${SEEDS.join(', ')}; the worst of them counts.`,
    '',
    '| claim | verdict | measured | nearest that holds |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    'Assumed:',
    '',
    ...assumed,
    '',
  ].join('\n');
}

void main(process.argv.slice(2));
