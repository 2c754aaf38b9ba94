import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tool } from '../../../scripts/run';
import { filesBelow } from '../../support/examples';
import { ROOT } from '../../support/imports';
import { missingPython, python } from '../../support/python';

jest.setTimeout(120_000);

const reason = missingPython();
if (reason) process.stdout.write(`skipped: ${reason}\n`);

const examples = readdirSync(join(ROOT, 'examples')).filter((name) => existsSync(join(ROOT, 'examples', name, 'python/main.py')));

(reason ? test.skip : test).each(examples)('the example %s in Python writes the files and the report that it writes in TypeScript', (example) => {
  const folder = (): string => mkdtempSync(join(tmpdir(), `${example}-`));
  const [ours, theirs] = [folder(), folder()];
  const inTypeScript = spawnSync(tool('ts-node'), ['-T', `examples/${example}/main.ts`], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK8S_OUTDIR: ours } });
  const inPython = python([`examples/${example}/python/main.py`], { CDK8S_OUTDIR: theirs });
  expect(inPython.stderr).toBe(inTypeScript.stderr);
  expect(inPython.status).toBe(0);
  expect(Object.keys(filesBelow(ours))).not.toEqual([]);
  expect(filesBelow(theirs)).toEqual(filesBelow(ours));
});
