import { Duration } from 'cdk8s';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Cpu, DisruptionBudget, Drain, HealthProbe, type KotaemonModuleProps, ModuleRole, PodCount, type RoleProfile, ScalingMetric, ServedBy,
} from '../../lib';
import { ROOT } from '../support/imports';
import { emitted, emittedContainer, emittedPod } from './support';

const ROLES = [ModuleRole.INPUT_PROCESSING, ModuleRole.STATE_TRACKING, ModuleRole.RETRIEVAL, ModuleRole.GENERATION, ModuleRole.TOOL_CALLING];

function cpu(percent: number): object {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } };
}

function pods(name: string, averageValue: string): object {
  return { type: 'Pods', pods: { metric: { name }, target: { type: 'AverageValue', averageValue } } };
}

function autoscaler(role: ModuleRole, props: Partial<KotaemonModuleProps> = {}): Record<string, any> {
  return emitted('HorizontalPodAutoscaler', { role, ...props }).spec;
}

describe('a role scales on resources until its own metrics are served', () => {
  test.each([
    ['input processing', ModuleRole.INPUT_PROCESSING, [cpu(70)], [cpu(70)]],
    ['state tracking', ModuleRole.STATE_TRACKING, [cpu(60)], [cpu(60), pods('http_requests_per_second', '100')]],
    ['retrieval', ModuleRole.RETRIEVAL, [cpu(60)], [cpu(60), pods('http_requests_per_second', '100')]],
    ['generation', ModuleRole.GENERATION, [cpu(70)], [pods('vllm_num_requests_waiting', '4'), pods('vllm_kv_cache_usage_perc', '800m')]],
    ['tool calling', ModuleRole.TOOL_CALLING, [cpu(70)], [cpu(70), pods('http_requests_inprogress', '10')]],
    ['a role of your own', ModuleRole.custom('own'), [cpu(60)], [cpu(60)]],
  ])('%s', (_, role, metrics, served) => {
    expect(autoscaler(role).metrics).toEqual(metrics);
    expect(autoscaler(role, { metricsEndpoint: {} }).metrics).toEqual(metrics);
    expect(autoscaler(role, { metricsEndpoint: { servedBy: ServedBy.EXTERNAL } }).metrics).toEqual(served);
  });
});

test("a role writes only the behavior that differs from Kubernetes' default", () => {
  expect(autoscaler(ModuleRole.INPUT_PROCESSING).behavior).toEqual({
    scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] },
  });
  expect(autoscaler(ModuleRole.RETRIEVAL).behavior).toEqual({
    scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
  });
  expect(autoscaler(ModuleRole.GENERATION).behavior).toEqual({
    scaleUp: { stabilizationWindowSeconds: 30, policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] },
    scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }] },
  });
  for (const role of [ModuleRole.STATE_TRACKING, ModuleRole.TOOL_CALLING, ModuleRole.custom('own')]) expect(autoscaler(role)).not.toHaveProperty('behavior');
});

test('every role has at least two replicas and a maximum', () => {
  const bounds = ROLES.map((role) => autoscaler(role)).map(({ minReplicas, maxReplicas }) => [minReplicas, maxReplicas]);
  expect(bounds).toEqual([[2, 10], [2, 10], [2, 10], [2, 4], [2, 10]]);
});

test('every role is a component of the application', () => {
  expect(ROLES.map(({ name }) => name)).toEqual(['input-processing', 'state-tracking', 'retrieval', 'generation', 'tool-calling']);
  expect(emitted('Service', { role: ModuleRole.GENERATION }).metadata.labels['app.kubernetes.io/component']).toBe('generation');
});

test('every role has a start time, a drain and a grace period', () => {
  const rows = ROLES.map((role) => {
    const { metadata, spec } = emitted('Deployment', { role });
    const pod = spec.template.spec;
    const [{ lifecycle, resources: { requests } }] = pod.containers;
    const start = metadata.annotations['cdk8s-kotaemon/start-time'];
    return [start, lifecycle.preStop.exec.command[1], pod.terminationGracePeriodSeconds, requests.cpu, requests.memory];
  });
  expect(rows).toEqual([
    ['30s', '5', 600, '1', '2Gi'],
    ['10s', '15', 60, '250m', '256Mi'],
    ['30s', '15', 60, '500m', '1Gi'],
    ['120s', '15', 120, '4', '16Gi'],
    ['10s', '15', 60, '250m', '256Mi'],
  ]);
});

test('docs/modules.md lists the values of the roles', () => {
  const page = readFileSync(join(ROOT, 'docs/modules.md'), 'utf8');
  for (const role of ROLES) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${role.name.toUpperCase().replace('-', '_')}\``)) ?? '';
    const { metadata, spec } = emitted('Deployment', { role });
    const { containers: [own], terminationGracePeriodSeconds } = spec.template.spec;
    const { requests } = own.resources;
    const hpa = autoscaler(role);
    expect(row).toContain(`${hpa.minReplicas} to ${hpa.maxReplicas}`);
    expect(row).toContain(`${requests.cpu}, ${requests.memory}`);
    const start = metadata.annotations['cdk8s-kotaemon/start-time'].replace('s', ' s');
    expect(row).toContain(`${start}, ${own.lifecycle.preStop.exec.command[1]} s, ${terminationGracePeriodSeconds} s`);
  }
});

describe('a custom role', () => {
  test('without a profile has the values that every role starts from', () => {
    const role = ModuleRole.custom('own');
    expect(autoscaler(role)).toMatchObject({ minReplicas: 2, maxReplicas: 10 });
    expect(emitted('Deployment', { role }).metadata.annotations).toEqual({ 'cdk8s-kotaemon/start-time': '30s' });
    expect(emittedContainer({ role }).resources).toEqual({
      requests: { cpu: '500m', memory: '512Mi', 'ephemeral-storage': '256Mi' },
      limits: { memory: '512Mi', 'ephemeral-storage': '1Gi' },
    });
  });

  test('can set every value, and a module can override it', () => {
    const profile: Required<RoleProfile> = {
      metrics: [ScalingMetric.cpuUtilization(40)],
      servedMetrics: [ScalingMetric.pods('in_flight', '3')],
      scaleUp: { stabilizationWindow: Duration.seconds(10) },
      scaleDown: { stabilizationWindow: Duration.seconds(20) },
      minReplicas: 4,
      maxReplicas: 8,
      resources: { cpu: Cpu.cores(3) },
      startTime: Duration.seconds(99),
      probes: { liveness: HealthProbe.none(), readiness: HealthProbe.httpGet('/ok') },
      drain: Drain.sleep(Duration.seconds(3)),
      terminationGracePeriod: Duration.seconds(33),
      disruptionBudget: DisruptionBudget.maxUnavailable(PodCount.percent(30)),
    };
    const role = ModuleRole.custom('own', profile);
    expect(autoscaler(role)).toMatchObject({
      minReplicas: 4,
      maxReplicas: 8,
      metrics: [cpu(40)],
      behavior: { scaleUp: { stabilizationWindowSeconds: 10 }, scaleDown: { stabilizationWindowSeconds: 20 } },
    });
    expect(emittedPod({ role })).toMatchObject({ terminationGracePeriodSeconds: 33 });
    expect(emittedContainer({ role })).toMatchObject({ lifecycle: { preStop: { exec: { command: ['sleep', '3'] } } }, resources: { requests: { cpu: '3', memory: '512Mi' } } });
    expect(emittedContainer({ role })).not.toHaveProperty('livenessProbe');
    expect(emitted('PodDisruptionBudget', { role }).spec.maxUnavailable).toBe('30%');

    const props: Partial<KotaemonModuleProps> = {
      role,
      scaling: { minReplicas: 1, scaleDown: {} },
      resources: { cpu: Cpu.cores(1), memory: undefined },
      probes: { readiness: HealthProbe.httpGet('/mine') },
      startTime: Duration.seconds(1),
    };
    expect(emitted('HorizontalPodAutoscaler', props).spec).toMatchObject({ minReplicas: 1, maxReplicas: 8, metrics: [cpu(40)] });
    expect(emitted('HorizontalPodAutoscaler', props).spec.behavior).toEqual({ scaleUp: { stabilizationWindowSeconds: 10 }, scaleDown: {} });
    expect(emittedContainer(props)).toMatchObject({ readinessProbe: { httpGet: { path: '/mine' } }, resources: { requests: { cpu: '1', memory: '512Mi' } } });
    expect(emittedContainer(props)).not.toHaveProperty('livenessProbe');
  });

  test('has a name that can be a label', () => {
    expect(() => ModuleRole.custom('my role')).toThrow("label app.kubernetes.io/component has the value 'my role'");
    expect(() => ModuleRole.custom('')).toThrow('the name of a role is empty; set one, which becomes the label app.kubernetes.io/component');
  });
});
