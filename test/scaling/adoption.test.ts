import { App, Chart } from 'cdk8s';
import { Adoption, Autoscaler, ScalingPolicy } from '../../lib';
import { deployment, one } from '../support/charts';
import { moduleIn } from '../module/support';

function adopted(adopt: Adoption, autoscaler?: Autoscaler): { chart: Chart; steps: string[] } {
  const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
  const policy = new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 10, adopt, autoscaler });
  return { chart, steps: policy.adoptionSteps };
}

describe('from an hpa to KEDA', () => {
  const { chart, steps } = adopted(Adoption.fromHorizontalPodAutoscaler('web-hpa'), Autoscaler.keda());

  test('KEDA takes over the HPA in place', () => {
    const { metadata, spec } = one(chart, 'ScaledObject');
    expect(metadata).toMatchObject({ name: 'web-hpa', annotations: { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' } });
    expect(spec.advanced.horizontalPodAutoscalerConfig.name).toBe('web-hpa');
  });

  test('the steps keep the HPA until then', () => {
    expect(steps.slice(4)).toMatchSnapshot();
  });
});

describe('from KEDA to an hpa', () => {
  const { chart, steps } = adopted(Adoption.fromScaledObject('web'));

  test('the hpa has the name that KEDA gave it', () => {
    expect(one(chart, 'HorizontalPodAutoscaler').metadata.name).toBe('keda-hpa-web');
    const own = Adoption.fromScaledObject('web', { horizontalPodAutoscaler: 'web' });
    expect(one(adopted(own).chart, 'HorizontalPodAutoscaler').metadata.name).toBe('web');
  });

  test('the steps remove KEDA without deleting the HPA', () => {
    expect(steps.slice(4)).toMatchSnapshot();
  });
});

describe('from one ScaledObject to another', () => {
  test('both it and its hpa are updated in place', () => {
    const { chart, steps } = adopted(Adoption.fromScaledObject('web-keda'), Autoscaler.keda());
    const { metadata, spec } = one(chart, 'ScaledObject');
    expect(metadata.name).toBe('web-keda');
    expect(metadata).not.toHaveProperty('annotations');
    expect(spec.advanced.horizontalPodAutoscalerConfig.name).toBe('keda-hpa-web-keda');
    expect(steps).toHaveLength(4);
  });

  test('keeps the name in a module as well', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    moduleIn(chart, { scaling: { adopt: Adoption.fromScaledObject('old'), autoscaler: Autoscaler.keda() } });
    expect(one(chart, 'ScaledObject').metadata.name).toBe('old');
  });
});

test.each([
  [() => Adoption.fromHorizontalPodAutoscaler('web;reboot'), "HorizontalPodAutoscaler name 'web;reboot' is not a DNS subdomain"],
  [() => Adoption.fromScaledObject('$(id)'), "ScaledObject name '$(id)' is not a DNS subdomain"],
  [() => Adoption.fromScaledObject('web', { horizontalPodAutoscaler: 'a b' }), "HorizontalPodAutoscaler name 'a b' is not a DNS subdomain"],
])('rejects a name with characters that a shell interprets', (make, message) => {
  expect(make).toThrow(message);
});
