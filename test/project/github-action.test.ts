import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionIn, type ActionResult, runAction } from '../support/composite-action';
import { ROOT } from '../support/imports';

const MARKER = '<!-- manifests: simulated scaling -->';
const PULL_REQUEST = {
  'event.pull_request.number': '7', 'event.pull_request.head.repo.full_name': 'shop/search', 'event.repository.default_branch': 'main', token: 'secret-of-the-run',
};
let folder: string;
let temp: string;

/** Writes a command that notes its arguments, and then does as it is told. */
function stub(name: string, script: string): void {
  const file = join(folder, 'bin', name);
  writeFileSync(file, `#!/bin/bash\nprintf '%s\\n' "${name} $(printf '[%s]' "$@")" >>"$CALLS"\n${script}\n`);
  chmodSync(file, 0o755);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'action-'));
  temp = join(folder, 'temp');
  mkdirSync(join(folder, 'bin'));
  for (const path of ['action.yml', 'integrations/github']) cpSync(join(ROOT, path), join(folder, 'action', path), { recursive: true });
  writeFileSync(join(folder, 'web.yaml'), '');
  writeFileSync(join(folder, 'main.yaml'), '');
  stub('kotaemon', 'case $1 in compare) echo "| main | branch |";; calibrate) echo "{}" >"${@: -2:1}"; touch "$RUNNER_TEMP/cdk8s-kotaemon/calibrated.yaml";; esac');
  stub('gh', 'true');
  stub('curl', 'exit 22');
});

afterEach(() => rmSync(folder, { recursive: true }));

function act(inputs: Record<string, string>, github: Record<string, string> = PULL_REQUEST, env: Record<string, string> = {}): ActionResult {
  return runAction({
    inputs: { manifests: 'web.yaml', command: 'kotaemon', ...inputs }, github, cwd: folder, runnerTemp: temp,
    // Without the rest of a checkout, which may be built.
    actionPath: join(folder, 'action'),
    env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, CALLS: join(folder, 'calls'), ...env },
  });
}

function calls(of = ''): string[] {
  const file = join(folder, 'calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter((line) => line.startsWith(of)) : [];
}

describe('action.yml', () => {
  const { inputs, runs } = actionIn(ROOT);

  test('is a composite action whose inputs are described, and whose shell holds no expression', () => {
    expect(runs.using).toBe('composite');
    for (const [name, input] of Object.entries(inputs)) {
      expect({ name, ...input }).toEqual({ name, description: expect.any(String), ...(input.required ? { required: true } : { default: expect.any(String) }) });
    }
    for (const step of runs.steps) {
      expect(step.run ?? '').not.toContain('${{');
      expect(step.run === undefined ? step.uses : step.shell).toMatch(/^bash$|^actions\/[\w-]+@v\d+$/);
    }
  });

  test('gives the token of the run to the steps that need it, and to no other', () => {
    const withToken = runs.steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('token')).map(({ name }) => name);
    expect(withToken).toEqual(['Recording', 'Comment']);
  });
});

describe('the action', () => {
  test('compares with the base branch, comments, simulates and checks', () => {
    const { status } = act({ base: 'main.yaml', scenario: 'my scenario.yaml', 'fail-on': 'p99>300ms' });
    expect(status).toBe(0);
    expect(calls('kotaemon')).toEqual([
      'kotaemon [compare][main=main.yaml][branch=web.yaml][--scenario][my scenario.yaml][--markdown]',
      `kotaemon [simulate][web.yaml][--scenario][my scenario.yaml][--html][${temp}/cdk8s-kotaemon/report.html][--fail-on][p99>300ms]`,
      'kotaemon [check][web.yaml][--output][github]',
    ]);
    expect(readFileSync(join(temp, 'summary.md'), 'utf8')).toBe(`${MARKER}\n| main | branch |\n`);
    expect(calls('gh').at(-1)).toBe(`gh [api][--method][POST][repos/shop/search/issues/7/comments][--field][body=@${temp}/cdk8s-kotaemon/comment.md]`);
  });

  test('updates its own comment, the first that it finds', () => {
    stub('gh', 'case "$*" in *--paginate*) printf "11\\n12\\n";; esac');
    expect(act({ base: 'main.yaml', trace: 'ramp' }).status).toBe(0);
    expect(calls('gh')).toHaveLength(2);
    expect(calls('gh')[0]).toContain('select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- " + env.TITLE + ": simulated scaling -->")))');
    expect(calls('gh')[1]).toContain('[--method][PATCH][repos/shop/search/issues/comments/11]');
  });

  test('leaves the comparison of a fork in the summary, without the token being used', () => {
    expect(act({ base: 'main.yaml', trace: 'ramp' }, { ...PULL_REQUEST, 'event.pull_request.head.repo.full_name': 'other/search' }).status).toBe(0);
    expect(calls('gh')).toEqual([]);
    expect(readFileSync(join(temp, 'summary.md'), 'utf8')).toContain('| main | branch |');
  });

  test('warns without permission to comment, and passes', () => {
    stub('gh', 'exit 1');
    const { status, steps } = act({ base: 'main.yaml', trace: 'ramp' });
    expect({ status, output: steps.Comment.output }).toEqual({ status: 0, output: expect.stringContaining('::warning::no comment without the permission') });
  });

  test('keeps a comment below the limit of GitHub', () => {
    stub('kotaemon', 'if [ "$1" = compare ]; then yes "| a row of a long table |" | head -n 4000; fi');
    expect(act({ base: 'main.yaml', trace: 'ramp' }).status).toBe(0);
    const comment = readFileSync(join(temp, 'cdk8s-kotaemon/comment.md'), 'utf8');
    expect(comment.length).toBeLessThan(65_536);
    expect(comment.startsWith(MARKER)).toBe(true);
    expect(comment.endsWith('| a row of a long table |\n\nThe rest is in the summary of the run.\n')).toBe(true);
  });

  test('compares the first pull request of a chart with the baselines alone', () => {
    expect(act({ base: 'none.yaml', trace: 'ramp' }).status).toBe(0);
    expect(calls('kotaemon')[0]).toBe('kotaemon [compare][branch=web.yaml][--trace][ramp][--markdown]');
  });

  test('only checks without traffic', () => {
    expect(act({ base: 'main.yaml' }).status).toBe(0);
    expect(calls()).toEqual(['kotaemon [check][web.yaml][--output][github]']);
  });

  test('checks after a failed simulation, and fails', () => {
    stub('kotaemon', 'if [ "$1" = simulate ]; then exit 1; fi');
    expect(act({ trace: 'ramp' }).status).toBe(1);
    expect(calls('kotaemon [check]')).toHaveLength(1);
  });

  test('can leave the check and the comment out', () => {
    act({ base: 'main.yaml', trace: 'ramp', check: 'false', comment: 'false' });
    expect(calls('kotaemon [check]')).toEqual([]);
    expect(calls('gh')).toEqual([]);
  });

  test.each(['$(touch pwned)', '`touch pwned`', '"; touch pwned; "', "'; touch pwned; '", '${{ github.token }}'])('takes %s as text', (text) => {
    act({ base: text, scenario: text, trace: text, 'fail-on': text, recording: text, sha256: text, version: text });
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
    expect(calls('kotaemon [simulate]')[0]).toContain(`[${text}]`);
  });

  test.each(['x --> <b>', 'a--b', '', 'a\nb', '$(touch pwned)'])('refuses the title %j', (title) => {
    expect(act({ title })).toMatchObject({ status: 2, steps: { Install: { output: expect.stringContaining('::error::title has to be of letters') } } });
  });

  test('reports missing manifests', () => {
    expect(act({ manifests: 'dist' }).steps.Install.output).toContain("there is no file or folder 'dist'");
  });
});

describe('a recording', () => {
  const artefact = { trace: '', 'recording-artifact': 'shop', 'recording-workflow': 'record.yaml' };

  test('of the last run on the default branch calibrates the scenario that is simulated', () => {
    stub('gh', 'case "$*" in *actions/workflows*) echo 42;; esac');
    expect(act({ ...artefact, base: 'main.yaml', scenario: 'slo.yaml' }).status).toBe(0);
    const [asked, taken] = calls('gh');
    expect(asked).toContain('[repos/shop/search/actions/workflows/record.yaml/runs][-f][branch=main][-f][status=success]');
    expect(asked).toContain('select(.head_repository.full_name == env.GITHUB_REPOSITORY and (.event | startswith("pull_request") | not))');
    expect(taken).toBe(`gh [run][download][42][--repo][shop/search][--name][shop][--dir][${temp}/cdk8s-kotaemon/recording]`);
    const calibrated = `${temp}/cdk8s-kotaemon/calibrated.yaml`;
    expect(calls('kotaemon').slice(0, 2)).toEqual([
      `kotaemon [calibrate][main.yaml][--recording][${temp}/cdk8s-kotaemon/recording][--out][${calibrated}][--force][--scenario][slo.yaml]`,
      `kotaemon [compare][main=main.yaml][branch=web.yaml][--scenario][${calibrated}][--markdown]`,
    ]);
  });

  test('that lies in the repository needs no token', () => {
    expect(act({ recording: 'shop.recording' }, {}).status).toBe(0);
    expect(calls('gh')).toEqual([]);
    expect(calls('kotaemon')[0]).toContain('[calibrate][web.yaml][--recording][shop.recording]');
  });

  test('that does not exist is reported', () => {
    expect(act(artefact)).toMatchObject({ status: 2, steps: { Recording: { output: expect.stringContaining('::error::no run of record.yaml on main has succeeded; run it once') } } });
  });

  test.each(['../record.yaml', ''])('cannot come from the workflow %j', (name) => {
    expect(act({ ...artefact, 'recording-workflow': name }).steps.Recording.output).toContain('::error::recording-workflow has to be the file name');
  });
});

test('the action in a package uses the command line of the package', () => {
  mkdirSync(join(folder, 'action/build/cli'), { recursive: true });
  writeFileSync(join(folder, 'action/build/cli/main.js'), "process.stdout.write('of the package')");
  expect(act({ command: '' })).toMatchObject({ status: 0, steps: { Check: { output: 'of the package' } } });
  expect(calls()).toEqual([]);
});

test('two uses of the action in a job do not share a comparison', () => {
  act({ base: 'main.yaml', trace: 'ramp' });
  act({ trace: 'ramp' });
  expect(existsSync(join(temp, 'cdk8s-kotaemon/comparison.md'))).toBe(false);
});

describe('the one file', () => {
  const release = { action_ref: 'v0.1.0', action_repository: 'cdk8s-kotaemon/cdk8s-kotaemon' };
  const fetched = 'while [ "$1" != --output ]; do shift; done; echo "process.stdout.write(process.argv.slice(2).join(\' \'))" >"$2"';

  test('comes from the release of the action', () => {
    stub('curl', fetched);
    const { status, steps } = act({ command: '' }, release);
    expect({ status, output: steps.Check.output }).toEqual({ status: 0, output: 'check web.yaml --output github' });
    expect(calls('curl')[0]).toContain('[https://github.example/cdk8s-kotaemon/cdk8s-kotaemon/releases/download/v0.1.0/cdk8s-kotaemon.mjs]');
  });

  test('is refused with another checksum', () => {
    stub('curl', fetched);
    expect(act({ command: '', sha256: 'a'.repeat(64) }, release)).toMatchObject({ status: 2, steps: { Install: { output: expect.stringMatching(/::error::cdk8s-kotaemon.mjs has the SHA-256 [\da-f]{64}, not aaa/) } } });
  });

  test.each(['main', 'v1/../..'])('is not looked for at %j, which is no release', (ref) => {
    expect(act({ command: '' }, { ...release, action_ref: ref }).steps.Install.output).toContain('is no release');
    expect(calls('curl')).toEqual([]);
  });

  test('reports a release without the file', () => {
    expect(act({ command: '' }, release)).toMatchObject({ status: 2, steps: { Install: { output: expect.stringContaining('::error::the release v0.1.0 has no cdk8s-kotaemon.mjs') } } });
  });
});
