import { planMethod, workloadOrder } from '../../../lib/simulator/engine/plan';
import { tickClock } from '../../../lib/simulator/engine/traffic/tick-clock';
import { UserError } from '../../../lib/values/user-error';
import { flow, rates, replicas, tokenService, workload, world } from '../worlds';

const [a, b, c] = ['a', 'b', 'c'].map((name) => workload(name));
const ids = [a.id, b.id, c.id];
const traffic = rates([1], 1);

describe('tickClock', () => {
  test.each([
    [3600, 50_000, 1, 3600, 60], [86_400, 50_000, 2, 43_200, 1440], [604_800, 50_000, 15, 40_320, 10_080], [604_800, 1000, 900, 672, 10_080],
    [90, 1, 120, 1, 2], [1e8, 10, 10_000_800, 10, 1_666_667],
  ])('cuts %d s under %d points into steps of %d s', (duration, points, stepSeconds, steps, minutes) => {
    const clock = tickClock(duration, points);
    expect(clock).toMatchObject({ stepSeconds, steps, minutes });
    expect(clock.tickSeconds * clock.ticksPerStep).toBe(stepSeconds);
    expect(clock.tickSeconds * clock.ticksPerMinute).toBe(60);
  });
});

describe('planMethod', () => {
  test('simulates every request up to the limit', () => {
    expect(planMethod(world(100, rates([5], 100), [a, b]))).toMatchObject({ kind: 'requests', batchSize: 1, expectedStages: 1000 });
  });

  test('counts only what comes before the end, by the chance of each stage', () => {
    const stages = [{ workload: a.id }, { workload: b.id, probability: 0.5 }];
    const some = world(15, traffic, [a, b], { flows: [flow(rates([2, 4, 8], 10), [], { stages })] });
    expect(planMethod(some).expectedStages).toBe((20 + 20) * 1.5);
    const listed = world(10, { kind: 'requests', at: Float64Array.of(1, 9.9, 10) }, [a]);
    expect(planMethod(listed).expectedStages).toBe(2);
  });

  test('batches what exceeds the limit, and states the error', () => {
    const planned = (batchSize: number, ...workloads: Parameters<typeof world>[2]) => {
      const limits = { maxRequestStages: 1000 * workloads.length / batchSize, maxSeriesPoints: 100 };
      return planMethod(world(100, rates([10], 100), workloads, { limits }));
    };
    expect(planned(4, workload('a', replicas(16)))).toMatchObject({ kind: 'batches', batchSize: 4 });
    expect(planned(4, workload('a', replicas(16))).error).toContain('within 8 %');
    expect(planned(4, workload('a', replicas(2))).error).toContain('within 15 %');
    expect(planned(4, workload('a', { ...replicas(16), balancer: { kind: 'random' } })).error).toContain('within 25 %');
    expect(planned(20, workload('a', replicas(1))).error).toContain('within 50 %');
    const model = workload('model', {
      service: tokenService({ maxNumSeqs: 8 }),
    });
    expect(planned(4, model).error).toContain('up to 4 times too long');
  });
});

describe('workloadOrder', () => {
  test('orders upstream workloads first', () => {
    expect(workloadOrder([flow(traffic, [c, a])], ids)).toEqual([1, 2, 0]);
    expect(workloadOrder([flow(traffic, [c, b]), flow(traffic, [b, a])], ids)).toEqual([2, 1, 0]);
  });

  test('refuses flows that form a cycle', () => {
    expect(() => workloadOrder([flow(traffic, [a, b]), flow(traffic, [b, a])], ids)).toThrow(
      new UserError('flows form a cycle through default/Deployment/a, default/Deployment/b; order the stages so that no flow returns to an earlier one'),
    );
    expect(() => workloadOrder([flow(traffic, [a, b, a])], ids)).toThrow('form a cycle');
  });

  test('refuses a stage that is no workload', () => {
    expect(() => workloadOrder([flow(traffic, [workload('x')])], ids)).toThrow(
      "flow 'users' passes 'default/Deployment/x', which is not a workload; name one of default/Deployment/a, default/Deployment/b, default/Deployment/c",
    );
  });
});
