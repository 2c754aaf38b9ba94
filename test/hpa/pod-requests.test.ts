import { calculateRequests, controllerParameters, type PodRequests } from '../../lib/hpa';

const pod: PodRequests = {
  containers: [
    { name: 'main', requestsMilli: { cpu: 500, memory: 1000 } },
    { name: 'agent', requestsMilli: { cpu: 100, memory: 200 } },
    { name: 'proxy', requestsMilli: { cpu: 50, memory: 70 }, kind: 'sidecar' },
    { name: 'migrate', requestsMilli: { cpu: 4000 }, kind: 'init' },
  ],
};

function requests(of: PodRequests, container?: string, minor = 37, resource = 'cpu', podLevel = true): unknown {
  return calculateRequests(of, container, resource, controllerParameters(minor, { featureGates: { PodLevelResources: podLevel } }));
}

describe('what a pod requests', () => {
  test('is the sum over its containers; sidecars count from 1.29 on, init containers never', () => {
    expect(requests(pod, undefined, 28)).toBe(600);
    expect(requests({ containers: pod.containers.map((container) => ({ kind: 'main', ...container })) }, undefined, 28)).toBe(600);
    expect(requests(pod, undefined, 29)).toBe(650);
  });

  test('is that of one container where one is named', () => {
    expect(requests(pod, 'agent')).toBe(100);
    expect(requests(pod, 'proxy', 29)).toBe(50);
  });

  test('is unknown as soon as one container that counts has none', () => {
    const partly = { containers: [...pod.containers, { name: 'bare', requestsMilli: {} }] };
    expect(requests(partly)).toEqual({ error: 'missing request for cpu in container bare' });
    expect(requests(partly, 'main')).toBe(500);
    expect(requests(partly, 'bare')).toEqual({ error: 'missing request for cpu in container bare' });
  });

  test('is 0 for a container that the pod does not have until 1.34, and an error from 1.35 on', () => {
    expect(requests(pod, 'other', 34)).toBe(0);
    expect(requests(pod, 'other', 35)).toEqual({ error: 'container other not found' });
    expect(requests(pod, 'proxy', 28)).toBe(0);
    expect(requests({ containers: [] })).toBe(0);
  });

  describe('at the level of the pod', () => {
    const leveled = { ...pod, podLevelMilli: { cpu: 800 } };

    test('takes the place of the sum from 1.34 on, with its gate', () => {
      expect(requests(leveled, undefined, 33)).toBe(650);
      expect(requests(leveled, undefined, 34)).toBe(800);
      expect(requests(leveled, undefined, 34, 'cpu', false)).toBe(650);
    });

    test('does not matter where a container is named, or where it is set for a resource that it cannot be set for', () => {
      expect(requests(leveled, 'main')).toBe(500);
      expect(requests({ ...pod, podLevelMilli: { 'ephemeral-storage': 1 } })).toBe(650);
      expect(requests({ ...pod, podLevelMilli: {} })).toBe(650);
    });

    test('that is set for another resource leaves this one to the larger of running and starting', () => {
      const memoryOnly = { ...pod, podLevelMilli: { 'hugepages-2Mi': 8 } };
      expect(requests(memoryOnly, undefined, 37, 'memory')).toBe(1270);
      expect(requests(memoryOnly)).toBe(4050);
    });

    test('counts a sidecar for the init containers after it, and not for those before it', () => {
      const init = { name: 'migrate', requestsMilli: { cpu: 4000 }, kind: 'init' as const };
      const sidecar = { name: 'proxy', requestsMilli: { cpu: 50 }, kind: 'sidecar' as const };
      const podLevelMilli = { memory: 1 };
      expect(requests({ containers: [init, sidecar], podLevelMilli })).toBe(4000);
      expect(requests({ containers: [sidecar, init, { ...sidecar, name: 'log' }], podLevelMilli })).toBe(4050);
      expect(requests({ containers: [sidecar, { name: 'main', requestsMilli: {} }], podLevelMilli })).toBe(50);
    });

    test('is an error where neither the pod nor any container requests the resource', () => {
      const none = { containers: [{ name: 'main', requestsMilli: { memory: 5 } }], podLevelMilli: { memory: 9 } };
      expect(requests(none)).toEqual({ error: 'missing pod-level request for cpu' });
      expect(requests(none, undefined, 37, 'memory')).toBe(9);
    });
  });
});
