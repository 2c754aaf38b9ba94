import { conclude } from '../../../lib/results/conclusion';
import { adviceSentence } from '../../../lib/report/conclusion-sentences';
import { summarize } from '../../../lib/results/summarize';
import { simulate } from '../../../lib/simulator/engine/simulate';
import { type HPAScalingRules } from '../../../lib/hpa';
import { type Workload, type World } from '../../../lib/simulator/world/world';
import { type Advice, bestChange } from '../../../lib/studies/counterfactual/best-change';
import { cpuHpa, flow, rates, replicas, workload, world } from '../../simulator/worlds';

/** Five minutes at ten requests per second, five at fifty; a pod serves ten. */
async function advise(changes: Partial<Workload>, more: Partial<World> = {}, objective = 0.7): Promise<Advice | undefined> {
  const web = workload('web', changes);
  const traffic = rates([10, 50], 300);
  const run = simulate(world(600, traffic, [web], { flows: [flow(traffic, [web], { slo: { latencySeconds: 1, objective } })], ...more }));
  return bestChange(run, conclude(run, summarize(run, { optimum: false })));
}

function behaving(scaleUp: HPAScalingRules): Partial<Workload> {
  const autoscaler = cpuHpa(50, 4, 20);
  if (autoscaler.kind !== 'hpa') throw new Error('expected an HPA');
  return { replicas: 4, autoscaler: { ...autoscaler, spec: { ...autoscaler.spec, behavior: { scaleUp } } } };
}

test('raises a low maxReplicas to the need of the peak', async () => {
  const advice = await advise({ replicas: 4, autoscaler: cpuHpa(50, 4, 4) });
  expect(advice?.best).toMatchObject({ workload: 'web', field: 'maxReplicas', before: '4', met: true });
  expect(Number(advice?.best?.after)).toBeGreaterThan(5);
  expect(adviceSentence(advice)).toMatch(/^What helps most: maxReplicas \d+ instead of 4 for web: [\d.]+ % in time instead of [\d.]+ %, every SLO is met, for [\d.]+ % more cost \(\d changes tried\)\.$/);
});

test('removes a long scale-up window', async () => {
  expect((await advise(behaving({ stabilizationWindowSeconds: 300 })))?.best).toMatchObject({ field: 'behavior.scaleUp.stabilizationWindowSeconds', before: '300', after: '0' });
});

test('replaces tight scale-up policies by the defaults of Kubernetes', async () => {
  expect((await advise(behaving({ policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }] })))?.best).toMatchObject({ field: 'behavior.scaleUp.policies' });
});

test('raises minReplicas for pods that start slowly', async () => {
  const slow = { startUp: { ...workload('web').startUp, boot: { kind: 'deterministic' as const, value: 200 } }, autoscaler: cpuHpa(50, 2, 20) };
  expect((await advise(slow))?.best).toMatchObject({ field: 'minReplicas', before: '2', met: true });
});

test('raises a fixed count', async () => {
  expect((await advise(replicas(3)))?.best).toMatchObject({ field: 'replicas', before: '3', met: true });
});

test('gives no advice on causes outside the policy', async () => {
  const traffic = rates([10], 600);
  const web = workload('web', replicas(10));
  const advice = await advise(replicas(10), { flows: [flow(traffic, [web], { slo: { latencySeconds: 0.2, objective: 0.99 } })] });
  expect(advice).toEqual({ flow: 'users', tried: 0, batchSize: 1, best: null });
  expect(adviceSentence(advice)).toBe('No change of the policy helps: the causes are outside the policy.');
});

test('runs at most four changes', async () => {
  expect((await advise({ ...behaving({ stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] }) }))?.tried).toBeLessThanOrEqual(4);
});
