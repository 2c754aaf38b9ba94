import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { textOf } from '../support/project-files';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'integrations-'));
  mkdirSync(join(folder, 'bin'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a command that notes its arguments. */
function stub(name: string, script = ''): void {
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n{ printf '${name}'; printf ' [%s]' "$@"; echo; } >>"$CALLS"\n${script}\n`);
  chmodSync(join(folder, 'bin', name), 0o755);
}

/** Runs a script in which only stubs are commands of ours. */
function sh(script: string, env: Record<string, string>): { status: number | null; calls: string[]; stderr: string } {
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  const { status, stderr } = spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8', env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, CALLS: calls, ...env } });
  return { status, stderr, calls: readFileSync(calls, 'utf8').trim().split('\n').filter(Boolean) };
}

describe('the template for GitLab', () => {
  const { '.cdk8s-kotaemon': job, ...others } = parse(textOf('integrations/gitlab/cdk8s-kotaemon.yml')!);
  const run = (variables: Record<string, string>): ReturnType<typeof sh> => sh(job.script.join('\n'), { ...job.variables, KOTAEMON_COMMAND: 'kotaemon', ...variables });

  test('is one hidden job, which keeps the findings as a report of tests and the charts as artefacts', () => {
    expect(others).toEqual({});
    expect(job.artifacts).toMatchObject({ when: 'always', paths: ['comparison.md', 'report.html'], reports: { junit: 'check.xml' } });
    expect(job.image).toMatch(/^node:24/);
  });

  test('checks, compares with the target branch where its manifests are there, and simulates', () => {
    stub('kotaemon');
    writeFileSync(join(folder, 'base'), '');
    expect(run({ KOTAEMON_SCENARIO: 'my scenario.yaml', KOTAEMON_FAIL_ON: 'p99>300ms, killed>0' })).toEqual({
      status: 0, stderr: '', calls: [
        'kotaemon [check] [dist] [--output] [junit]',
        'kotaemon [compare] [target=base] [branch=dist] [--scenario] [my scenario.yaml] [--markdown]',
        'kotaemon [simulate] [dist] [--scenario] [my scenario.yaml] [--fail-on] [p99>300ms, killed>0] [--html] [report.html]',
      ],
    });
  });

  test('checks alone where nothing says what the traffic is', () => {
    stub('kotaemon');
    expect(run({}).calls).toEqual(['kotaemon [check] [dist] [--output] [junit]']);
  });

  test('simulates though a check has failed, and fails', () => {
    stub('kotaemon', 'if [ "$1" = check ]; then exit 1; fi');
    const { status, calls } = run({ KOTAEMON_TRACE: 'ramp' });
    expect({ status, last: calls.at(-1) }).toEqual({ status: 1, last: 'kotaemon [simulate] [dist] [--trace] [ramp] [--html] [report.html]' });
  });

  test.each(['$(touch pwned)', "'; touch pwned; '"])('takes %s as text', (text) => {
    stub('kotaemon');
    const { calls } = run({ KOTAEMON_MANIFESTS: text, KOTAEMON_TRACE: text });
    expect(calls).toEqual([`kotaemon [check] [${text}] [--output] [junit]`, `kotaemon [simulate] [${text}] [--trace] [${text}] [--html] [report.html]`]);
    expect(sh('ls', {}).stderr).toBe('');
    expect(spawnSync('ls', { cwd: folder, encoding: 'utf8' }).stdout).not.toContain('pwned');
  });
});

describe('the hook for pre-commit', () => {
  const hooks = parse(textOf('.pre-commit-hooks.yaml')!);

  test('has what pre-commit asks of a manifest', () => {
    expect(hooks).toEqual([{
      id: 'cdk8s-kotaemon-check', name: expect.any(String), description: expect.any(String), language: 'system', entry: expect.any(String),
      types: ['yaml'], files: expect.any(String), minimum_pre_commit_version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    }]);
  });

  test('checks the files of a commit that lie in a folder of manifests', () => {
    const [{ files, entry }] = hooks;
    const changed = ['deploy/web.yaml', 'shop/k8s/base/web.yaml', 'docker-compose.yaml', 'redeploy/web.yaml'].filter((file) => new RegExp(files).test(file));
    stub('npx');
    expect(sh(`${entry} "$@"; ${entry} ${changed.join(' ')}`, {}).calls.at(-1)).toBe('npx [cdk8s-kotaemon] [check] [deploy/web.yaml] [shop/k8s/base/web.yaml]');
  });
});

describe('the Dockerfile', () => {
  const instructions = textOf('integrations/docker/Dockerfile')!.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(/ (.*)/s).slice(0, 2));
  const of = (name: string): string[] => instructions.filter(([instruction]) => instruction === name).map(([, value]) => value);

  test('has one stage, whose base is pinned by more than latest', () => {
    expect(of('FROM')).toEqual(['${BASE}']);
    expect(of('ARG')).toEqual([expect.stringMatching(/^BASE=[\w./-]+\/nodejs2[24]-debian\d+:(?!latest)[\w.-]+$/)]);
  });

  test('copies the one file, which its user cannot write, and runs nothing while it is built', () => {
    expect(of('COPY')).toEqual(['--chmod=0444 cdk8s-kotaemon.mjs /opt/cdk8s-kotaemon.mjs']);
    expect(instructions.map(([name]) => name).filter((name) => ['RUN', 'ADD', 'VOLUME', 'EXPOSE', 'ONBUILD'].includes(name))).toEqual([]);
  });

  test('runs as a user by number, and starts the file without a shell', () => {
    expect(of('USER')).toEqual([expect.stringMatching(/^[1-9]\d+:[1-9]\d+$/)]);
    expect(JSON.parse(of('ENTRYPOINT')[0])).toEqual(['/nodejs/bin/node', '/opt/cdk8s-kotaemon.mjs']);
    expect(JSON.parse(of('CMD')[0])).toEqual(['--help']);
  });
});
