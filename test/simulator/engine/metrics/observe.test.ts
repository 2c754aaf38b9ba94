import { Pod } from '../../../../lib/simulator/engine/cluster/pod';
import { type MetricDistortion } from '../../../../lib/simulator/world/faults';
import { Distorter } from '../../../../lib/simulator/engine/metrics/distortion';
import { type MetricReader, type PodMetricReader } from '../../../../lib/simulator/engine/metrics/metric-reader';
import { observePods } from '../../../../lib/simulator/engine/metrics/observe';
import { type PodGroupSample } from '../../../../lib/hpa';

const REQUESTS = { containers: [] };
const NOW = 1000;

function pod(ordinal: number, fields: Partial<Pod> = {}): Pod {
  return Object.assign(new Pod(ordinal, 0, 0, ordinal / 10, ordinal / 10), { phase: 'Running', startTime: 0, ready: true, readyTransition: 10, ...fields });
}

/** Every pod reports its ordinal, save those whose ordinal is in `silent`. */
function reader(silent: number[] = [], distortion?: MetricDistortion): PodMetricReader {
  return {
    kind: 'pods', nanBecomes: 'zero', missing: 'no metrics',
    distorter: new Distorter(distortion ? [{ from: 0, until: Infinity, distortion }] : []),
    sample: ({ ordinal }) => (silent.includes(ordinal) ? undefined : { milli: 1000 * ordinal, timestamp: 990, window: 15 }),
  };
}

function observe(pods: Pod[], ...readers: Array<MetricReader | undefined>) {
  return observePods(pods, readers, REQUESTS, 300, NOW);
}

function samples(observed: ReturnType<typeof observe>): ReadonlyArray<PodGroupSample | undefined> {
  const [reading] = observed.metrics;
  return 'samples' in reading ? reading.samples : [];
}

describe('observePods', () => {
  test('puts ready pods past the initialization period into one group', () => {
    const observed = observe([pod(1), pod(2, { startTime: 600 }), pod(3)], reader());
    expect(observed.pods).toHaveLength(1);
    expect(observed.pods[0]).toMatchObject({ count: 3, phase: 'Running', ready: 'True', startTime: 0 });
    expect(samples(observed)).toEqual([{ totalMilli: 6000, timestamp: 990_000, window: 15_000 }]);
  });

  test('keeps young and unready pods apart, with times of their own', () => {
    const observed = observe([pod(1), pod(2, { startTime: 900, readyTransition: 950 }), pod(3, { ready: false, readyTransition: 980 })], reader());
    expect(observed.pods.map(({ count, ready, startTime, readyTransitionTime }) => [count, ready, startTime, readyTransitionTime])).toEqual([
      [1, 'True', 0, 0], [1, 'True', 900_000, 950_000], [1, 'False', 0, 980_000],
    ]);
    expect(samples(observed).map((sample) => sample?.totalMilli)).toEqual([1000, 2000, 3000]);
  });

  test('shows pending pods and pods being deleted without metrics', () => {
    const unscheduled = pod(3, { phase: 'Pending', startTime: undefined, ready: false, readyTransition: undefined });
    const pulling = pod(4, { phase: 'Pending', startTime: 990, ready: false, readyTransition: 990 });
    const observed = observe([pod(1), pod(2, { deletedAt: 995 }), unscheduled, pulling], reader());
    expect(observed.pods.map(({ count, phase, deleting, ready }) => [count, phase, deleting, ready])).toEqual([
      [1, 'Running', false, 'True'], [1, 'Running', true, 'True'], [2, 'Pending', false, undefined],
    ]);
    expect(samples(observed).map((sample) => sample?.totalMilli)).toEqual([1000, undefined, undefined]);
  });

  test('keeps pods apart that do not report the same metrics', () => {
    const observed = observe([pod(1), pod(2), pod(3)], reader([2]), reader());
    expect(observed.pods.map(({ count }) => count)).toEqual([2, 1]);
    expect(samples(observed).map((sample) => sample?.totalMilli)).toEqual([4000, undefined]);
  });

  test('hides the pods that a fault keeps from reporting', () => {
    const observed = observe([pod(1), pod(2), pod(3), pod(4)], reader([], { kind: 'missing-for-pods', share: 0.25 }));
    expect(samples(observed).map((sample) => sample?.totalMilli)).toEqual([undefined, 7000]);
  });

  test.each<[MetricDistortion, number[]]>([
    [{ kind: 'multiply', factor: 10 }, [40_000, 20_000]], [{ kind: 'negative' }, [-4000, -2000]], [{ kind: 'nan' }, [0, 0]],
  ])('distorts the values of all pods by %j', (distortion, totals) => {
    const observed = observe([pod(1), pod(3), pod(2, { ready: false })], reader([], distortion));
    expect(samples(observed).map((sample) => sample?.totalMilli)).toEqual(totals);
  });

  test('shows a value where a distortion makes one of zero', () => {
    const frozen = reader([], { kind: 'frozen' });
    frozen.distorter.show(500, 0);
    expect(samples(observePods([pod(0), pod(0)], [frozen], REQUESTS, 300, NOW))[0]?.totalMilli).toBe(1000);
  });

  test('returns the error without reports, for a hidden metric, and for one without a signal', () => {
    expect(observe([pod(1)], reader([1])).metrics).toEqual([{ error: 'no metrics' }]);
    expect(observe([pod(1)], reader([], { kind: 'missing' })).metrics).toEqual([{ error: 'no metrics' }]);
    expect(observe([pod(1)], undefined).metrics).toEqual([{ error: 'the scenario does not say what this metric measures' }]);
  });
});
