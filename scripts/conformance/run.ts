import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../../lib/values/user-error';
import { type Difference, textOf } from './difference';
import { readTopLevelObjects } from './json-cases';
import { KINDS } from './kinds';

export interface Totals {
  passed: number;
  failed: number;
}

/** Number of failing cases that are printed in full. */
const PRINTED = 20;

/**
 * Runs every file of a folder, one case at a time.
 *
 * @param print gets one line at a time.
 * @throws UserError if the folder or a file in it cannot be read.
 */
export async function runFolder(folder: string, print: (line: string) => void): Promise<Totals> {
  const totals: Totals = { passed: 0, failed: 0 };
  for (const name of caseFilesOf(folder)) {
    const before = { ...totals };
    await runFile(join(folder, name), totals, print);
    const [passed, failed] = [totals.passed - before.passed, totals.failed - before.failed];
    if (passed + failed > 0) print(`${name}: ${passed} passed, ${failed} failed`);
  }
  print(`${totals.passed} passed, ${totals.failed} failed`);
  return totals;
}

async function runFile(path: string, totals: Totals, print: (line: string) => void): Promise<void> {
  const file = basename(path);
  const meta = await metaOf(path);
  const kind = typeof meta.kind === 'string' ? meta.kind : file.split('.')[0];
  const check = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!check) {
    print(`${file}: skipped, for cases of kind '${kind}' are not known here`);
    return;
  }
  for await (const { key, value } of readTopLevelObjects(path)) {
    if (key !== 'cases') continue;
    const found = check(value as never, meta as never, file);
    if (found.length === 0) {
      totals.passed++;
      continue;
    }
    totals.failed++;
    if (totals.failed <= PRINTED) describe(`${file} > ${String(value.name ?? `case ${totals.passed + totals.failed}`)}`, found, print);
    if (totals.failed === PRINTED + 1) print('further cases that fail are only counted');
  }
}

async function metaOf(path: string): Promise<Record<string, unknown>> {
  for await (const { key, value } of readTopLevelObjects(path)) {
    if (key === 'meta') return value;
  }
  return {};
}

function describe(where: string, found: readonly Difference[], print: (line: string) => void): void {
  print(`FAIL ${where}`);
  for (const { what, expected, actual } of found) {
    print(`  ${what}`);
    print(`    expected ${textOf(expected)}`);
    print(`    got      ${textOf(actual)}`);
  }
}

function caseFilesOf(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`'${folder}' is not a folder; name one that holds files of cases (*.json)`);
  }
  const names = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
  if (names.length === 0) throw new UserError(`'${folder}' holds no *.json file; name a folder of case files`);
  return names;
}
