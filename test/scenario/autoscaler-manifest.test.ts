import { type Manifest } from '../../lib/manifest';
import { readAutoscalerSpec } from '../../lib/scenario/autoscaler-manifest';
import { UserError } from '../../lib/values/user-error';

function hpa(spec: unknown, apiVersion = 'autoscaling/v2'): Manifest {
  return { apiVersion, kind: 'HorizontalPodAutoscaler', metadata: { name: 'web', namespace: 'shop' }, spec };
}

const CPU = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } };

test('every field of the spec is read', () => {
  const behavior = {
    scaleUp: { stabilizationWindowSeconds: 30, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }], tolerance: '50m' },
    scaleDown: { selectPolicy: 'Disabled', tolerance: 0.2 },
  };
  const metrics = [
    CPU,
    { type: 'ContainerResource', containerResource: { name: 'memory', container: 'app', target: { type: 'AverageValue', averageValue: '1Gi' } } },
    { type: 'Pods', pods: { metric: { name: 'rps', selector: { matchLabels: { verb: 'GET' } } }, target: { type: 'AverageValue', averageValue: 100 } } },
    { type: 'Object', object: { metric: { name: 'hits' }, describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' }, target: { type: 'Value', value: '1k' } } },
    { type: 'External', external: { metric: { name: 'lag' }, target: { type: 'AverageValue', averageValue: '500m' } } },
  ];
  expect(readAutoscalerSpec(hpa({ minReplicas: 2, maxReplicas: 20, metrics, behavior }))).toEqual({
    minReplicas: 2, maxReplicas: 20,
    metrics: [
      { type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
      { type: 'ContainerResource', resource: 'memory', container: 'app', target: { type: 'AverageValue', averageValueMilli: 2 ** 30 * 1000 } },
      { type: 'Pods', name: 'rps', selector: { matchLabels: { verb: 'GET' } }, target: { type: 'AverageValue', averageValueMilli: 100_000 } },
      { type: 'Object', name: 'hits', describedKind: 'Service', target: { type: 'Value', valueMilli: 1_000_000 } },
      { type: 'External', name: 'lag', target: { type: 'AverageValue', averageValueMilli: 500 } },
    ],
    behavior: {
      scaleUp: { stabilizationWindowSeconds: 30, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }], tolerance: 0.05 },
      scaleDown: { selectPolicy: 'Disabled', tolerance: 0.2 },
    },
  });
});

test('omitted fields stay undefined, so that the API defaults apply', () => {
  expect(readAutoscalerSpec(hpa({ maxReplicas: 3 }))).toEqual({ maxReplicas: 3 });
  expect(readAutoscalerSpec(hpa({ maxReplicas: 3, minReplicas: null, metrics: null, behavior: null }))).toEqual({ maxReplicas: 3 });
  expect(readAutoscalerSpec(hpa({ maxReplicas: 3, behavior: { scaleUp: {} } }))).toEqual({ maxReplicas: 3, behavior: { scaleUp: {}, scaleDown: undefined } });
});

test('autoscaling/v1 has one percentage', () => {
  expect(readAutoscalerSpec(hpa({ maxReplicas: 3, targetCPUUtilizationPercentage: 70 }, 'autoscaling/v1')))
    .toEqual({ maxReplicas: 3, metrics: [{ type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } }] });
  expect(readAutoscalerSpec(hpa({ maxReplicas: 3 }, 'autoscaling/v1'))).toEqual({ maxReplicas: 3 });
});

test('a quantity beyond the exact numbers stays exact', () => {
  const metrics = [{ type: 'External', external: { metric: { name: 'x' }, target: { type: 'Value', value: '9P' } } }];
  expect(readAutoscalerSpec(hpa({ maxReplicas: 1, metrics })).metrics?.[0].target.valueMilli).toBe(9_000_000_000_000_000_000n);
});

test('the type of a target counts for a metric of type Object, and the field that is set for every other', () => {
  const target = { type: 'AverageValue', value: '5' };
  const metrics = [
    { type: 'Object', object: { metric: { name: 'rps' }, describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' }, target } }, { type: 'External', external: { metric: { name: 'lag' }, target } },
  ];
  expect(readAutoscalerSpec(hpa({ maxReplicas: 3, metrics })).metrics?.map((metric) => metric.target)).toEqual([{ type: 'AverageValue', valueMilli: 5000 }, { type: 'Value', valueMilli: 5000 }]);
});

function pods(target: unknown): unknown {
  return { maxReplicas: 3, metrics: [{ type: 'Pods', pods: { metric: { name: 'x' }, target } }] };
}

function policy(policies: unknown): unknown {
  return { maxReplicas: 3, behavior: { scaleUp: { policies } } };
}

test.each([
  [undefined, 'spec is missing; an autoscaler needs one'],
  [{}, 'spec.maxReplicas is missing'],
  [{ maxReplicas: 0 }, 'spec.maxReplicas is 0; use a whole number from 1'],
  [{ maxReplicas: '5' }, 'spec.maxReplicas is "5"; use a whole number from 1'],
  [{ maxReplicas: 2.5 }, 'spec.maxReplicas is 2.5'],
  [{ maxReplicas: 2, minReplicas: 3 }, 'spec.minReplicas is 3; use at most maxReplicas, 2'],
  [{ maxReplicas: 2, minReplicas: -1 }, 'spec.minReplicas is -1; use a whole number from 0'],
  [{ maxReplicas: 2, metrics: {} }, 'spec.metrics is {}; use a list'],
  [{ maxReplicas: 2, metrics: [{}] }, 'spec.metrics[0].type is missing; name the kind of metric'],
  [{ maxReplicas: 2, metrics: [{ type: 'Cpu' }] }, 'spec.metrics[0].type is "Cpu"; use one of Resource, ContainerResource, Pods, Object, External'],
  [{ maxReplicas: 2, metrics: [{ type: 'Pods' }] }, 'spec.metrics[0].pods is missing; a metric of type Pods needs it'],
  [{ maxReplicas: 2, metrics: [{ type: 'Resource', resource: { name: 'cpu' } }] }, 'spec.metrics[0].resource.target is missing'],
  [{ maxReplicas: 2, metrics: [{ type: 'Resource', resource: { target: { averageUtilization: 5 } } }] }, 'spec.metrics[0].resource.name is missing; use a text'],
  [{ maxReplicas: 2, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 0 } } }] }, 'target.averageUtilization is 0; use a whole number from 1'],
  [{ maxReplicas: 2, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: {} } }] }, 'resource.target is {}; give exactly one of averageUtilization or averageValue'],
  [pods({ averageUtilization: 5 }), 'pods.target.averageUtilization is 5; only resource metrics have one'],
  [pods({ value: 5 }), 'pods.target is {"value":5}; give exactly one of averageValue'],
  [pods({ averageValue: 'many' }), `pods.target.averageValue is "many"; use a quantity above 0, as in '100' or '500m'`],
  [pods({ averageValue: '0' }), 'pods.target.averageValue is "0"; use a quantity above 0'],
  [policy([]), 'spec.behavior.scaleUp.policies is []; give at least one, or leave the list out'],
  [policy([{}]), 'spec.behavior.scaleUp.policies[0].type is missing; use Pods or Percent'],
  [policy([{ type: 'Pods', value: 0, periodSeconds: 15 }]), 'policies[0].value is 0; use a whole number from 1'],
  [policy([{ type: 'Pods', value: 1, periodSeconds: 1801 }]), 'policies[0].periodSeconds is 1801; use a whole number from 1 to 1800'],
  [policy([{ type: 'Pods', value: 1 }]), 'policies[0].periodSeconds is missing'],
  [{ maxReplicas: 2, behavior: { scaleDown: { stabilizationWindowSeconds: 3601 } } }, 'spec.behavior.scaleDown.stabilizationWindowSeconds is 3601; use a whole number from 0 to 3600'],
  [{ maxReplicas: 2, behavior: { scaleDown: { selectPolicy: 'Avg' } } }, 'selectPolicy is "Avg"; use one of Max, Min, Disabled'],
  [{ maxReplicas: 2, behavior: { scaleDown: { tolerance: '-0.1' } } }, 'tolerance is "-0.1"; use a share as a quantity, 0 or above, as in 0.05'],
])('rejects what the API server refuses: %j', (spec, message) => {
  expect(() => readAutoscalerSpec(hpa(spec))).toThrow(UserError);
  expect(() => readAutoscalerSpec(hpa(spec), 'hpa.yaml:3')).toThrow(/^hpa\.yaml:3: HorizontalPodAutoscaler shop\/web: /);
  expect(() => readAutoscalerSpec(hpa(spec))).toThrow(message);
});
