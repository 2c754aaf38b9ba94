import { Size } from 'cdk8s';
import * as fc from 'fast-check';
import { type ContainerResources, Cpu } from '../../lib';
import { resourcesManifest } from '../../lib/kube/container-resources';
import { Quantity } from '../../lib/values/quantity';

const LEAST: ContainerResources = { cpu: Cpu.millis(500), memory: Size.mebibytes(512) };

describe('the resources of a container', () => {
  test('have a memory limit and none of cpu', () => {
    expect(resourcesManifest('web', LEAST)).toEqual({
      requests: { cpu: '500m', memory: '512Mi', 'ephemeral-storage': '256Mi' },
      limits: { memory: '512Mi', 'ephemeral-storage': '1Gi' },
    });
  });

  test('have the requested values', () => {
    const { requests, limits } = resourcesManifest('web', { ...LEAST, cpuLimit: Cpu.cores(2), memoryLimit: Size.gibibytes(1), extended: { 'nvidia.com/gpu': 2 } });
    expect(limits).toMatchObject({ cpu: '2', memory: '1Gi', 'nvidia.com/gpu': '2' });
    expect(requests).toMatchObject({ 'nvidia.com/gpu': '2' });
  });

  test('have a limit of local disk that is never below the request', () => {
    expect(resourcesManifest('web', { ...LEAST, ephemeralStorage: Size.gibibytes(5) }).limits).toMatchObject({ 'ephemeral-storage': '5Gi' });
  });

  test('never request more than the limit', () => {
    const amount = fc.option(fc.integer({ min: 1, max: 1e5 }), { nil: undefined });
    const size = (mebibytes?: number): Size | undefined => (mebibytes === undefined ? undefined : Size.mebibytes(mebibytes));
    fc.assert(fc.property(amount, amount, amount, amount, (cpuLimit, memoryLimit, ephemeral, ephemeralLimit) => {
      const asked: ContainerResources = {
        ...LEAST,
        cpuLimit: cpuLimit === undefined ? undefined : Cpu.millis(cpuLimit),
        memoryLimit: size(memoryLimit),
        ephemeralStorage: size(ephemeral),
        ephemeralStorageLimit: size(ephemeralLimit),
      };
      const possible = (cpuLimit ?? 500) >= 500 && (memoryLimit ?? 512) >= 512 && (ephemeralLimit ?? Infinity) >= (ephemeral ?? 256);
      if (!possible) {
        expect(() => resourcesManifest('web', asked)).toThrow(/^container 'web' requests .* above its limit of .*; raise the limit or lower the request$/);
        return;
      }
      const { requests, limits } = resourcesManifest('web', asked);
      for (const [name, limit] of Object.entries(limits!)) {
        expect(Quantity.parse(String(requests![name] ?? '0')).compare(Quantity.parse(String(limit)))).toBeLessThanOrEqual(0);
      }
    }));
  });

  test.each<[string, ContainerResources]>([
    ["container 'web' has no cpu; set both cpu and memory, which utilization and scheduling need", { memory: Size.mebibytes(1) }],
    ["container 'web' has no memory; set both cpu and memory, which utilization and scheduling need", { cpu: Cpu.millis(1) }],
    ["container 'web' requests the device 'gpu'; write it with its domain, as in 'nvidia.com/gpu'", { ...LEAST, extended: { gpu: 1 } }],
    ["container 'web' requests 0.5 of nvidia.com/gpu; use a whole number, at least 1", { ...LEAST, extended: { 'nvidia.com/gpu': 0.5 } }],
    ["container 'web' requests 0 of nvidia.com/gpu; use a whole number, at least 1", { ...LEAST, extended: { 'nvidia.com/gpu': 0 } }],
  ])('is rejected: %s', (message, resources) => {
    expect(() => resourcesManifest('web', resources)).toThrow(message);
  });
});
