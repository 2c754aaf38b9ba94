import { type Manifest, type PodTemplate, podTemplateOf } from '../../lib/manifest';
import { containersOf, lifecycleOf, podLevelRequestsOf, rolloutBound, rolloutOf } from '../../lib/scenario/pod-manifest';
import { toProbes } from '../../lib/scenario/start-and-end';
import { UserError } from '../../lib/values/user-error';
import { deployment } from './worlds';

function template(pod: Record<string, unknown>): PodTemplate {
  return podTemplateOf(deployment('web', pod)) as PodTemplate;
}

const PROBE = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3, successThreshold: 1 };

describe('containers', () => {
  test('are read with their kind and requests; a missing request is the limit', () => {
    const found = containersOf(template({
      initContainers: [{ name: 'load', resources: { requests: { cpu: 2 } } }, { name: 'proxy', restartPolicy: 'Always' }],
      containers: [{ name: 'app', resources: { requests: { cpu: '250m' }, limits: { cpu: 1, memory: '1.5Gi' } } }, {}],
    }), 'x');
    expect(found).toEqual([
      { name: 'load', kind: 'init', cpuRequestMilli: 2000 }, { name: 'proxy', kind: 'sidecar' },
      { name: 'app', kind: 'main', cpuRequestMilli: 250, cpuLimitMilli: 1000, memoryRequestBytes: 1.5 * 2 ** 30 }, { name: 'container-3', kind: 'main' },
    ]);
  });

  test('a request that is no quantity is refused', () => {
    const broken = template({ containers: [{ name: 'app', resources: { requests: { cpu: 'much' } } }] });
    expect(() => containersOf(broken, 'Deployment web')).toThrow(UserError);
    expect(() => containersOf(broken, 'Deployment web')).toThrow('Deployment web: container app: the request of cpu is "much"; use a quantity such as 500m or 2Gi');
  });

  test('a pod may request as a whole', () => {
    expect(podLevelRequestsOf(template({ resources: { requests: { cpu: 3, memory: '1Mi' } } }), 'x')).toEqual({ cpuMilli: 3000, memoryBytes: 2 ** 20 });
    expect(podLevelRequestsOf(template({ resources: {} }), 'x')).toBeUndefined();
    expect(podLevelRequestsOf(template({}), 'x')).toBeUndefined();
  });
});

describe('start and end', () => {
  const lifecycle = (pod: Record<string, unknown>, metadata?: Record<string, unknown>): ReturnType<typeof lifecycleOf> => {
    const workload = deployment('web', pod, {}, metadata);
    return lifecycleOf(workload, podTemplateOf(workload) as PodTemplate, 'Deployment web');
  };

  test('the slowest probe and the longest hook of the containers count', () => {
    expect(lifecycle({
      terminationGracePeriodSeconds: 90,
      initContainers: [{ name: 'load' }],
      containers: [
        { readinessProbe: { initialDelaySeconds: 5, periodSeconds: 2 }, lifecycle: { preStop: { sleep: { seconds: 5 } } } },
        { readinessProbe: { initialDelaySeconds: 3 }, lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', 'nginx -s quit; sleep 15'] } } } },
      ],
    })).toEqual({
      hasInitContainers: true, readiness: { initialDelaySeconds: 5, periodSeconds: 10 }, repeated: { readiness: { ...PROBE, periodSeconds: 2 } },
      preStopSeconds: 15, graceSeconds: 90,
    });
  });

  test('a liveness probe may have a grace period of its own', () => {
    const containers = [{ livenessProbe: { terminationGracePeriodSeconds: 10 } }, { livenessProbe: {} }];
    const given = lifecycle({ terminationGracePeriodSeconds: 90, containers });
    expect(given.repeated).toEqual({ liveness: { ...PROBE, graceSeconds: 10 } });
    expect(toProbes({ liveness: { failureThreshold: 6 } }, given)).toMatchObject({ liveness: { failureThreshold: 6, graceSeconds: 10 } });
  });

  test('defaults are those of the API', () => {
    expect(lifecycle({ containers: [{ readinessProbe: { periodSeconds: 0 } }] }))
      .toEqual({
        hasInitContainers: false, readiness: { initialDelaySeconds: 0, periodSeconds: 10 }, repeated: { readiness: PROBE }, preStopSeconds: 0, graceSeconds: 30,
      });
  });

  test.each([[['sleep', '20'], 20], [['/bin/sleep', '2.5'], 2.5], [['sh', '-c', 'echo asleep 3'], 0], ['sleep 5', 0], [undefined, 0]])('the hook %j takes %d s', (command, seconds) => {
    expect(lifecycle({ containers: [{ lifecycle: { preStop: { exec: { command } } } }] }).preStopSeconds).toBe(seconds);
  });

  test('the declared start time is read from the workload, else from the pods', () => {
    expect(lifecycle({}, { annotations: { 'cdk8s-kotaemon/start-time': '1m30s' } }).declaredStartSeconds).toBe(90);
    expect(lifecycle({})).not.toHaveProperty('declaredStartSeconds');
    expect(() => lifecycle({}, { annotations: { 'cdk8s-kotaemon/start-time': 'soon' } }))
      .toThrow("Deployment web: annotation cdk8s-kotaemon/start-time is 'soon'; use a duration such as 45s or 1m30s");
  });

  test('the declared times of models and images are read likewise', () => {
    expect(lifecycle({}, { annotations: { 'cdk8s-kotaemon/preload-time': '312s', 'cdk8s-kotaemon/pull-time': '12s' } }))
      .toMatchObject({ declaredPreloadSeconds: 312, declaredPullSeconds: 12 });
    expect(() => lifecycle({}, { annotations: { 'cdk8s-kotaemon/preload-time': 'long' } })).toThrow("annotation cdk8s-kotaemon/preload-time is 'long'");
  });
});

describe('a rollout', () => {
  const of = (kind: string, spec: Record<string, unknown>): Manifest => ({ apiVersion: 'apps/v1', kind, metadata: { name: 'x' }, spec });
  const quarter = { unit: 'share', value: 0.25 };

  test.each([
    [undefined, { maxSurge: quarter, maxUnavailable: quarter, ordered: false }],
    [of('Deployment', {}), { maxSurge: quarter, maxUnavailable: quarter, ordered: false }],
    [of('Deployment', { strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: '10%' } } }),
      { maxSurge: { unit: 'pods', value: 2 }, maxUnavailable: { unit: 'share', value: 0.1 }, ordered: false }],
    [of('Deployment', { strategy: { type: 'Recreate' } }), { maxSurge: { unit: 'pods', value: 0 }, maxUnavailable: { unit: 'share', value: 1 }, ordered: false }],
    [of('Rollout', { strategy: { blueGreen: { activeService: 'web' } } }), { maxSurge: { unit: 'share', value: 1 }, maxUnavailable: { unit: 'pods', value: 0 }, ordered: false }],
    [of('Rollout', { strategy: { canary: { maxSurge: '50%' } } }), { maxSurge: { unit: 'share', value: 0.5 }, maxUnavailable: quarter, ordered: false }],
    [of('StatefulSet', {}), { maxSurge: { unit: 'pods', value: 0 }, maxUnavailable: { unit: 'pods', value: 1 }, ordered: true }],
    [of('StatefulSet', { podManagementPolicy: 'Parallel' }), { maxSurge: { unit: 'pods', value: 0 }, maxUnavailable: { unit: 'pods', value: 1 }, ordered: false }],
  ])('of %j is %j', (manifest, expected) => {
    expect(rolloutOf(manifest)).toEqual(expected);
  });

  test('a bound is a number or a share', () => {
    expect(rolloutBound('x')).toBeUndefined();
    expect(rolloutBound(undefined)).toBeUndefined();
  });
});
