import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { adviseCommand } from '../../lib/cli/advise';
import { type Io } from '../../lib/cli/io';
import { type Recording, writeRecording } from '../../lib/recording';
import { readScenarioFile } from '../../lib/scenario';
import { type TuneResult } from '../../lib/studies/tune/result';
import { type tune as realTune } from '../../lib/studies/tune/tune';
import { manifestsOf, plant, PLANTED } from '../studies/calibrate/planted';
import { cli, TestFolder } from './cli';
import '../../lib/cli/advise-verify';

const TRUTH = { ...PLANTED, days: 3, stepSeconds: 300, peak: 3, request: 0.12, gaps: 0 };
const BOUNDS = { lower: 0.2, value: 0.25, upper: 0.3 };
let folder: TestFolder;
let deploy: string;
let recording: string;
let planted: Recording;

beforeAll(() => {
  folder = new TestFolder();
  planted = plant(TRUTH, 1);
  deploy = folder.write('deploy.yaml', manifestsOf(TRUTH).map((manifest) => stringify(manifest)).join('---\n'));
  recording = join(folder.path, 'shop.recording');
  writeRecording(planted, recording);
});
afterAll(() => folder.remove());

const at = (name: string): string => join(folder.path, name);

/** Search that answers at once: its own tests tell what it finds. */
const tune = jest.fn((async ({ manifests }) => {
  const [hpa] = manifests;
  const edits = [{
    object: { apiVersion: hpa.apiVersion, kind: hpa.kind, namespace: 'shop', name: 'web' }, path: ['spec', 'minReplicas'], before: 2, after: 1,
  }];
  const figures = (cost: number): object => ({
    attainment: [{ value: 0.995, lower: 0.991, upper: 1 }], cost, podHours: cost, nodeHours: null, loadPerPod: [2], peakPods: [4], badDays: [],
  });
  const settings = [{ workload: 'web', setting: 'minReplicas', from: '2', to: '1' }];
  const answer: unknown = {
    schemaVersion: 1, decision: 'change', confidence: 'provisional', sentence: 'provisional: minReplicas from 2 to 1; it costs less', settings, edits,
    slo: { text: '99 % of the requests within 500 ms', objectives: [0.99], given: null }, days: { fit: 1, choose: 1, judge: 1 }, costBasis: 'pod-hours',
    judgement: {
      today: figures(100), chosen: figures(75), saving: BOUNDS, podSaving: BOUNDS, gain: [BOUNDS], met: true, notWorse: true, chance: 0.001, daysByRequest: 1,
    },
    change: { edits, stages: [edits], summary: 'less', evidence: [] }, frontier: [
      { settings: [], costPerDay: 100, attainment: 0.999, holds: true, is: 'today' }, { settings, costPerDay: 75, attainment: 0.995, holds: true, is: 'chosen' },
    ], alone: [], nearest: null, outside: [], evidence: ['Saving over 1 judged day.'], remarks: [], effort: { policies: 2, days: 6 }, stopped: false,
  };
  return answer as TuneResult;
}) as typeof realTune);

async function advise(options: { work: string; html?: string; json?: string }): Promise<{ status: number; stdout: string }> {
  const written = { stdout: '' };
  const io: Io = {
    stdin: process.stdin, stdout: { write: (text) => (written.stdout += text) }, stderr: { write: () => undefined }, env: {},
  };
  const status = await adviseCommand([deploy], { recording, last: 1, slo: '99%<1s', ...options }, io, { tune });
  return { status, ...written };
}

describe('advise', () => {
  test('calibrates, tunes, writes the change and says what to set', async () => {
    const { status, stdout } = await advise({ work: at('work'), html: at('advice.html'), json: at('advice.json') });
    expect(stdout).toMatch(/^web: change the policy\n {2}set +minReplicas from 2 to 1\n {2}cost +75 pod-hours a day instead of 100 on 1 judged day: 25 % \(at least 20 %/);
    expect(stdout).toMatch(/how sure +provisional: fewer than two weeks were judged; the calibrated service agrees with 1 days that the fit has not seen/);
    expect(stdout).toContain(`written   ${at('work/web/change')}`);
    expect(status).toBe(0);
    expect(readFileSync(at('work/web/change/change.patch'), 'utf8')).toContain('-  minReplicas: 2\n+  minReplicas: 1\n');
    expect(JSON.parse(readFileSync(at('advice.json'), 'utf8'))).toMatchObject({ schemaVersion: 1, workloads: [{ workload: 'web', outcome: 'change' }] });
    const page = readFileSync(at('advice.html'), 'utf8');
    expect(page).toContain('<dd>minReplicas from 2 to 1</dd>');
    expect(page).not.toContain('<script');
    expect(readScenarioFile(at('work/web/scenario.yaml')).scenario.workloads!.web.calibration!.agreement!.verdict).toBe('agrees');
  });

  test('skips steps whose output exists', async () => {
    tune.mockClear();
    const { stdout } = await advise({ work: at('work') });
    expect(stdout).toMatch(/^web: change the policy\n/);
    expect(tune).not.toHaveBeenCalled();
  });

  test('rejects a work folder with other settings', async () => {
    const { status, stderr } = await cli(['advise', deploy, '--recording', recording, '--work', at('work'), '--slo', '99%<500ms']);
    expect({ status, stderr }).toEqual({
      status: 2, stderr: `error: '${at('work')}' contains advice for other manifests or options; set another --work, or add --again to start over (the track record stays)\n`,
    });
  });

  test('verifies a prediction with a new recording, and quotes the track record from then on', async () => {
    writeRecording({ ...planted, startEpochSeconds: planted.startEpochSeconds + TRUTH.days * 86_400 }, at('later.recording'));
    const { status, stdout } = await cli(['advise', '--verify', at('work'), '--recording', at('later.recording')]);
    expect(stdout).toMatch(/^web: the prediction came true\n2026-01-08T00:00:00Z to 2026-01-11T00:00:00Z, under the policy as it was/);
    expect(stdout).toMatch(/mean replicas +[\d.]+ +[\d.]+ +yes\nCPU cores +[\d.]+ +[\d.]+ +yes\nwithin the SLO +[\d.]+ % +[\d.]+ % +yes\npod-hours a day/);
    expect(stdout).toContain('Track record: of the last 1 prediction 1 came true.');
    expect(status).toBe(0);
    writeFileSync(at('work/results.jsonl'), '{"workload":"we');
    const again = await advise({ work: at('work') });
    expect(again.stdout).toContain('cost ');
    const io: Io = { stdin: process.stdin, stdout: { write: () => undefined }, stderr: { write: () => undefined }, env: {} };
    await adviseCommand([deploy], { recording, last: 1, slo: '99%<1s', work: at('work'), again: true }, io, { tune });
    expect(JSON.parse(readFileSync(at('work/web/advice.json'), 'utf8'))).toMatchObject({ advice: { past: { count: 1, cameTrue: 1 } } });
  });

  test('verifies the other workloads where one cannot be compared, and names its bucket', async () => {
    const [web] = planted.workloads;
    const api = (name: string): string => JSON.stringify({ ...JSON.parse(readFileSync(at(`work/web/${name}`), 'utf8')) });
    const work = (name: string, text: string): void => void folder.write(`several/${name}`, text);
    cpSync(at('work'), at('several'), { recursive: true });
    work('api/advice.json', api('advice.json').replaceAll('"web"', '"api"'));
    for (const name of ['manifests.json', 'scenario.yaml']) work(`api/${name}`, readFileSync(at(`work/web/${name}`), 'utf8'));
    work('web/advice.json', api('advice.json').replace(/"sloSeconds":[\d.]+/, '"sloSeconds":0.7'));
    appendFileSync(at('several/results.jsonl'), readFileSync(at('work/results.jsonl'), 'utf8').trim().split('\n').at(-1)!.replaceAll('"web"', '"api"'));
    const later = planted.startEpochSeconds + TRUTH.days * 86_400;
    writeRecording({ ...planted, startEpochSeconds: later, workloads: [{ ...web, name: 'api', series: [] }, web] }, at('both.recording'));
    const { status, stdout } = await cli(['advise', '--verify', at('several'), '--recording', at('both.recording'), '--json', at('both.json')]);
    expect(stdout).toContain("api: cannot be compared: the recording has no requests of api, so that nothing can be predicted; record series 'requests'");
    expect(stdout).toContain('web: the prediction came true');
    expect(stdout).toContain("The SLO's 700 ms has no bucket of its own: both shares are counted up to the nearest one, 500 ms.");
    expect(JSON.parse(readFileSync(at('both.json'), 'utf8'))).toMatchObject({ workloads: [{ workload: 'web' }], failures: [{ workload: 'api' }] });
    expect(status).toBe(1);
  });

  test('does not count the recording of the search as a prediction', async () => {
    const before = readFileSync(at('work/track-record.jsonl'), 'utf8');
    const { status, stderr } = await cli(['advise', '--verify', at('work'), '--recording', recording]);
    expect({ status, stderr }).toEqual({
      status: 2, stderr: 'error: the recording has no requests of web after 2026-01-08T00:00:00Z, until when the advice knew them; it ends at 2026-01-08T00:00:00Z: name one of a later time\n',
    });
    expect(readFileSync(at('work/track-record.jsonl'), 'utf8')).toBe(before);
  });

  test('--again deletes only its own files, including stages of an earlier change', async () => {
    const io: Io = { stdin: process.stdin, stdout: { write: () => undefined }, stderr: { write: () => undefined }, env: {} };
    const again = (work: string): Promise<number> => adviseCommand([deploy], { recording, last: 1, slo: '99%<1s', work, again: true }, io, { tune });
    folder.write('repository/results.jsonl', '{}');
    await expect(again(at('repository'))).rejects.toThrow(`'${at('repository')}' contains a results.jsonl that advise did not write; set another --work`);
    folder.write('own/deploy/manifests.json', '[]');
    folder.write('own/deploy/scenario.yaml', '{}');
    await advise({ work: at('own') });
    folder.write('own/web/change/stages/9/change.patch', 'old');
    rmSync(at('own/web/advice.json'));
    await advise({ work: at('own') });
    expect(existsSync(at('own/web/change/stages/9'))).toBe(false);
    await again(at('own'));
    expect(readdirSync(at('own/deploy'))).toEqual(['manifests.json', 'scenario.yaml']);
    expect(existsSync(at('own/web/change/change.patch'))).toBe(true);
  });

  test('says why there is no advice, and which series to add', async () => {
    const [web] = planted.workloads;
    const poor = { ...planted, workloads: [{ ...web, series: web.series.filter(({ name }) => name !== 'requests') }] };
    writeRecording(poor, at('poor.recording'));
    const { status, stdout } = await cli(['advise', deploy, '--recording', at('poor.recording'), '--work', at('poor')]);
    expect(stdout).toMatch(/^web: no advice: the history is not usable\n {2}why +requests are unknown: without them there is no demand to replay\n/);
    expect(stdout).toMatch(/add next +a counter of requests by pod/);
    expect(status).toBe(1);
  });

  test('says that a service is not calibrated', async () => {
    writeRecording(plant({ ...TRUTH, days: 1 }, 1), at('short.recording'));
    const { status, stdout } = await cli(['advise', deploy, '--recording', at('short.recording'), '--work', at('short')]);
    expect(stdout).toMatch(/^web: no advice: the service is not calibrated\n {2}why +the recording has [\d.]+ days, and 3 are needed/);
    expect(status).toBe(1);
    const verified = await cli(['advise', '--verify', at('short'), '--recording', recording]);
    expect(verified).toMatchObject({ status: 2, stderr: `error: '${at('short')}' has no prediction for web: no policy was judged for them\n` });
  });

  test('ranks the parts of a fleet in one table', async () => {
    const { status, stdout } = await cli(['advise', 'merge', at('work'), at('own')]);
    expect(stdout).toMatch(/^1 workload: 1 change\./);
    expect(status).toBe(0);
    expect((await cli(['advise', 'merge', folder.path])).stdout).toMatch(/^\d workloads: /);
    const one = await cli(['advise', 'merge', at('own'), at('work'), '--json', '-']);
    expect(JSON.parse(one.stdout)).toMatchObject({ workloads: [{ workload: 'web', outcome: 'change' }], ranking: [{ workload: 'web', saving: 0.25, isDiscovery: false }] });
  });

  test('keeps workloads of one name from two servers or recordings apart', async () => {
    const { stdout, stderr } = await cli(['advise', 'merge', at('poor'), at('work'), '--html', at('merged.html')]);
    expect(stdout).toMatch(/^2 workloads: 1 not usable, 1 change\./);
    expect(stderr).toBe('note: 1 name is of workloads of several servers or recordings, which are told apart by their work folders\n');
    const page = readFileSync(at('merged.html'), 'utf8');
    expect(page).toMatch(/<h2>web \([^)<]*work\)<\/h2>\s*<ul[^>]*><li[^>]*>change the policy/);
    expect(page).toMatch(/<h2>web \([^)<]*poor\)<\/h2>\s*<ul[^>]*><li[^>]*>no advice/);
  });

  test('reports bad input in one line', async () => {
    const wrong: [string[], RegExp][] = [
      [['advise', deploy], /^error: no source of the history; set one of --prometheus and --recording\n$/],
      [['advise', deploy, '--recording', recording, '--prometheus', 'http://x', '--work', at('none')], /^error: more than one source/],
      [['advise', deploy, '--recording', recording, '--work', at('none'), '--shard', '16/16'], /^error: --shard is '16\/16'; write the number of the shard .* as in 0\/16 to 15\/16\n$/],
      [['advise', deploy, '--prometheus', 'https://me:hidden@example.com', '--work', at('none')], /^error: the address of example\.com carries a user name or password, [^\n]*\n$/],
      [['advise', '--verify', at('work')], /^error: --verify needs newer data: add --recording with a new recording\n$/],
      [['advise', 'merge'], /^error: no folder to merge/],
      [['advise', 'merge', at('gone')], /^error: '.*gone' contains no results\.jsonl/],
    ];
    for (const [args, message] of wrong) {
      const { status, stderr } = await cli(args);
      expect(stderr).toMatch(message);
      expect(status).toBe(2);
    }
    expect(existsSync(at('none'))).toBe(false);
  });
});
