import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../support/imports';

let folder: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: join(folder, 'clone'), encoding: 'utf8', env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}`, GIT_CONFIG_GLOBAL: join(folder, 'gitconfig') },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** Publishes a version, for which a build writes one page. */
function publish(version: string, text: string): string {
  write('clone/package.json', JSON.stringify({ version }));
  const minor = version.replace(/\.\d+$/, '');
  write('bin/npm', `#!/bin/sh\nmkdir -p site/dist/v${minor}\necho '${text}' >site/dist/v${minor}/index.html\n`);
  chmodSync(join(folder, 'bin/npm'), 0o755);
  return run('sh', 'scripts/publish-site.sh');
}

const published = (): string[] => run('git', '--git-dir', join(folder, 'origin'), 'ls-tree', '-r', '--name-only', 'gh-pages').trim().split('\n');
const text = (file: string): string => run('git', '--git-dir', join(folder, 'origin'), 'show', `gh-pages:${file}`).trim();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publish-'));
  write('gitconfig', '[user]\n  name = test\n  email = test@example.com\n[init]\n  defaultBranch = main\n');
  write('clone/.gitignore', 'dist/\n');
  mkdirSync(join(folder, 'clone/scripts'));
  copyFileSync(join(ROOT, 'scripts/publish-site.sh'), join(folder, 'clone/scripts/publish-site.sh'));
  spawnSync('git', ['init', '-q', '--bare', join(folder, 'origin')]);
  for (const args of [['init', '-q'], ['add', '.'], ['commit', '-qm', 'first'], ['remote', 'add', 'origin', join(folder, 'origin')]]) run('git', ...args);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a version is published beside the others, in place of its own earlier patch', () => {
  publish('0.1.0', 'old');
  expect(published()).toEqual(['.nojekyll', 'v0.1/index.html']);
  publish('0.2.0', 'new');
  publish('0.1.1', 'patched');
  expect(published()).toEqual(['.nojekyll', 'v0.1/index.html', 'v0.2/index.html']);
  expect([text('v0.1/index.html'), text('v0.2/index.html')]).toEqual(['patched', 'new']);
});

test('a site that has not changed is no commit', () => {
  publish('0.1.0', 'same');
  const before = run('git', '--git-dir', join(folder, 'origin'), 'rev-parse', 'gh-pages');
  expect(publish('0.1.0', 'same')).toBe('nothing has changed\n');
  expect(run('git', '--git-dir', join(folder, 'origin'), 'rev-parse', 'gh-pages')).toBe(before);
});
