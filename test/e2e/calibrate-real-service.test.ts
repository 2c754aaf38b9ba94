import { type Manifest } from '../../lib/manifest';
import { buildWorld, checkScenario, recordingSource } from '../../lib/scenario';
import { type Recording, type SeriesName } from '../../lib/recording';
import { simulate } from '../../lib/simulator/engine/simulate';
import { calibrate, type WorkloadCalibration } from '../../lib/studies/calibrate/calibrate';
import { SYNC_PERIOD } from './control-plane';
import { autoscaler, DEPLOYMENT, MIN_REPLICAS, ScaledService } from './real-service/scaled-service';
import { inSlowMotion, SLOW } from './real-service/slow-motion';

const SECONDS = 120;
const [TODAY, PROPOSED] = [50, 75];
/** Requests per second: two waves, which the replicas follow at either target. */
const perSecond = (second: number): number => 28 - 20 * Math.cos((2 * Math.PI * second) / 60);

const SCENARIO = checkScenario({
  kubernetes: process.env.KUBERNETES_VERSION,
  slo: { latency: SLOW * 0.2 },
  controller: {
    syncPeriod: SYNC_PERIOD * SLOW,
    // Pods of the stand-in say that they started before that period; while they are not ready they do not count.
    cpuInitializationPeriod: 0, initialReadinessDelay: 30 * SLOW,
  },
  // The stand-in of the metrics-server looks once in a second.
  pipeline: { resource: { resolution: SLOW, kubelet: 0 } },
  workloads: { web: { balancer: 'round-robin' } },
});

let service: ScaledService | undefined;
let calibrated: WorkloadCalibration;
let today: Recording;
let predicted: readonly number[];
let happened: Recording;

beforeAll(async () => {
  service = await ScaledService.start();
  today = await service.run(TODAY, SECONDS, perSecond);
  [calibrated] = calibrate({ recording: inSlowMotion(today), manifests: manifestsAt(TODAY), scenario: SCENARIO }).workloads;
  predicted = prediction(calibrated);
  happened = await service.run(PROPOSED, SECONDS, perSecond);
}, 400_000);

afterAll(async () => {
  await service?.stop();
}, 60_000);

describe('a service on this machine, calibrated at a target of 50 % under the real controller', () => {
  test('has the predicted replicas at 75 %, within one or 10 %', () => {
    const recorded = valuesOf(happened, 'replicas-spec');
    expect(shareNear(predicted, recorded)).toBeGreaterThanOrEqual(0.9);
  });

  test('is predicted better than by its replicas at a target of 50 %', () => {
    const recorded = valuesOf(happened, 'replicas-spec');
    expect(meanError(predicted, recorded)).toBeLessThan(meanError(valuesOf(today, 'replicas-spec'), recorded) / 2);
  });

  test('uses the CPU at 75 % that its requests and pods were predicted to cost', () => {
    const [requests, ready, cpu] = (['requests', 'replicas-ready', 'cpu'] as const).map((name) => valuesOf(happened, name));
    const { service: fitted, containers } = calibrated.settings;
    const idleCores = Number.parseFloat(String(containers!.app.idleCpu)) / 1000;
    const known = [...requests.keys()].filter((second) => !Number.isNaN(requests[second] + ready[second] + cpu[second]));
    const sum = (value: (second: number) => number): number => known.reduce((total, second) => total + value(second), 0);
    const expected = sum((second) => requests[second] * fitted!.cpuSeconds! / SLOW + ready[second] * idleCores);
    expect(known.length).toBeGreaterThan(SECONDS * 0.8);
    expect(Math.abs(expected / sum((second) => cpu[second]) - 1)).toBeLessThan(0.05);
  });
});

function manifestsAt(target: number): Manifest[] {
  return [DEPLOYMENT, autoscaler(target, SLOW)] as Manifest[];
}

/** Replicas of each second at the proposed target, from the planned requests. */
function prediction({ settings }: WorkloadCalibration): number[] {
  const requests = Float64Array.from({ length: SECONDS }, (_, second) => perSecond(second + 0.5));
  const trace = { kind: 'counts' as const, name: 'planned', stepSeconds: SLOW, requests, startEpochSeconds: 0, remarks: [] };
  const scenario = checkScenario({
    ...SCENARIO, workloads: { web: { ...SCENARIO.workloads!.web, ...settings, replicas: MIN_REPLICAS } }, flows: { web: { stages: ['web'] } },
  });
  const run = simulate(buildWorld({
    manifests: manifestsAt(PROPOSED), scenario, traffic: { flows: new Map([['web', recordingSource(trace, { arrivals: 'even' })]]) },
  }));
  const { desired } = run.workloads[0].series;
  return Array.from(requests, (_, second) => desired[Math.min(desired.length, Math.round((second + 1) * SLOW / run.seriesStepSeconds)) - 1]);
}

function valuesOf({ workloads }: Recording, name: SeriesName): Float64Array {
  return workloads[0].series.find((series) => series.name === name)!.values;
}

/** Share of the seconds in which two counts of replicas are within one, or 10 %. */
function shareNear(predictions: ArrayLike<number>, recorded: Float64Array): number {
  const pairs = pairsOf(predictions, recorded);
  return pairs.filter(([one, other]) => Math.abs(one - other) <= Math.max(1, 0.1 * other)).length / pairs.length;
}

function meanError(predictions: ArrayLike<number>, recorded: Float64Array): number {
  const pairs = pairsOf(predictions, recorded);
  return pairs.reduce((sum, [one, other]) => sum + Math.abs(one - other), 0) / pairs.length;
}

function pairsOf(predictions: ArrayLike<number>, recorded: Float64Array): [number, number][] {
  const length = Math.min(predictions.length, recorded.length);
  return Array.from({ length }, (_, i): [number, number] => [predictions[i], recorded[i]]).filter(([one, other]) => !Number.isNaN(one + other));
}
