import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ManifestIndex } from '../../lib/manifest';
import { parseManifests } from '../../lib/manifest/parse';
import { findTargets, GitHistory, type RecordingTarget } from '../../lib/recording';
import { HPA } from '../cli/cli';
import { MONDAY } from './recordings';

const DAY = 86_400;
let root: string;
let target: RecordingTarget;
let renamed: RecordingTarget;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'history-'));
  git('init', '-q');
  commit(MONDAY - 20 * DAY, { 'deploy/hpa.yaml': HPA.replace('maxReplicas: 20', 'maxReplicas: 5') });
  commit(MONDAY - 10 * DAY, { 'deploy/hpa.yaml': HPA.replace('maxReplicas: 20', 'maxReplicas: 10') });
  commit(MONDAY - 5 * DAY, { 'deploy/other.yaml': 'a: 1\n' });
  commit(MONDAY + 2 * DAY, { 'deploy/hpa.yaml': undefined, 'deploy/--moved scaler.yaml': HPA });
  commit(MONDAY + 30 * DAY, { 'deploy/--moved scaler.yaml': HPA.replace('maxReplicas: 20', 'maxReplicas: 99') });
  const api = (max: number): string => HPA.replaceAll('name: web', 'name: api').replace('maxReplicas: 20', `maxReplicas: ${max}`);
  commit(MONDAY + 50 * DAY, { 'old/api.yaml': api(31) });
  commit(MONDAY + 51 * DAY, { 'old/api.yaml': undefined, 'middle/api.yaml': api(32) });
  commit(MONDAY + 53 * DAY, { 'middle/api.yaml': undefined, 'charts/web.yaml': api(33) });
  commit(MONDAY + 54 * DAY, { 'old/api.yaml': api(34) });
  commit(MONDAY + 60 * DAY, { 'dated/api.yaml': api(41) });
  commit(MONDAY + 55 * DAY, { 'dated/api.yaml': api(42) });
  commit(MONDAY + 62 * DAY, { 'dated/api.yaml': api(43) });
  commit(MONDAY + 70 * DAY, { 'zones/api.yaml': api(51) }, { author: MONDAY + 64 * DAY, zone: '-1130' });
  [renamed] = findTargets(new ManifestIndex(parseManifests(api(20), 'api.yaml').manifests.map(({ manifest }) => manifest)));
  [target] = findTargets(new ManifestIndex(parseManifests(HPA, 'hpa.yaml').manifests.map(({ manifest }) => manifest)));
});
afterAll(() => rmSync(root, { recursive: true }));

function git(...args: string[]): void {
  execFileSync('git', ['-C', root, ...args], { stdio: 'pipe' });
}

function commit(time: number, files: Record<string, string | undefined>, { author = time, zone = '+0000' } = {}): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    if (content === undefined) rmSync(path);
    else writeFileSync(path, content);
  }
  git('add', '-A');
  const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' };
  execFileSync('git', ['-C', root, '-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'change'], {
    stdio: 'pipe', env: { ...process.env, ...identity, GIT_AUTHOR_DATE: `${author} ${zone}`, GIT_COMMITTER_DATE: `${time} ${zone}` },
  });
}

test('the repository is that of the path, whatever GIT_DIR names, as within a hook', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { GIT_DIR: join(tmpdir(), 'elsewhere.git'), GIT_WORK_TREE: tmpdir(), GIT_INDEX_FILE: join(tmpdir(), 'index') });
  try {
    const history = await GitHistory.read(join(root, 'deploy'));
    expect(history.policiesOf(target, MONDAY, MONDAY + 7 * DAY).policies).toHaveLength(2);
  } finally {
    process.env = before;
  }
});

test('versions that were in force within the range are policies, from the time of their commits', async () => {
  const history = await GitHistory.read(join(root, 'deploy'));
  const { policies, remarks } = history.policiesOf(target, MONDAY, MONDAY + 7 * DAY);
  expect(policies.map(({ fromEpochSeconds, manifest }) => [fromEpochSeconds, (manifest.spec as { maxReplicas: number }).maxReplicas])).toEqual(
    [[MONDAY - 10 * DAY, 10], [MONDAY + 2 * DAY, 20]],
  );
  expect(policies[1].source).toMatch(/^commit [0-9a-f]{12}, deploy\/--moved scaler\.yaml$/);
  expect(remarks).toContain('Policies are in force from the time of their commit; when they were applied is not known.');
  expect(remarks).toContain('The HorizontalPodAutoscaler web that was given differs from the last version in Git.');
});

test('a file that was renamed from elsewhere has the history of its former paths, until the rename', async () => {
  const history = await GitHistory.read(join(root, 'charts/web.yaml'));
  const { policies, remarks } = history.policiesOf(renamed, MONDAY, MONDAY + 90 * DAY);
  expect(policies.map(({ fromEpochSeconds, source, manifest }) => [(fromEpochSeconds - MONDAY) / DAY, source.replace(/^commit \w+, /, ''), (manifest.spec as { maxReplicas: number }).maxReplicas])).toEqual(
    [[50, 'old/api.yaml', 31], [51, 'middle/api.yaml', 32], [53, 'charts/web.yaml', 33]],
  );
  expect(remarks.join('\n')).not.toContain('Commits with a date');
});

test('a commit that is dated before the one it follows counts from that one, and says so', async () => {
  const { policies, remarks } = (await GitHistory.read(join(root, 'dated'))).policiesOf(renamed, MONDAY, MONDAY + 90 * DAY);
  expect(policies.map(({ fromEpochSeconds, manifest }) => [(fromEpochSeconds - MONDAY) / DAY, (manifest.spec as { maxReplicas: number }).maxReplicas])).toEqual(
    [[60, 41], [60, 42], [62, 43]],
  );
  expect(remarks).toContain('Commits with a date before that of the commit they follow, or in the future: 1; their policies count from the nearest date that can be right.');
});

test('the date of the committer counts, in whatever time zone', async () => {
  const { policies } = (await GitHistory.read(join(root, 'zones'))).policiesOf(renamed, MONDAY, MONDAY + 90 * DAY);
  expect(policies.map(({ fromEpochSeconds }) => fromEpochSeconds)).toEqual([MONDAY + 70 * DAY]);
});

test('a history that begins within the range has a remark', async () => {
  const { remarks } = (await GitHistory.read(join(root, 'deploy'))).policiesOf(target, MONDAY - 30 * DAY, MONDAY);
  expect(remarks).toContain('The first known policy is of 2024-02-13T00:00:00Z.');
});

test('falls back to the given manifests without a version of the autoscaler', async () => {
  const { policies, remarks } = (await GitHistory.read(join(root, 'deploy/other.yaml'))).policiesOf(target, MONDAY, MONDAY + DAY);
  expect(policies).toEqual([{ fromEpochSeconds: MONDAY, sinceUnknown: true, source: 'the manifests that were given', manifest: target.autoscaler }]);
  expect(remarks[0]).toContain('has no autoscaler of web in any version: templates have to be rendered');
});

test('two files that hold the autoscaler at once are refused', async () => {
  commit(MONDAY + 40 * DAY, { 'envs/a/hpa.yaml': HPA, 'envs/b/hpa.yaml': HPA });
  const history = await GitHistory.read(join(root, 'envs'));
  expect(() => history.policiesOf(target, MONDAY, MONDAY + 50 * DAY)).toThrow(/envs\/a\/hpa\.yaml and envs\/b\/hpa\.yaml both contain the autoscaler of web at commit [0-9a-f]{12}; name the file of the cluster that is recorded/);
});

test('a path outside Git, and one without a history, are refused', async () => {
  await expect(GitHistory.read(tmpdir())).rejects.toThrow('is in no Git repository');
  writeFileSync(join(root, 'new.yaml'), HPA);
  await expect(GitHistory.read(join(root, 'new.yaml'))).rejects.toThrow('has no version of a manifest (*.yaml, *.yml, *.json) in Git; name the folder that holds the autoscalers');
});
