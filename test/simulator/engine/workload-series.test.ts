import { simulate } from '../../../lib/simulator/engine/simulate';
import { rates, replicas, SERVICE, workload, world } from '../worlds';

describe('WorkloadSeriesRecorder', () => {
  test('writes the values of a step into its series', () => {
    const even = workload('api', { ...replicas(4), service: { ...SERVICE, time: { kind: 'deterministic', value: 0.1 } } });
    const { series, minutes, latency } = simulate(world(120, rates([20], 120, 'even'), [even])).workloads[0];
    expect(series).toMatchObject({ length: 120 });
    expect([series.demand[50], series.capacity[50], series.desired[50], series.current[50], series.ready[50], series.failed[50]]).toEqual([20, 40, 4, 4, 4, 0]);
    expect(series.utilization[50]).toBeCloseTo(0.5, 6);
    expect(series.served[50]).toBe(20);
    expect(series.p99[50]).toBeCloseTo(0.1, 3);
    expect([minutes.length, minutes.arrived[1], minutes.served[1]]).toEqual([2, 1200, 1200]);
    expect(latency.count).toBe(minutes.served[0] + minutes.served[1]);
  });

  test('has no utilization without a ready pod', () => {
    const { series } = simulate(world(10, rates([0], 10), [workload('api', replicas(0))])).workloads[0];
    expect(series.utilization[5]).toBeNaN();
  });
});
