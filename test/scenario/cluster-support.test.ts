import { type Scenario } from '../../lib/scenario';
import { simulate } from '../../lib/simulator/engine/simulate';
import { UserError } from '../../lib/values/user-error';
import { scaledObject } from './scaled-objects';
import { deployment, hpa, podsMetric, worldOf } from './worlds';

const CPU = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } };
const QUEUE = { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '2' } } };
const ON_QUEUE = { minReplicas: 0, metrics: [QUEUE], behavior: { scaleDown: { stabilizationWindowSeconds: 30 } } };
const GATE = { HPAScaleToZero: true };

/** Two busy minutes after five without a request, on a queue that is there without pods. */
function scenario(more: Scenario): Scenario {
  return {
    ...more,
    workloads: { web: { balancer: 'shared-queue', service: { time: '1s', timeout: 'never' }, metrics: { queue: { signal: 'in-flight' } }, ...more.workloads?.web } },
  };
}

const quiet = new Float64Array(10).map((_, minute) => (minute >= 5 && minute < 7 ? 2 : 0));

test.each<[string, Scenario]>([
  ['1.35', { kubernetes: '1.35', featureGates: GATE }], ['1.36', { kubernetes: '1.36', featureGates: GATE }], ['1.37', { kubernetes: '1.37' }],
])('on %s an HPA with minReplicas 0 takes its workload from one replica to zero, and wakes it', (_, on) => {
  const world = worldOf([hpa('web', ON_QUEUE), deployment('web')], scenario(on));
  expect(world.workloads[0].replicas).toBe(1);
  expect(world.assumptions).toContain('web: starts with 1 replica, the default of a workload without a count; the HPA may take it to minReplicas, 0.');
  const run = simulate({ ...world, flows: world.flows.map((flow) => ({ ...flow, traffic: { kind: 'rate', stepSeconds: 60, perSecond: quiet, arrivals: 'poisson' } })) });
  const [{ events, counters }] = run.workloads;
  expect(events[0]).toMatchObject({ from: 1, to: 0, by: 'hpa' });
  expect(events.find(({ from }) => from === 0)).toMatchObject({ by: 'hpa', reason: 'external metric queue(nil) above target' });
  expect(counters.served).toBeGreaterThan(100);
});

test.each<[string, Scenario]>([['1.36', { kubernetes: '1.36', featureGates: GATE }], ['1.37', { kubernetes: '1.37' }]])(
  'on %s a start at zero that the HPA did not set disables it, with a warning first', (_, on) => {
    const { assumptions } = worldOf([hpa('web', ON_QUEUE), deployment('web')], scenario({ ...on, workloads: { web: { replicas: 0 } } }));
    expect(assumptions[0]).toMatch(/^web: THE HPA IS DISABLED: the workload starts at 0 replicas, which this HPA did not set/);
  });

test('before 1.36 an HPA with minReplicas 0 looks at a workload that starts at zero', () => {
  const on = { kubernetes: '1.35', featureGates: GATE, workloads: { web: { replicas: 0 } } };
  expect(worldOf([hpa('web', ON_QUEUE), deployment('web')], scenario(on)).assumptions.join()).not.toContain('THE HPA IS DISABLED');
  const off = worldOf([hpa('web'), deployment('web', {}, { replicas: 0 })]);
  expect(off.assumptions[0]).toContain('web: THE HPA IS DISABLED');
});

test('a minReplicas of 0 is refused where the cluster has no scaling to zero', () => {
  const build = (on: Scenario) => () => worldOf([hpa('web', ON_QUEUE)], scenario(on));
  expect(build({ kubernetes: '1.36' })).toThrow(new UserError(
    'HorizontalPodAutoscaler web: spec.minReplicas is 0; Kubernetes 1.36 allows 1 or more: raise it, or declare Kubernetes 1.37, which has it on by default, '
    + 'or the feature gate HPAScaleToZero if the cluster switches it on'));
  expect(build({ kubernetes: '1.37', featureGates: { HPAScaleToZero: false } })).toThrow(/spec\.minReplicas is 0; Kubernetes 1\.37 allows 1 or more: raise it, or switch on the feature gate/);
});

test.each([['cpu', CPU], ['pods', podsMetric('rps', '5')]])('a minReplicas of 0 with a %s metric alone is refused, since without pods nothing can be read', (_, metric) => {
  expect(() => worldOf([hpa('web', { minReplicas: 0, metrics: [metric] })], { kubernetes: '1.37' })).toThrow(new UserError(
    'HorizontalPodAutoscaler web: spec.minReplicas is 0; without pods only Object and External metrics can be read: add one of them to spec.metrics, or raise minReplicas to 1'));
});

test('a tolerance that the cluster does not read is named', () => {
  const tolerant = hpa('web', { behavior: { scaleUp: { tolerance: '0.05' }, scaleDown: { tolerance: '0.2' } } });
  const said = (on: Scenario) => worldOf([tolerant], on).assumptions.filter((sentence) => sentence.includes('tolerance'));
  expect(said({ kubernetes: '1.34' })).toEqual([
    "web: Kubernetes 1.34 does not read behavior.scaleUp.tolerance and behavior.scaleDown.tolerance, so that the controller's own tolerance applies; "
    + 'declare Kubernetes 1.35, which has it on by default, or the feature gate HPAConfigurableTolerance if the cluster switches it on.']);
  expect(said({ kubernetes: '1.34', featureGates: { HPAConfigurableTolerance: true } })).toEqual([]);
  expect(said({ kubernetes: '1.35' })).toEqual([]);
});

test('a tolerance that an earlier version of KEDA drops is neither played nor read', () => {
  const behavior = { scaleUp: { tolerance: '0' }, scaleDown: { tolerance: '0.2', stabilizationWindowSeconds: 60 } };
  const scaled = scaledObject('web', [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } }], { minReplicaCount: 1, advanced: { horizontalPodAutoscalerConfig: { behavior } } });
  const built = (keda: string) => worldOf([scaled, deployment('web')], { kubernetes: '1.35' }, { keda });
  const rulesOf = ({ workloads: [{ autoscaler }] }: ReturnType<typeof built>) => (autoscaler.kind === 'keda' ? autoscaler.hpa.spec.behavior : undefined);
  const [earlier, later] = [built('2.17'), built('2.18')];
  expect(rulesOf(earlier)).toEqual({ scaleUp: {}, scaleDown: { stabilizationWindowSeconds: 60 } });
  expect(rulesOf(later)).toEqual({ scaleUp: { tolerance: 0 }, scaleDown: { tolerance: 0.2, stabilizationWindowSeconds: 60 } });
  const dropped = "web: KEDA 2.17 drops behavior.scaleUp.tolerance and behavior.scaleDown.tolerance, so that the controller's own tolerance applies; KEDA 2.18 passes them on.";
  expect(earlier.assumptions).toContain(dropped);
  expect(later.assumptions.join()).not.toContain('KEDA 2.18 passes them on');
});
