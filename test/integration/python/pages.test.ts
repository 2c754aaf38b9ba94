import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PAGES_IN_PYTHON, translatedPage } from '../../../scripts/generate-python-blocks';
import { currentPython } from '../../../scripts/python-blocks/page';
import { tool } from '../../../scripts/run';
import { filesBelow } from '../../support/examples';
import { ROOT } from '../../support/imports';
import { missingPython, python } from '../../support/python';
import { snippetsOf } from '../../support/snippets';

jest.setTimeout(600_000);

const reason = missingPython();
if (reason) process.stdout.write(`skipped: ${reason}\n`);
const run = reason ? test.skip : test;
const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

test('the pages have the Python that jsii-rosetta makes of their TypeScript', () => {
  for (const page of PAGES_IN_PYTHON) expect(translatedPage(page)).toBe(textOf(page));
});

run.each(PAGES_IN_PYTHON)('the Python of %s runs', (page) => {
  const { status, stderr } = python(['test/integration/python/page.py'], { CDK8S_OUTDIR: mkdtempSync(join(tmpdir(), 'page-')) }, ROOT, JSON.stringify(currentPython(textOf(page))));
  expect(status === 0 ? '' : stderr.split('\n').slice(-12).join('\n')).toBe('');
});

run('the chart of the README is in Python what it is in TypeScript', () => {
  const [inTypeScript, inPython] = [mkdtempSync(join(tmpdir(), 'readme-')), mkdtempSync(join(tmpdir(), 'readme-'))];
  const file = join(ROOT, '.cache/readme-chart.ts');
  writeFileSync(file, snippetsOf('README.md').find(({ language }) => language === 'ts')!.code);
  expect(spawnSync(tool('ts-node'), ['-T', file], { cwd: ROOT, env: { ...process.env, CDK8S_OUTDIR: inTypeScript } }).status).toBe(0);
  expect(python(['-c', currentPython(textOf('README.md'))![0]], { CDK8S_OUTDIR: inPython }).status).toBe(0);
  expect(Object.keys(filesBelow(inPython))).toEqual(['rag.k8s.yaml']);
  expect(filesBelow(inPython)).toEqual(filesBelow(inTypeScript));
});
