import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tool } from '../../../scripts/run';
import { filesBelow } from '../../support/examples';
import { ROOT } from '../../support/imports';
import { ENVIRONMENT, missingPython, python } from '../../support/python';
import { snippetsOf } from '../../support/snippets';

jest.setTimeout(120_000);

const reason = missingPython();
if (reason) process.stdout.write(`skipped: ${reason}\n`);

const examples = readdirSync(join(ROOT, 'examples')).filter((name) => existsSync(join(ROOT, 'examples', name, 'python/main.py')));

const run = reason ? test.skip : test;

run.each(examples)('the example %s in Python writes the files and the report that it writes in TypeScript', (example) => {
  const folder = (): string => mkdtempSync(join(tmpdir(), `${example}-`));
  const [ours, theirs] = [folder(), folder()];
  const inTypeScript = spawnSync(tool('ts-node'), ['-T', `examples/${example}/main.ts`], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK8S_OUTDIR: ours } });
  const inPython = python([`examples/${example}/python/main.py`], { CDK8S_OUTDIR: theirs });
  expect(inPython.stderr).toBe(inTypeScript.stderr);
  expect(inPython.status).toBe(0);
  expect(Object.keys(filesBelow(ours))).not.toEqual([]);
  expect(filesBelow(theirs)).toEqual(filesBelow(ours));
});

run('docs/python.md shows the chart of the README in Python', () => {
  const first = (page: string, language: string): string => snippetsOf(page).find((block) => block.language === language)!.code;
  const [code, codeInPython] = [first('README.md', 'ts'), first('docs/python.md', 'python')];
  const folder = (): string => mkdtempSync(join(tmpdir(), 'readme-'));
  const [ours, theirs] = [folder(), folder()];
  // Inside the project, the package's name leads to what the wheel holds.
  const main = join(ROOT, '.cache/readme.ts');
  writeFileSync(main, code);
  const inTypeScript = spawnSync(tool('ts-node'), ['-T', main], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK8S_OUTDIR: ours } });
  const inPython = python(['-c', codeInPython], { CDK8S_OUTDIR: theirs });
  expect(inPython.stderr).toBe(inTypeScript.stderr);
  expect(Object.keys(filesBelow(ours))).toEqual(['rag.k8s.yaml']);
  expect(filesBelow(theirs)).toEqual(filesBelow(ours));
});

run.each(snippetsOf('docs/python.md').filter(({ language }) => language === 'python'))('the Python of docs/python.md, line $line, runs', ({ code }) => {
  const { status, stderr } = python(['-c', code], { CDK8S_OUTDIR: mkdtempSync(join(tmpdir(), 'page-')) });
  expect({ status, stderr: stderr.replace(/^(warning|PodMonitor) .*\n/gm, '') }).toEqual({ status: 0, stderr: '' });
});

run('the examples of docstrings and README are in Python', () => {
  const { stdout } = python(['-c', 'import cdk8s_kotaemon as k; print(k.__doc__, k.KotaemonModule.__doc__)']);
  expect(stdout).toContain('retriever.connect_to(generator)');
  expect(stdout).not.toContain('new KotaemonModule');
});

run('str(e) of an error is our sentence', () => {
  const { stdout, stderr } = python(['test/integration/python/errors.py', mkdtempSync(join(tmpdir(), 'errors-'))]);
  expect(stderr).toBe('');
  const { constructor, factory, synthesis } = JSON.parse(stdout);
  expect(constructor[0]).toBe('rag/api/Scaling: minReplicas (5) must not be above maxReplicas (2)');
  expect(factory[0]).toBe('a target utilization must be a whole number of percent, at least 1, got -1');
  expect(synthesis[0]).toMatch(/^checks failed\n {2}error KSC001 HorizontalPodAutoscaler web: Deployment web is already scaled by /);
});

run('the cause of an error names no line of the kernel as the one of the user', () => {
  const { stdout } = python(['test/integration/python/errors.py', mkdtempSync(join(tmpdir(), 'errors-'))]);
  expect(JSON.parse(stdout).constructor[1].trim()).toBe('rag/api/Scaling: minReplicas (5) must not be above maxReplicas (2)');
});

run('the command line comes with the wheel', () => {
  const { status, stdout } = spawnSync(join(ENVIRONMENT, 'bin/cdk8s-kotaemon'), ['--version'], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: `${JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version}\n` });
});
