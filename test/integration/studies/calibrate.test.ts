import { type Manifest } from '../../../lib/manifest';
import { calibrationFiles } from '../../../lib/report/calibration-scenario';
import { renderCalibration } from '../../../lib/report/render-calibration';
import { buildWorld, checkScenario, readScenario } from '../../../lib/scenario';
import { recordingSource } from '../../../lib/scenario/trace-source';
import { readTrace } from '../../../lib/traffic/read-trace';
import { type Recording } from '../../../lib/recording';
import { calibrate, type Calibration } from '../../../lib/studies/calibrate/calibrate';
import { manifestsOf, plant, PLANTED } from '../../studies/calibrate/planted';
import { MONDAY, recordingWith } from '../../studies/calibrate/columns';

const TRUTH = { ...PLANTED, days: 3, stepSeconds: 120, peak: 4, request: 0.1 };
const MANIFESTS = manifestsOf(TRUTH) as unknown as Manifest[];
const SCENARIO = checkScenario({ kubernetes: '1.35', slo: { latency: '500ms', objective: 0.95 } });

function calibrated(recording: Recording, scenario = SCENARIO): Calibration {
  return calibrate({ recording, manifests: MANIFESTS, scenario });
}

describe('a calibration', () => {
  const recording = plant(TRUTH, 5);
  const calibration = calibrated(recording);
  const [web] = calibration.workloads;
  const files = calibrationFiles(calibration, SCENARIO, 'shop', 'shop.recording');

  test('agrees with the day that the fit has not seen', () => {
    const { agreement } = web.settings.calibration!;
    expect(agreement).toMatchObject({ verdict: 'agrees', judgedDays: expect.closeTo(1, 1) });
    expect(agreement!.closedLoop!.within).toBeGreaterThan(0.9);
    expect(agreement!.openLoop!.cpu!.error).toBeLessThan(agreement!.openLoop!.cpu!.constant!);
    expect(agreement!.openLoop!.cpu).not.toHaveProperty('sameTimeLastWeek');
  });

  test('states what was recorded, its intervals and the highest load of a pod', () => {
    expect(web.settings.calibration).toMatchObject({
      recorded: { from: '2026-01-05T00:00:00Z', to: '2026-01-07T00:00:00Z' },
      intervals: { 'service.time.mean': { low: expect.any(Number), high: expect.any(Number) }, 'pipeline': { assumed: true } },
      highestLoadPerPod: expect.any(Number),
    });
    expect(web.settings.startUp).toMatchObject({ schedule: '1s', warmPull: '2s' });
  });

  test('is a scenario that the readers take, whose workload counts as calibrated', () => {
    const scenario = readScenario(files.scenario, 'shop.scenario.yaml');
    expect(scenario.kubernetes).toBe('1.35');
    expect(scenario.workloads!.web).toEqual(web.settings);
    const [[name, content]] = files.traffic;
    expect(scenario.flows!.web.traffic!.file).toBe(name);
    const trace = readTrace(content, name, { stepSeconds: 120 });
    expect(trace).toMatchObject({ kind: 'counts', stepSeconds: 120, startEpochSeconds: MONDAY });
    const world = buildWorld({ manifests: MANIFESTS, scenario, traffic: { flows: new Map([['web', recordingSource(trace, {})]]) } });
    expect(world.workloads[0]).toMatchObject({ serviceState: 'calibrated', service: { kind: 'slots', concurrency: web.settings.service!.concurrency } });
    expect(world.flows[0].retries).toBeUndefined();
  });

  test('says in comments where each figure comes from', () => {
    expect(files.scenario).toMatch(/mean: [\d.]+ms # 90 %: [\d.]+ to [\d.]+, latency histograms by load per pod/);
    expect(files.scenario).toContain('# Requests are attempts as the workload saw them, retries of clients included: do not add retries.');
    expect(files.scenario).toMatch(/highestLoadPerPod: [\d.]+ # requests\/s/);
  });

  test('prints the state, the parameters and the agreement', () => {
    const text = renderCalibration(calibration, { width: 200 });
    expect(text).toMatch(/^web: calibrated, and agrees with [\d.]+ days that the fit has not seen\.\nfitted to [\d.]+ days, judged by [\d.]+\.\n/);
    expect(text).toMatch(/service\.time\.mean +[\d.]+ms +[\d.]+ to [\d.]+ ms +latency histograms/);
    expect(text).toMatch(/CPU \(open loop\) +[\d.]+ % +- +[\d.]+ %/);
    expect(text).toMatch(/highest load of a pod: [\d.]+ requests\/s; hotter pods are outside the evidence/);
  });
});

describe('a recording with censored demand', () => {
  const truth = { ...TRUTH, days: 1, maxReplicas: 2, timeout: 2, concurrency: 1, mean: 0.6, cpuSeconds: 0.05 };
  const calibration = calibrated(plant(truth, 2));
  const [web] = calibration.workloads;

  test('marks it, and plays the policy at the recorded demand and above', () => {
    const { censored } = web.settings.calibration!;
    expect(censored!.share).toBeGreaterThan(0.02);
    expect(censored!.demandAtLeast).toBeGreaterThan(2 / 0.6 * 0.8);
    expect(web.demand.map(({ factor }) => factor)).toEqual([1, 1.2, 1.5]);
    expect(web.demand[2].attainment!).toBeLessThan(web.demand[0].attainment!);
    expect(renderCalibration(calibration)).toMatch(/with censored demand multiplied, on 2026-01-05:\ndemand +within the SLO +peak replicas\n×1 /);
  });

  test('writes traffic with that demand as high as 1.2 and 1.5 times', () => {
    const { scenario, traffic } = calibrationFiles(calibration, SCENARIO, 'shop', 'shop.recording');
    expect([...traffic.keys()]).toEqual(['shop.web.traffic.csv', 'shop.web.traffic-x1.2.csv', 'shop.web.traffic-x1.5.csv']);
    expect(scenario).toContain('shop.web.traffic-x1.2.csv and shop.web.traffic-x1.5.csv have it 1.2 and 1.5 times as high');
    const most = (file: string): number => Math.max(...traffic.get(file)!.split('\n').slice(1, -1).map((row) => Number(row.split(',')[1])));
    expect(most('shop.web.traffic-x1.5.csv') / most('shop.web.traffic.csv')).toBeCloseTo(1.5, 1);
  });
});

describe('a recording that cannot decide', () => {
  const hours = (count: number, value: number): number[] => Array<number>(count * 60).fill(value);

  test('of one day is fitted, but not judged', () => {
    const { agreement } = calibrated(plant({ ...TRUTH, days: 1 }, 1)).workloads[0].settings.calibration!;
    expect(agreement!.verdict).toBe('untested');
    expect(agreement!.reasons![0]).toMatch(/^the recording has 0\.\d+ days, and 3 are needed|^the recording has 1 days/);
  });

  test('without latencies leaves the service time out, so that the service counts as assumed', () => {
    const recording = recordingWith({ 'requests': hours(96, 5), 'cpu': hours(96, 0.4), 'replicas-ready': hours(96, 2), 'replicas-spec': hours(96, 2) });
    const calibration = calibrated(recording);
    const { settings } = calibration.workloads[0];
    expect(settings.service).not.toHaveProperty('time');
    expect(settings.calibration!.agreement).toMatchObject({ verdict: 'untested', reasons: ['no latency histogram was recorded, so that service time and concurrency are unknown'] });
    expect(readScenario(calibrationFiles(calibration, SCENARIO, 'a', 'b').scenario, 'a').workloads!.web).toEqual(settings);
  });

  test('of no workload, or without requests, is refused', () => {
    expect(() => calibrated({ ...recordingWith({ requests: [1] }), workloads: [] })).toThrow('the recording has no workload; record one');
    expect(() => calibrated(recordingWith({ cpu: [1] }))).toThrow("the recording has no requests of web; record series 'requests', or remove the workload");
  });
});

test('an SLO between two buckets is judged by the nearest one, and says so', () => {
  const [web] = calibrated(plant({ ...TRUTH, days: 1, peak: 2 }, 1), checkScenario({ slo: { latency: '300ms' } })).workloads;
  expect(web.slo).toEqual({ latencySeconds: 0.25, sentence: 'the SLO of 0.3 s has no bucket of its own (0.25 s and 0.5 s are next), so that 0.25 s is judged; add a bucket of 0.3 s' });
  const [other] = calibrated(plant({ ...TRUTH, days: 1, peak: 2 }, 1), checkScenario({})).workloads;
  expect(other.slo!.sentence).toMatch(/^no SLO is given, and [\d.]+ s is the first bucket that 99 % of the requests keep$/);
});
