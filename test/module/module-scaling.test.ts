import { Size } from 'cdk8s';
import {
  Adoption, Cpu, type ExtraContainer, type KotaemonModuleProps, KubernetesVersion, ModuleRole, type ModuleScaling, ScalingMetric, type ScalingPolicyOptions,
} from '../../lib';
import { autoscalerOf, chartOn } from '../support/charts';
import { emitted, moduleIn } from './support';

const helper: ExtraContainer = { name: 'helper', image: 'registry.example.com/helper:2', resources: { cpu: Cpu.millis(50), memory: Size.mebibytes(64) } };

function autoscaler(props: Partial<KotaemonModuleProps>): Record<string, any> {
  return emitted('HorizontalPodAutoscaler', props);
}

test('a module takes every option that a policy has', () => {
  const options: Required<ScalingPolicyOptions> = { minReplicas: 1, maxReplicas: 2 } as Required<ScalingPolicyOptions>;
  const scaling: Required<ModuleScaling> = options;
  expect(autoscaler({ scaling }).spec).toMatchObject({ minReplicas: 1, maxReplicas: 2 });
});

test('a value of the module replaces that of its role, and no other', () => {
  const { spec } = autoscaler({ role: ModuleRole.GENERATION, scaling: { maxReplicas: 6, scaleUp: {} } });
  expect(spec).toMatchObject({ minReplicas: 2, maxReplicas: 6, behavior: { scaleUp: {}, scaleDown: { stabilizationWindowSeconds: 300 } } });
});

test('rejects more replicas than the role allows, and names the role', () => {
  const scaling = { minReplicas: 8 };
  expect(() => emitted('Deployment', { role: ModuleRole.GENERATION, scaling }))
    .toThrow('minReplicas (8) is above maxReplicas (4), the default of role generation; set scaling.maxReplicas');
  expect(autoscaler({ role: ModuleRole.GENERATION, scaling: { ...scaling, maxReplicas: 8 } }).spec).toMatchObject({ minReplicas: 8, maxReplicas: 8 });
});

describe('where containers share the pod', () => {
  test.each([['containers', { containers: [helper] }], ['native sidecars', { sidecars: [helper] }]])('as %s, the role measures only the module\'s container', (_what, props) => {
    const chart = chartOn(KubernetesVersion.V1_29);
    moduleIn(chart, props);
    expect(autoscalerOf(chart).spec.metrics).toEqual([
      { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'retriever', target: { type: 'Utilization', averageUtilization: 60 } } },
    ]);
  });

  test('an init container that ends does not count', () => {
    expect(autoscaler({ initContainers: [helper] }).spec.metrics).toMatchObject([{ type: 'Resource' }]);
  });

  test('an explicit metric is kept', () => {
    expect(autoscaler({ containers: [helper], scaling: { metrics: [ScalingMetric.cpuUtilization(50)] } }).spec.metrics).toMatchObject([{ type: 'Resource' }]);
  });
});

describe('the name of the autoscaler', () => {
  test('is that of the module, the one given, or the one adopted', () => {
    expect(autoscaler({ deploymentName: 'v2' }).metadata.name).toBe('retriever');
    expect(autoscaler({ scaling: { name: 'hpa' } }).metadata.name).toBe('hpa');
    expect(autoscaler({ scaling: { adopt: Adoption.fromHorizontalPodAutoscaler('old') } }).metadata.name).toBe('old');
  });
});
