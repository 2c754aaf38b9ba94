import { simulate } from '../../../../lib/simulator/engine/simulate';
import { type Retries, type Workload } from '../../../../lib/simulator/world/world';
import { flow, rates, replicas, SERVICE, workload, world } from '../../worlds';

const RETRIES: Retries = { attempts: 3, backoffSeconds: 0.1, maxBackoffSeconds: 10, jitter: 1 };

function run(perSecond: number, overrides: Partial<Workload>, retries?: Retries, stages = 1) {
  const workloads = Array.from({ length: stages }, (_, stage) => workload(`stage-${stage}`, stage === stages - 1 ? overrides : replicas(10)));
  const traffic = rates([perSecond], 300);
  const flows = [flow(traffic, workloads, retries && { retries })];
  const { flows: [{ counters, attempts, latency }], workloads: results } = simulate(world(400, traffic, workloads, { flows }));
  return { ...counters, attempts, latency, first: results[0].counters, last: results[results.length - 1].counters };
}

const OVERLOADED: Partial<Workload> = { ...replicas(1), balancer: { kind: 'random' }, service: { ...SERVICE, timeoutSeconds: 1 } };

describe('clients that retry', () => {
  test('send each failed request up to the number of attempts', () => {
    const found = run(2, { ...replicas(0) , balancer: { kind: 'random' } }, RETRIES);
    expect(found.refused).toBe(found.arrived);
    expect(found.attempts).toBe(3 * found.arrived);
    expect(found.last.arrived).toBe(found.attempts);
  });

  test('add load: under overload fewer requests are answered than attempts are made', () => {
    const [without, having] = [run(15, OVERLOADED), run(15, OVERLOADED, RETRIES)];
    expect(without.attempts).toBe(without.arrived);
    expect(having.attempts / having.arrived).toBeGreaterThan(1.5);
    expect(having.last.arrived).toBe(having.attempts);
    expect(having.arrived).toBe(having.served + having.timedOut + having.refused + having.killed + having.inFlight);
  });

  test('time out while the pod still serves the request', () => {
    const slow: Partial<Workload> = { ...replicas(1), balancer: { kind: 'random' }, service: { ...SERVICE, time: { kind: 'deterministic', value: 3 }, concurrency: 100, timeoutSeconds: 1 } };
    const found = run(1, slow, { ...RETRIES, attempts: 2, jitter: 0 });
    expect(found.served).toBe(0);
    expect(found.timedOut).toBe(found.arrived);
    expect(found.attempts).toBe(2 * found.arrived);
  });

  test('stay within their budget', () => {
    const found = run(20, { ...replicas(0), balancer: { kind: 'random' } }, { ...RETRIES, budget: 0.2 });
    expect((found.attempts - found.arrived) / found.arrived).toBeGreaterThan(0.17);
    expect((found.attempts - found.arrived) / found.arrived).toBeLessThanOrEqual(0.21);
  });

  test('begin again at the first stage when a later one fails', () => {
    const found = run(15, OVERLOADED, RETRIES, 2);
    expect(found.first.arrived).toBe(found.attempts);
    expect(found.attempts).toBeGreaterThan(1.3 * found.arrived);
  });

  test('count the waits between attempts as latency', () => {
    const found = run(12, OVERLOADED, RETRIES);
    expect(found.latency.max).toBeGreaterThan(1.05);
  });
});
