import { App, Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import { KotaemonModule, ModuleRole, ScalingPolicy } from '../../lib';
import { namedInErrors } from '../../lib/kube/named-in-errors';
import { deployment } from '../support/charts';

const MODULE = { image: 'registry.example.com/web:1.4.2', port: 8000, role: ModuleRole.RETRIEVAL };

function chart(): Chart {
  return new Chart(new App(), 'rag');
}

test('errors of a construct name its path', () => {
  expect(() => new KotaemonModule(chart(), 'web', { ...MODULE, port: 0 })).toThrow("rag/web: the port of module 'web' must be a whole number from 1 to 65535, got 0");
});

test('only the innermost construct is named', () => {
  const scaling = { minReplicas: 5, maxReplicas: 3 };
  expect(() => new KotaemonModule(chart(), 'web', { ...MODULE, scaling })).toThrow(/^rag\/web\/Scaling: minReplicas \(5\) must not be above maxReplicas \(3\)$/);
});

test('an internal error keeps its message and stack', () => {
  class Broken {
    public constructor(_scope: Construct, _id: string) {
      throw new TypeError('undefined is not a function');
    }
  }
  const Named = namedInErrors(Broken as unknown as new (scope: Construct, id: string) => Construct);
  expect(() => new Named(chart(), 'broken')).toThrow(/^undefined is not a function$/);
});

test('a decorated class is still the class: instances, statics and subclasses', () => {
  class Web extends KotaemonModule {}
  const scope = chart();
  expect(new Web(scope, 'web', MODULE)).toBeInstanceOf(KotaemonModule);
  expect(new Web(scope, 'other', MODULE).constructor).toBe(Web);
  expect(KotaemonModule.name).toBe('KotaemonModule');
  expect(new ScalingPolicy(scope, 'Policy', { target: deployment(scope), maxReplicas: 3 })).toBeInstanceOf(ScalingPolicy);
});
