import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOneFile } from '../../../scripts/onefile';
import { HPA } from '../../cli/cli';
import { ROOT } from '../../support/imports';
import { pythonTool } from '../../support/python-tools';

jest.setTimeout(400_000);

const preCommit = pythonTool('pre-commit', 'pre-commit~=4.0');
if (preCommit === undefined) process.stdout.write('skipped: pre-commit cannot be installed by pip\n');

(preCommit === undefined ? describe.skip : describe)('the hook in pre-commit', () => {
  let folder: string;
  let repository: string;

  function run(command: string, args: readonly string[], cwd = repository): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd, encoding: 'utf8', env: { ...process.env, PRE_COMMIT_HOME: join(folder, 'home'), GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'), npm_config_update_notifier: 'false' },
    });
    return { status, output: `${stdout}${stderr}` };
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pre-commit-'));
    writeFileSync(join(folder, 'gitconfig'), '[user]\n  name = test\n  email = test@example.com\n[init]\n  defaultBranch = main\n[protocol "file"]\n  allow = always\n');
    const hooks = join(folder, 'hooks');
    mkdirSync(hooks);
    copyFileSync(join(ROOT, '.pre-commit-hooks.yaml'), join(hooks, '.pre-commit-hooks.yaml'));
    for (const args of [['init', '-q'], ['add', '.'], ['commit', '-qm', 'hooks']]) run('git', args, hooks);
    const revision = run('git', ['rev-parse', 'HEAD'], hooks).output.trim();

    repository = join(folder, 'shop');
    mkdirSync(join(repository, 'deploy'), { recursive: true });
    // As npm install leaves it: the command line in node_modules, which Git ignores.
    mkdirSync(join(repository, 'node_modules/.bin'), { recursive: true });
    const command = join(repository, 'node_modules/.bin/cdk8s-kotaemon');
    await writeOneFile(join(repository, 'node_modules/cdk8s-kotaemon.mjs'));
    writeFileSync(command, `#!/bin/sh\nexec ${process.execPath} '${join(repository, 'node_modules/cdk8s-kotaemon.mjs')}' "$@"\n`);
    chmodSync(command, 0o755);
    writeFileSync(join(repository, '.gitignore'), 'node_modules/\n');
    writeFileSync(join(repository, 'package.json'), '{ "name": "shop", "private": true }\n');
    writeFileSync(join(repository, '.pre-commit-config.yaml'), `repos:\n  - repo: ${hooks}\n    rev: ${revision}\n    hooks:\n      - id: cdk8s-kotaemon-check\n`);
    run('git', ['init', '-q']);
    expect(run(preCommit!, ['install']).status).toBe(0);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('refuses a commit whose autoscaler cannot work, and says why', () => {
    writeFileSync(join(repository, 'deploy/web.yaml'), HPA.replace('minReplicas: 2', 'minReplicas: 30'));
    run('git', ['add', '.']);
    const { status, output } = run('git', ['commit', '-m', 'scale']);
    expect(output).toContain('error KSC012');
    expect(status).toBe(1);
  });

  test('accepts a corrected commit, and one without manifests', () => {
    writeFileSync(join(repository, 'deploy/web.yaml'), HPA);
    run('git', ['add', '.']);
    expect(run('git', ['commit', '-m', 'scale'])).toMatchObject({ status: 0, output: expect.stringMatching(/check Kubernetes manifests\.+Passed/) });
    writeFileSync(join(repository, 'notes.yaml'), 'a: 1\n');
    run('git', ['add', '.']);
    expect(run('git', ['commit', '-m', 'notes'])).toMatchObject({ status: 0, output: expect.stringMatching(/\(no files to check\)Skipped/) });
  });
});
