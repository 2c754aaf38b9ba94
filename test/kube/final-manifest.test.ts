import { type ApiObject, type Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { FinalManifest, ScalingPolicy } from '../../lib';
import { deployment, one } from '../support/charts';

function l1Deployment(chart: Chart): ApiObject {
  return new kplus.k8s.KubeDeployment(chart, 'Web', {
    metadata: { name: 'web' },
    spec: { selector: {}, template: { spec: { containers: [{ name: 'main', image: 'web:1', resources: { limits: { cpu: kplus.k8s.Quantity.fromString('1') } } }] } } },
  });
}

describe('a patch', () => {
  test('adds fields that the L1 mapper would drop', () => {
    const chart = Testing.chart();
    const manifest = FinalManifest.of(l1Deployment(chart));
    manifest.add('/spec/template/spec/containers/0/resources/limits/nvidia.com~1gpu', 1);
    manifest.add('/spec/template/spec/containers/0/lifecycle', { preStop: { sleep: { seconds: 5 } } });
    manifest.add('/spec/template/spec/notInventedYet', true);
    expect(one(chart, 'Deployment').spec.template.spec).toMatchObject({
      notInventedYet: true,
      containers: [{ resources: { limits: { 'cpu': '1', 'nvidia.com/gpu': 1 } }, lifecycle: { preStop: { sleep: { seconds: 5 } } } }],
    });
  });

  test('replaces, removes, appends to and inserts into what is there', () => {
    const chart = Testing.chart();
    const manifest = FinalManifest.of(deployment(chart));
    manifest.replace('/spec/template/spec/containers/0/name', 'server');
    manifest.add('/spec/template/spec/containers/-', { name: 'last' });
    manifest.add('/spec/template/spec/containers/0', { name: 'first' });
    manifest.remove('/spec/selector');
    const { spec } = one(chart, 'Deployment');
    expect(spec.template.spec.containers.map(({ name }: { name: string }) => name)).toEqual(['first', 'server', 'last']);
    expect(spec).not.toHaveProperty('selector');
  });

  test('is applied once, however often the object is rendered', () => {
    const chart = Testing.chart();
    const object = deployment(chart);
    FinalManifest.of(object).add('/spec/template/spec/containers/-', { name: 'side', image: 'side:1', resources: { requests: { cpu: '1' } } });
    new ScalingPolicy(chart, 'Scaling', { target: object, maxReplicas: 3 });
    Testing.synth(chart);
    expect(one(chart, 'Deployment').spec.template.spec.containers).toHaveLength(2);
  });

  test.each<[string, (manifest: FinalManifest) => void, string]>([
    ['under a missing parent', (m) => m.add('/spec/nowhere/x', 1), "cannot patch '/spec/nowhere/x' of Deployment web: '/spec' has no 'nowhere', and has selector, template"],
    ['replacing what is missing', (m) => m.replace('/spec/x', 1), "cannot patch '/spec/x' of Deployment web: '/spec' has no 'x', and has selector, template"],
    ['removing what is missing', (m) => m.remove('/nope'), "cannot patch '/nope' of Deployment web: '/' has no 'nope', and has apiVersion, kind, metadata, spec"],
    ['beyond the end of a list', (m) => m.add('/spec/template/spec/containers/2', {}), "cannot patch '/spec/template/spec/containers/2' of Deployment web: '/spec/template/spec/containers' has no '2', and has 0"],
    ['into a text', (m) => m.add('/kind/x', 1), `cannot patch '/kind/x' of Deployment web: '/kind' has no 'x', and is "Deployment"`],
    ['through the prototype', (m) => m.replace('/constructor', 1), "cannot patch '/constructor' of Deployment web: '/' has no 'constructor', and has apiVersion, kind, metadata, spec"],
  ])('%s throws with the path', (_name, patch, message) => {
    const chart = Testing.chart();
    patch(FinalManifest.of(deployment(chart)));
    expect(() => Testing.synth(chart)).toThrow(message);
  });

  test('whose path is no pointer is refused at once', () => {
    expect(() => FinalManifest.of(deployment(Testing.chart())).add('spec.replicas', 1)).toThrow("'spec.replicas' is not a JSON pointer; start it with a slash, as in '/spec/template/spec/hostUsers'");
  });
});
