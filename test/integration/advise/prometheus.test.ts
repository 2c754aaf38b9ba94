import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import '../../../lib/cli/advise';
import '../../../lib/cli/advise-verify';
import { readScenarioFile } from '../../../lib/scenario';
import { cli, type CliResult, TestFolder } from '../../cli/cli';
import { manifestsOf, plant, PLANTED, START } from '../../studies/calibrate/planted';
import { missingPrometheus, PrometheusOnLoopback } from '../../support/prometheus-on-loopback';
import { historyOf } from '../recording/planted-history';

const reason = missingPrometheus();
/** A service with more pods than it needs. */
const TRUTH = { ...PLANTED, days: 8, stepSeconds: 60, peak: 3, request: 0.1, target: 50, minReplicas: 4, gaps: 0, noise: 0 };
const DAY = 86_400;

(reason === undefined ? describe : describe.skip)(`advice from a real Prometheus${reason === undefined ? '' : ` (${reason})`}`, () => {
  let prometheus: PrometheusOnLoopback;
  let folder: TestFolder;
  let deploy: string;

  beforeAll(async () => {
    folder = new TestFolder();
    deploy = folder.write('deploy.yaml', manifestsOf(TRUTH).map((manifest) => stringify(manifest)).join('---\n'));
    prometheus = await PrometheusOnLoopback.start(historyOf(plant(TRUTH, 3)));
  }, 180_000);
  afterAll(() => folder.remove());

  function advise(...more: string[]): Promise<CliResult> {
    return cli([
      'advise', deploy, '--prometheus', prometheus.address, '--from', iso(0), '--until', iso(5 * DAY), '--step', '10m', '--slo', '95%<1s', '--only', 'bounds',
      '--min-replicas', '1', '--work', join(folder.path, 'work'), ...more,
    ]);
  }

  test('records, calibrates, tunes and writes the change', async () => {
    const { status, stdout, stderr } = await advise('--json', join(folder.path, 'advice.json'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^web: change the policy\n {2}set +minReplicas from 4 to [123]\n {2}cost +[\d.]+ pod-hours a day instead of [\d.]+ on \d judged days: /);
    expect(readScenarioFile(join(folder.path, 'work/web/scenario.yaml')).scenario.workloads!.web.calibration!.agreement!.verdict).toBe('agrees');
    expect(existsSync(join(folder.path, 'work/web/recording/recording.json'))).toBe(true);
    expect(existsSync(join(folder.path, 'work/web/recording/pieces'))).toBe(false);
    expect(readFileSync(join(folder.path, 'work/web/change/change.patch'), 'utf8')).toMatch(/^-\s+minReplicas: 4$/m);
  }, 600_000);

  test('verifies its prediction with the days that came after', async () => {
    const later = join(folder.path, 'later');
    expect(await cli(['record', deploy, '--prometheus', prometheus.address, '--from', iso(5 * DAY), '--until', iso(8 * DAY), '--step', '10m', '--out', later])).toMatchObject({ status: 0 });
    const { status, stdout } = await cli(['advise', '--verify', join(folder.path, 'work'), '--recording', later]);
    expect(stdout).toMatch(/^web: the prediction came true\n2026-01-10T00:00:00Z to 2026-01-13T00:00:00Z, under the policy as it was when the advice was given/);
    expect(status).toBe(0);
  }, 120_000);

  test('repeats a finished step neither with nor without the server', async () => {
    await prometheus.stop();
    const { status, stdout } = await advise();
    expect(stdout).toMatch(/^web: change the policy\n/);
    expect(status).toBe(0);
  }, 120_000);
});

function iso(seconds: number): string {
  return new Date((START + seconds) * 1000).toISOString();
}
