import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../test/support/imports';

const SCRIPT = join(ROOT, 'examples/advise-fleet/open-pull-requests.sh');
/** Notes its arguments; says that a pull request is open once it was created. */
const GH = '#!/bin/sh\necho "$*" >>"$CALLS"\ncase $2 in view) if [ -e "$CALLS.$(basename "$3")" ]; then echo OPEN; else exit 1; fi;; create) touch "$CALLS.$(basename "$6")";; esac\n';
let folder: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function run(command: string, ...args: string[]): { status: number | null; stderr: string; stdout: string } {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: join(folder, 'clone'), encoding: 'utf8',
    env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}`, CALLS: join(folder, 'calls'), GIT_CONFIG_GLOBAL: join(folder, 'gitconfig') },
  });
  return { status, stdout, stderr };
}

function advised(workload: string, from: number, to: number): void {
  const at = `work/3/${workload}/change`;
  write(`${at}/change.patch`, `--- a/${workload}.yaml\n+++ b/${workload}.yaml\n@@ -1 +1 @@\n-minReplicas: ${from}\n+minReplicas: ${to}\n`);
  write(`${at}/pull-request.md`, `# ${workload}\n`);
}

const calls = (): string[] => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : []);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pulls-'));
  write('gitconfig', '[user]\n  name = test\n  email = test@example.com\n[init]\n  defaultBranch = main\n');
  write('bin/gh', GH);
  chmodSync(join(folder, 'bin/gh'), 0o755);
  write('clone/web.yaml', 'minReplicas: 4\n');
  write('clone/cart.yaml', 'minReplicas: 3\n');
  spawnSync('git', ['init', '-q', '--bare', join(folder, 'origin')]);
  for (const args of [['init', '-q'], ['add', '.'], ['commit', '-qm', 'first'], ['remote', 'add', 'origin', join(folder, 'origin')], ['push', '-q', 'origin', 'main']]) run('git', ...args);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('opens a pull request for each change, from a branch of its own', () => {
  advised('web', 4, 2);
  advised('cart', 3, 2);
  expect(run('sh', SCRIPT, join(folder, 'work'))).toMatchObject({ status: 0, stderr: '' });
  expect(run('git', 'show', 'origin/advise/web:web.yaml').stdout + run('git', 'show', 'origin/advise/web:cart.yaml').stdout).toBe('minReplicas: 2\nminReplicas: 3\n');
  expect(calls().filter((call) => call.startsWith('pr create'))).toEqual(['cart', 'web'].map((name) =>
    `pr create --base main --head advise/${name} --title Scale ${name} by advice --body-file ${join(folder, 'work/3', name, 'change/pull-request.md')}`));
});

test('updates the pull request of an earlier run', () => {
  advised('web', 4, 2);
  run('sh', SCRIPT, join(folder, 'work'));
  advised('web', 4, 3);
  expect(run('sh', SCRIPT, join(folder, 'work')).status).toBe(0);
  expect(run('git', 'show', 'origin/advise/web:web.yaml').stdout).toBe('minReplicas: 3\n');
  expect(run('git', 'rev-list', '--count', 'origin/main..origin/advise/web').stdout).toBe('1\n');
  expect(calls().at(-1)).toBe(`pr edit advise/web --body-file ${join(folder, 'work/3/web/change/pull-request.md')}`);
});

test('leaves out a patch that does not apply, and opens the others', () => {
  advised('cart', 9, 2);
  advised('web', 4, 2);
  const { status, stderr } = run('sh', SCRIPT, join(folder, 'work'));
  expect(status).toBe(0);
  expect(stderr).toContain('cart: the patch does not apply to main; the manifests have changed since the advice');
  expect(calls().filter((call) => call.startsWith('pr create'))).toHaveLength(1);
});

test('says that nothing is advised', () => {
  expect(run('sh', SCRIPT, join(folder, 'work'))).toMatchObject({ status: 0, stdout: 'no change is advised\n' });
  expect(calls()).toEqual([]);
});
