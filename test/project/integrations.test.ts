import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
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

  test('only checks without traffic', () => {
    stub('kotaemon');
    expect(run({}).calls).toEqual(['kotaemon [check] [dist] [--output] [junit]']);
  });

  test('simulates after a failed check, and fails', () => {
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

describe('the note of the template for GitLab', () => {
  interface Note {
    readonly id: number;
    readonly author: { readonly id: number };
    body: string;
  }

  const { after_script: [script] } = parse(textOf('integrations/gitlab/cdk8s-kotaemon.yml')!)['.cdk8s-kotaemon'];
  const NOTES = '/api/v4/projects/42/merge_requests/7/notes';
  let server: Server;
  let notes: Note[];
  let asked: string[];
  let refuses: boolean;

  /** GitLab's notes, two a page. */
  async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown; next?: string }> {
    const { method, headers } = request;
    const url = new URL(request.url!, 'http://gitlab');
    asked.push(`${method} ${url.pathname}`);
    if (refuses || headers['private-token'] !== 'secret') return { status: 401, body: {} };
    if (url.pathname === '/api/v4/user') return { status: 200, body: { id: 5 } };
    const page = Number(url.searchParams.get('page') ?? 1);
    if (method === 'GET') return { status: 200, body: notes.slice(2 * page - 2, 2 * page), next: 2 * page < notes.length ? String(page + 1) : '' };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { body } = JSON.parse(Buffer.concat(chunks).toString()) as { body: string };
    const known = notes.find(({ id }) => url.pathname === `${NOTES}/${id}`);
    if (known) known.body = body;
    else notes.push({ id: notes.length + 1, author: { id: 5 }, body });
    return { status: known ? 200 : 201, body: {} };
  }

  beforeEach(async () => {
    [notes, asked, refuses] = [[], [], false];
    server = createServer((request, response) => {
      void answer(request).then(({ status, body, next }) => response.writeHead(status, { 'x-next-page': next ?? '' }).end(JSON.stringify(body)));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    writeFileSync(join(folder, 'comparison.md'), '| target | branch |\n/close\n');
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function note(variables: Record<string, string | undefined> = {}): Promise<{ status: number | null; output: string }> {
    const env = {
      PATH: process.env.PATH, CI_API_V4_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`, CI_PROJECT_ID: '42', CI_MERGE_REQUEST_IID: '7',
      KOTAEMON_TITLE: 'manifests', KOTAEMON_TOKEN: 'secret', ...variables,
    };
    const child = spawn('sh', ['-c', script], { cwd: folder, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += String(chunk); });
    const status = await new Promise<number | null>((resolve) => {
      child.on('close', resolve);
    });
    return { status, output };
  }

  test('is written once and later updated, beside other notes', async () => {
    notes.push({ id: 1, author: { id: 9 }, body: '<!-- manifests: simulated scaling -->\nnot mine' }, { id: 2, author: { id: 5 }, body: 'a word' });
    expect(await note()).toEqual({ status: 0, output: '' });
    expect(notes.at(-1)).toEqual({ id: 3, author: { id: 5 }, body: '<!-- manifests: simulated scaling -->\n| target | branch |\n\\/close\n' });
    writeFileSync(join(folder, 'comparison.md'), 'changed\n');
    await note();
    expect(notes).toHaveLength(3);
    expect(notes[2].body).toBe('<!-- manifests: simulated scaling -->\nchanged\n');
    await note({ KOTAEMON_TITLE: 'other' });
    expect(notes).toHaveLength(4);
  }, 60_000);

  test.each<[string, Record<string, string | undefined>, RegExp]>([
    ['without a token, which a fork does not have', { KOTAEMON_TOKEN: undefined }, /^no note on the merge request: KOTAEMON_TOKEN is not set/],
    ['outside merge requests', { CI_MERGE_REQUEST_IID: undefined }, /^$/],
  ])('is left out %s', async (_, variables, output) => {
    expect(await note(variables)).toEqual({ status: 0, output: expect.stringMatching(output) });
    expect(asked).toEqual([]);
  });

  test('prints the response of GitLab without the token', async () => {
    refuses = true;
    const { status, output } = await note();
    expect(status).toBe(1);
    expect(output).toContain('GitLab answered 401 to GET /user');
    expect(output).not.toContain('secret');
  });
});

describe('the hook for pre-commit', () => {
  const hooks = parse(textOf('.pre-commit-hooks.yaml')!);

  test('has the fields that pre-commit requires', () => {
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
