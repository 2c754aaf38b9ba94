import { simulate } from '../../../../lib/simulator/engine/simulate';
import { type Fault, type MetricMapping, type Workload } from '../../../../lib/simulator/world/world';
import { cpuHpa, rates, workload, world } from '../../worlds';

/** Seven requests a second for ten minutes, sixty for twenty, seven again; one pod serves ten at most. */
const TRAFFIC = rates([7, 60, 60, 7, 7, 7], 600);

function run(overrides: Partial<Workload>, faults: readonly Fault[] = []) {
  const api = workload('api', { autoscaler: cpuHpa(50, 2, 20), ...overrides });
  return simulate(world(3600, TRAFFIC, [api], { faults })).workloads[0];
}

const fault = (distortion: Extract<Fault, { kind: 'metric' }>['distortion'], from: number, until: number): Fault => (
  { kind: 'metric', workload: 'default/Deployment/api', metric: 'cpu', distortion, from, until }
);

/** Replicas asked for at a time. */
function desiredAt({ passes }: ReturnType<typeof run>, seconds: number): number {
  return passes!.desiredReplicas[passes!.seconds.filter((time) => time <= seconds).length - 1];
}

describe('HpaAutoscaler', () => {
  test('scales up with the load, and down five minutes after it has gone', () => {
    const result = run({});
    expect(desiredAt(result, 599)).toBe(2);
    expect(desiredAt(result, 1799)).toBeGreaterThanOrEqual(10);
    expect(desiredAt(result, 2050)).toBe(desiredAt(result, 1799));
    expect(desiredAt(result, 3599)).toBe(2);
    expect(result.events[0]).toMatchObject({ from: 2, by: 'hpa', reason: 'cpu resource utilization (percentage of request) above target' });
  });

  test('decides nothing where its selector matches the pods of another autoscaler as well', () => {
    const result = run({ autoscaler: { ...cpuHpa(50, 2, 20), selectorProblem: 'ambiguous' } as Workload['autoscaler'] });
    expect(result.events).toEqual([]);
    expect(result.passes!.desiredReplicas.every((replicas) => replicas === 2)).toBe(true);
  });

  test('keeps a log of every pass', () => {
    const { passes, events } = run({});
    expect(passes!.length).toBe(240);
    expect([...passes!.seconds.slice(0, 3)]).toEqual([5, 20, 35]);
    expect(passes!.metrics).toMatchObject([{ name: 'cpu', target: 50 }]);
    expect(passes!.metricReplicas[0]).toBe(-1);
    expect(passes!.reasons[passes!.metrics[0].error[0]]).toBe('unable to get metrics for resource cpu: no metrics returned from resource metrics API');
    for (const { seconds, from, to } of events) {
      const pass = passes!.seconds.indexOf(seconds);
      expect([passes!.specReplicas[pass], passes!.desiredReplicas[pass]]).toEqual([from, to]);
      expect(passes!.reasons[passes!.reason[pass]]).toContain('AbleToScale=True SucceededRescale');
      expect(passes!.metrics[0].value[pass]).not.toBeNaN();
    }
  });

  test('does not scale down while a metric is missing', () => {
    const result = run({}, [fault({ kind: 'missing' }, 1750, 3000)]);
    expect(desiredAt(result, 2990)).toBe(desiredAt(result, 1740));
    expect(desiredAt(result, 3599)).toBe(2);
  });

  test('does not react to load with a frozen metric', () => {
    expect(desiredAt(run({}, [fault({ kind: 'frozen' }, 500, 1800)]), 1799)).toBe(2);
  });

  test('scales out for a metric that is multiplied', () => {
    expect(desiredAt(run({}, [fault({ kind: 'multiply', factor: 100 }, 100, 600)]), 599)).toBe(20);
  });

  test('forgets its stabilization window when the controller restarts', () => {
    const restart: Fault = { kind: 'controller-restart', at: 1899, downSeconds: 0 };
    const calm = run({});
    const restarted = run({}, [restart]);
    expect(desiredAt(calm, 2000)).toBe(desiredAt(calm, 1799));
    expect(desiredAt(restarted, 2000)).toBe(desiredAt(restarted, 1799));
    const back = ({ events }: typeof calm) => events.find(({ seconds, from, to }) => seconds > 1800 && to < from)!.seconds;
    expect(back(restarted)).not.toBe(back(calm));
  });

  test('makes no pass while the controller is down', () => {
    const { passes } = run({}, [{ kind: 'controller-restart', at: 600, downSeconds: 120 }]);
    expect(passes!.seconds.filter((time) => time > 600 && time < 720)).toHaveLength(0);
    expect(passes!.seconds.filter((time) => time >= 720 && time < 735)).toHaveLength(1);
  });

  test('starts its passes at a drawn time of the first sync period, unless one is given', () => {
    const first = (seed: number) => {
      const api = workload('api', { autoscaler: { ...cpuHpa(50, 2, 20), firstPassSeconds: undefined } as Workload['autoscaler'] });
      return simulate(world(60, TRAFFIC, [api], { seed })).workloads[0].passes!.seconds[0];
    };
    expect(first(1)).not.toBe(first(2));
    for (const seed of [1, 2, 3]) expect(first(seed)).toBeLessThan(15);
  });

  test('respects its bounds at once after manual scaling', () => {
    const { events } = run({}, [{ kind: 'scale', workload: 'default/Deployment/api', at: 100, replicas: 30 }]);
    expect(events[0]).toMatchObject({ seconds: 100, from: 2, to: 30, by: 'manual' });
    expect(events[1]).toMatchObject({ seconds: 110, from: 30, to: 20, by: 'hpa', reason: 'Current number of replicas above Spec.MaxReplicas' });
  });

  const mapped = (type: 'Pods' | 'External' | 'Object', mapping: Omit<MetricMapping, 'metric'>, averageValueMilli: number): Partial<Workload> => ({
    metrics: [{ metric: 'load', ...mapping }],
    autoscaler: {
      kind: 'hpa', name: 'hpa', firstPassSeconds: 5,
      spec: { minReplicas: 2, maxReplicas: 20, metrics: [{ type, name: 'load', target: { type: 'AverageValue', averageValueMilli } }] },
    },
  });

  test.each<[string, Partial<Workload>]>([
    ['requests per second as a Pods metric', mapped('Pods', { signal: { kind: 'requests-per-second' } }, 6000)],
    ['requests in flight as an External metric', mapped('External', { signal: { kind: 'in-flight' }, pipeline: { scrapeSeconds: 0 } }, 1000)],
    ['a queue as an Object metric', mapped('Object', { signal: { kind: 'queue-length' } }, 5000)],
    ['a series that knows the future', mapped('External', { signal: { kind: 'series', stepSeconds: 600, values: [10, 60, 60, 10] } }, 5000)],
    ['a constant, scaled', mapped('External', { signal: { kind: 'constant', value: 0.6 }, scale: 100 }, 10_000)],
  ])('scales on %s', (_, overrides) => {
    expect(desiredAt(run(overrides), 1799)).toBeGreaterThanOrEqual(4);
  });

  test('reports a metric with an unknown signal', () => {
    const { passes, events } = run({ ...mapped('Pods', { signal: { kind: 'running' } }, 1), metrics: [] });
    expect(events).toEqual([]);
    expect(passes!.reasons).toContain('the scenario does not say what this metric measures');
    expect(run({ autoscaler: { kind: 'hpa', name: 'hpa', spec: { maxReplicas: 3, metrics: [{ type: 'Resource', resource: 'gpu', target: { type: 'Utilization', averageUtilization: 1 } }] } } }).events).toEqual([]);
  });

  test('reads one container where the metric names one', () => {
    const containers = [
      { name: 'app', cpuRequestMilli: 500, loadShare: 1, idleCpuMilli: 0, idleMemoryBytes: 0 },
      { name: 'proxy', kind: 'sidecar', cpuRequestMilli: 5000, loadShare: 0, idleCpuMilli: 0, idleMemoryBytes: 0 },
    ] as const;
    const spec = (container?: string) => ({
      minReplicas: 2, maxReplicas: 20,
      metrics: [{ type: container ? 'ContainerResource' : 'Resource', resource: 'cpu', container, target: { type: 'Utilization', averageUtilization: 50 } }],
    } as const);
    expect(desiredAt(run({ containers, autoscaler: { kind: 'hpa', name: 'hpa', spec: spec() } }), 1799)).toBe(2);
    expect(desiredAt(run({ containers, autoscaler: { kind: 'hpa', name: 'hpa', spec: spec('app') } }), 1799)).toBeGreaterThanOrEqual(10);
  });
});
