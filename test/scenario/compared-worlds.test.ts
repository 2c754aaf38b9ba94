import fc from 'fast-check';
import { buildComparedWorlds, recordingSource, type WorldInput } from '../../lib/scenario';
import { type Manifest } from '../../lib/manifest';
import { meanServiceSeconds } from '../../lib/scenario/service-model';
import { deployment, hpa, podsMetric, TRACE } from './worlds';

function inputOf(manifests: readonly Manifest[]): WorldInput {
  return { manifests, scenario: {}, traffic: { shared: recordingSource(TRACE, {}), flows: new Map() } };
}

function policy(cpu: string, spec: Record<string, unknown>): WorldInput {
  const containers = [{ name: 'app', resources: { requests: { cpu, memory: '1Gi' } }, readinessProbe: {} }];
  return inputOf([hpa('web', spec), deployment('web', { containers })]);
}

const cpuTarget = (averageUtilization: number): unknown => ({ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } });

const policies = fc.record({
  cpu: fc.constantFrom('100m', '250m', '500m', '2'),
  minReplicas: fc.integer({ min: 1, max: 5 }),
  maxReplicas: fc.integer({ min: 5, max: 50 }),
  metric: fc.oneof(
    fc.integer({ min: 10, max: 95 }).map(cpuTarget),
    fc.constantFrom('http_requests_per_second', 'requests_in_flight', 'vllm:num_requests_waiting').map((name) => podsMetric(name, '7')),
  ),
}).map(({ cpu, metric, ...bounds }) => policy(cpu, { ...bounds, metrics: [metric] }));

test('all policies of a comparison have one assumed service, whatever their order', () => {
  const permutations = fc.array(policies, { minLength: 1, maxLength: 4 })
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(fc.property(permutations, ([all, permuted]) => {
    const [services, again] = [all, permuted].map((inputs) => buildComparedWorlds(inputs).map(({ workloads }) => workloads[0].service));
    for (const service of [...services, ...again]) expect(service).toEqual(services[0]);
  }), { numRuns: 40 });
});

test('a policy has the same world wherever it stands among the arguments', () => {
  fc.assert(fc.property(policies, policies, (one, other) => {
    const [first, second] = buildComparedWorlds([one, other]);
    const [secondAgain, firstAgain] = buildComparedWorlds([other, one]);
    expect([firstAgain, secondAgain]).toEqual([first, second]);
  }), { numRuns: 20 });
});

test('a larger maxReplicas never makes the assumed service slower', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 10, max: 95 }), (maxReplicas, more, target) => {
    const [small, large] = [maxReplicas, maxReplicas + more]
      .map((most) => buildComparedWorlds([policy('500m', { minReplicas: 1, maxReplicas: most, metrics: [cpuTarget(target)] })])[0].workloads[0].service);
    expect(meanServiceSeconds(large)).toBeLessThanOrEqual(meanServiceSeconds(small));
  }), { numRuns: 30 });
});

test('a service that the scenario states is not replaced', () => {
  const stated = { ...policy('500m', {}), scenario: { workloads: { web: { service: { time: '300ms' } } } } };
  expect(buildComparedWorlds([policy('100m', {}), stated])[1].workloads[0]).toMatchObject({ serviceState: 'stated', service: { time: { value: 0.3 } } });
});
