import { Assumptions } from '../../lib/scenario/assumptions';
import { type PodLifecycle } from '../../lib/scenario/pod-manifest';
import { type WorkloadScenario } from '../../lib/scenario/scenario';
import { toDrain, toProbes, toRollout, toStartUp } from '../../lib/scenario/start-and-end';
import { type Drain, type StartUp } from '../../lib/simulator/world/world';

const POD: PodLifecycle = {
  hasInitContainers: false, readiness: { initialDelaySeconds: 0, periodSeconds: 5 }, repeated: {}, preStopSeconds: 5, graceSeconds: 60,
};

function start(workload: WorkloadScenario, lifecycle?: PodLifecycle): { startUp: StartUp; assumed: string[] } {
  const assumptions = new Assumptions();
  return { startUp: toStartUp(workload, lifecycle, 'web', 'workloads.web', assumptions), assumed: assumptions.list() };
}

function drain(workload: WorkloadScenario, lifecycle?: PodLifecycle): { drain: Drain; assumed: string[] } {
  const assumptions = new Assumptions();
  return { drain: toDrain(workload, lifecycle, 'web', assumptions), assumed: assumptions.list() };
}

const fixed = (value: number): object => ({ kind: 'deterministic', value });

test('a pod without a template starts after assumed times', () => {
  expect(start({})).toEqual({
    startUp: {
      schedule: fixed(1), coldPull: fixed(30), warmPull: fixed(1), init: fixed(0), boot: fixed(10),
      readiness: { initialDelaySeconds: 0, periodSeconds: 10 }, cpuCores: 0,
    },
    assumed: ['web: a pod is assumed to answer 10 s after its containers start; set startUp.boot.'],
  });
});

test('settings of the scenario take precedence', () => {
  const { startUp, assumed } = start({
    startUp: { schedule: '2s', coldPull: '1m', warmPull: '3s', init: { mean: '20s' }, boot: { p50: '5s', p95: '5s' }, cpu: '1500m' },
  }, { ...POD, hasInitContainers: true, declaredStartSeconds: 90, declaredPreloadSeconds: 300, declaredPullSeconds: 300 });
  expect(startUp).toEqual({
    schedule: fixed(2), coldPull: fixed(60), warmPull: fixed(3), init: { kind: 'exponential', mean: 20 }, boot: fixed(5),
    readiness: { initialDelaySeconds: 0, periodSeconds: 5 }, cpuCores: 1.5,
  });
  expect(assumed).toEqual([]);
});

test('the parts of a model server\'s start count in place of an assumed one', () => {
  const { startUp, assumed } = start({ startUp: { weights: { mean: '90s', cv: 0.3 }, engineWarmUp: 20, burstSlowdown: 0.1 } }, POD);
  expect(startUp).toMatchObject({
    boot: fixed(0), engine: { weights: { kind: 'lognormal', mean: 90, cv: 0.3 }, compilation: fixed(0), warmUp: fixed(20) }, burstSlowdown: 0.1,
  });
  expect(assumed).toEqual([]);
  expect(start({ startUp: { compilation: '45s', boot: '5s' } }, POD).startUp).toMatchObject({ boot: fixed(5), engine: { compilation: fixed(45) } });
});

test('the declared start time counts, with a remark', () => {
  const { startUp, assumed } = start({}, { ...POD, declaredStartSeconds: 90 });
  expect(startUp.boot).toEqual(fixed(90));
  expect(assumed).toEqual(['web: a pod answers 90 s after its containers start, as its annotation declares.']);
});

test('a long probe delay implies a slow start', () => {
  expect(start({}, { ...POD, readiness: { initialDelaySeconds: 45, periodSeconds: 5 } }).startUp.boot).toEqual(fixed(45));
});

test('init containers take an assumed time', () => {
  const { startUp, assumed } = start({}, { ...POD, hasInitContainers: true });
  expect(startUp.init).toEqual(fixed(10));
  expect(assumed[0]).toBe('web: init containers are assumed to take 10 s; set startUp.init.');
});

test('the declared time of models counts instead, and so does that of images', () => {
  const { startUp, assumed } = start({}, { ...POD, hasInitContainers: true, declaredPreloadSeconds: 312, declaredPullSeconds: 12 });
  expect([startUp.init, startUp.coldPull]).toEqual([fixed(312), fixed(12)]);
  expect(assumed[0]).toBe('web: a pod spends 5 min on its models before its containers start, as its annotation declares.');
});

test('a pod without a readiness probe is Ready once it answers, with a remark', () => {
  const { startUp, assumed } = start({}, { ...POD, readiness: undefined });
  expect(startUp.readiness).toEqual({ initialDelaySeconds: 0, periodSeconds: 1 });
  expect(assumed[0]).toContain('no container has a readiness probe');
});

test('a pod ends as its manifest says, else as Kubernetes lets it', () => {
  expect(drain({}, POD)).toEqual({ drain: { preStopSeconds: 5, graceSeconds: 60, endpointRemovalSeconds: 2, finishesOnTerm: true }, assumed: [] });
  expect(drain({})).toEqual({
    drain: { preStopSeconds: 0, graceSeconds: 30, endpointRemovalSeconds: 2, finishesOnTerm: true },
    assumed: ["web: no preStop hook is known, and balancers are assumed to notice a pod's end after 2 s; requests in between are refused; set drain."],
  });
  expect(drain({}, { ...POD, preStopSeconds: 1 }).assumed[0]).toContain('web: the preStop hook takes 1 s, and');
});

test('a scenario may say how a pod ends', () => {
  expect(drain({ drain: { preStop: '1s', grace: '2m', endpointRemoval: '5s', finishesOnTerm: false } }, POD))
    .toEqual({ drain: { preStopSeconds: 1, graceSeconds: 120, endpointRemovalSeconds: 5, finishesOnTerm: false }, assumed: [] });
});

test('a scenario may say how a new revision is rolled out', () => {
  const manifest = { maxSurge: { unit: 'pods', value: 1 }, maxUnavailable: { unit: 'pods', value: 0 }, ordered: true } as const;
  expect(toRollout({}, manifest)).toEqual(manifest);
  expect(toRollout({ maxSurge: '50%', maxUnavailable: 2 }, manifest)).toEqual({ maxSurge: { unit: 'share', value: 0.5 }, maxUnavailable: { unit: 'pods', value: 2 }, ordered: true });
});

describe('toProbes', () => {
  const readiness = { periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 4, successThreshold: 1 };

  test('is undefined where the scenario does not ask for probes that fail', () => {
    expect(toProbes(undefined, { ...POD, repeated: { readiness } })).toBeUndefined();
  });

  test('takes the probes of the manifest, and only those that it has', () => {
    expect(toProbes({}, { ...POD, repeated: { readiness } })).toEqual({ readiness });
  });

  test('takes fields of the scenario before those of the manifest, and those before the API server\'s defaults', () => {
    expect(toProbes({ readiness: { timeout: '250ms' }, liveness: { failureThreshold: 6 } }, { ...POD, repeated: { readiness } })).toEqual({
      readiness: { ...readiness, timeoutSeconds: 0.25 },
      liveness: { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 6, successThreshold: 1 },
    });
  });
});
