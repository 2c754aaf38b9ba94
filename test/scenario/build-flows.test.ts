import { UserError } from '../../lib/values/user-error';
import { deployment, hpa, worldOf } from './worlds';

test('each autoscaled workload gets the whole traffic by default, as an assumption', () => {
  const world = worldOf([hpa('web'), hpa('api'), deployment('db')]);
  expect(world.flows.map(({ name, stages }) => [name, stages])).toEqual([
    ['web', [{ workload: 'default/Deployment/web' }]], ['api', [{ workload: 'default/Deployment/api' }]],
  ]);
  expect(world.assumptions).toContain('All of the traffic is assumed to reach each of web, api on its own; set flows to chain them.');
});

test("requests of a single workload have its SLO, completed by the scenario's", () => {
  const { flows } = worldOf([hpa('web'), hpa('api')], { slo: { latency: '2s', objective: 0.9 }, workloads: { web: { slo: { latency: '1m' } } } });
  expect(flows.map(({ name, slo }) => [name, slo])).toEqual([
    ['web', { latencySeconds: 60, objective: 0.9 }], ['api', { latencySeconds: 2, objective: 0.9 }],
  ]);
});

test('workloads of one name are told apart by their ids', () => {
  expect(worldOf([hpa('web', {}, 'a'), hpa('web', {}, 'b')]).flows.map(({ name }) => name)).toEqual(['a/Deployment/web', 'b/Deployment/web']);
});

test('a workload that the scenario names is simulated without an autoscaler', () => {
  const world = worldOf([hpa('web'), deployment('db')], { workloads: { db: { fixed: 2 } } });
  expect(world.workloads.map(({ name, autoscaler }) => [name, autoscaler.kind])).toEqual([['db', 'fixed'], ['web', 'hpa']]);
});

test('without any autoscaler all workloads are simulated as they are', () => {
  const world = worldOf([deployment('web', {}, { replicas: 3 })]);
  expect(world.workloads).toMatchObject([{ replicas: 3, autoscaler: { kind: 'fixed', replicas: 3 } }]);
});

test('flows chain workloads, with chances, shares and SLOs of their own', () => {
  const { flows, workloads } = worldOf([hpa('web'), hpa('api')], {
    slo: { latency: '2s' },
    flows: { chat: { stages: ['web', { workload: 'api', probability: 0.5 }], share: 0.25 }, health: { stages: ['api'], slo: { latency: '1s', objective: 0.9 } } },
  });
  expect(flows).toMatchObject([
    { name: 'chat', stages: [{ workload: 'default/Deployment/web' }, { workload: 'default/Deployment/api', probability: 0.5 }], slo: { latencySeconds: 2, objective: 0.99 } },
    { name: 'health', slo: { latencySeconds: 1, objective: 0.9 } },
  ]);
  expect(flows[0].traffic).toMatchObject({ perSecond: new Float64Array(10).fill(0.5) });
  expect(workloads).toHaveLength(2);
});

test('an external workload takes part with its fixed count', () => {
  const { workloads } = worldOf([hpa('web')], { workloads: { 'data/db': { external: true, fixed: 3 } }, flows: { a: { stages: ['web', 'data/db'] } } });
  expect(workloads[1]).toMatchObject({ id: 'data/Deployment/db', autoscaler: { kind: 'fixed', replicas: 3 } });
});

test.each([
  [{ flows: { a: { stages: ['web', 'dbb'] } } }, "flows.a.stages[1] names 'dbb', which is not a workload of the manifests; known are web. For one that runs elsewhere, set external: true and fixed"],
])('%j is refused', (scenario, message) => {
  expect(() => worldOf([hpa('web')], scenario)).toThrow(message);
});

test('rejects manifests without a workload, and flows without stages', () => {
  expect(() => worldOf([])).toThrow('the manifests hold neither an autoscaler nor a workload; give at least a HorizontalPodAutoscaler or a Deployment');
  expect(() => worldOf([hpa('web')], {}, { traffic: { flows: new Map() } })).toThrow(UserError);
  expect(() => worldOf([hpa('web')], {}, { traffic: { flows: new Map() } })).toThrow('flow web has no traffic; set traffic of the scenario or of the flow');
});
