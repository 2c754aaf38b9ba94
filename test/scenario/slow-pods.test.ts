import { deployment, hpa, worldOf } from './worlds';

const limited = (cpu: string) => deployment('web', { containers: [{ name: 'app', resources: { requests: { cpu: '500m' }, limits: { cpu } }, readinessProbe: {} }] });
const assumed = (cpu: string, service: object): string => worldOf([limited(cpu), hpa('web')], { workloads: { web: { service } } }).assumptions.join('\n');

describe('CPU limits', () => {
  test('are read from the container, the pod and the scenario', () => {
    expect(worldOf([limited('2'), hpa('web')]).workloads[0].containers[0].cpuLimitMilli).toBe(2000);
    const pod = deployment('web', { containers: [{ name: 'app', resources: { requests: { cpu: '500m' } } }], resources: { limits: { cpu: '1500m' } } });
    expect(worldOf([pod, hpa('web')]).workloads[0].podLevelCpuLimitMilli).toBe(1500);
    expect(worldOf([hpa('web')], { workloads: { web: { containers: { app: { cpuLimit: '750m' } } } } }).workloads[0].containers[0].cpuLimitMilli).toBe(750);
  });

  test('that make service.cpuSeconds impossible are named', () => {
    expect(assumed('1', { time: '100ms', cpuSeconds: 0.5, concurrency: 1 })).toMatch(
      /web: service\.cpuSeconds of 0\.5 in service\.time of 100 ms needs 5 cores, which the CPU limit makes impossible: .* one alone takes about 503 ms/,
    );
  });

  test('that a busy pod exceeds are named', () => {
    expect(assumed('1', { time: '100ms', cpuSeconds: 0.05, concurrency: 4 })).toContain('web: 4 requests at a time want 2 cores, and the CPU limit leaves 0.995 cores to them: a busy pod is throttled.');
  });

  test('that slow the start of a pod or the steps of a model server are named', () => {
    const starting = worldOf([limited('1'), hpa('web')], { workloads: { web: { service: { time: '100ms', cpuSeconds: 0.01 }, startUp: { cpu: 2 } } } });
    expect(starting.assumptions.join('\n')).toContain('web: startUp.cpu is 2 cores, and the CPU limit leaves 0.995 cores: startUp.boot takes 2 times as long.');
    expect(worldOf([limited('500m'), hpa('web')], { workloads: { web: { service: { tokens: { perOutputToken: '20ms', cpu: 1 } } } } }).assumptions.join('\n'))
      .toContain('web: service.tokens.cpu is 1 core, above what the CPU limit leaves to requests, 0.495 cores: each step takes 2 times as long.');
  });

  test('that leave enough give no remark', () => {
    expect(assumed('4', { time: '100ms', cpuSeconds: 0.05, concurrency: 4 })).not.toContain('CPU limit');
  });

  test('that are no quantity are refused', () => {
    expect(() => worldOf([limited('much'), hpa('web')])).toThrow('the limit of cpu is "much"; use a quantity such as 500m or 2');
  });
});

describe('warm-up, probes and retries', () => {
  test('come from the scenario, with defaults', () => {
    const world = worldOf([deployment('web'), hpa('web')], { retries: {}, workloads: { web: { startUp: { warmUp: { factor: 3, time: '1m' } }, probes: {} } } });
    expect(world.workloads[0].startUp.warmUp).toEqual({ factor: 3, seconds: 60 });
    expect(world.workloads[0].probes).toEqual({ readiness: { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3, successThreshold: 1 } });
    expect(world.flows[0].retries).toEqual({ attempts: 3, backoffSeconds: 0.1, maxBackoffSeconds: 10, jitter: 1 });
  });

  test('of a flow override those of the scenario', () => {
    const world = worldOf([deployment('web'), hpa('web')], { retries: {}, flows: { users: { stages: ['web'], retries: { attempts: 5, budget: 0.1 } } } });
    expect(world.flows[0].retries).toMatchObject({ attempts: 5, budget: 0.1 });
  });
});

describe('workloads that flows leave out', () => {
  test('are listed', () => {
    const { assumptions, workloads } = worldOf([deployment('web'), hpa('web'), deployment('api'), hpa('api'), deployment('job')], { flows: { users: { stages: ['web'] } } });
    expect(workloads.map(({ name }) => name)).toEqual(['web']);
    expect(assumptions).toContain('api: not simulated: no flow passes it; add it to the stages of a flow.');
    expect(assumptions.join('\n')).not.toContain('job');
  });
});
