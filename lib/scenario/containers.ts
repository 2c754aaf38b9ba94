import { UserError } from '../values/user-error';
import { type Container } from '../simulator/world/world';
import { suggestion } from '../values/nearest';
import { type Assumptions } from './assumptions';
import { type ContainerRequest } from './pod-manifest';
import { type ContainerScenario } from './scenario';
import { toBytes, toMilliCores } from './units';

const ASSUMED_CPU_MILLI = 1000;
const ASSUMED_MEMORY_BYTES = 2 ** 30;
const IDLE_CPU_MILLI = 5;

/**
 * Returns the containers of a pod with the requests that the HPA uses.
 *
 * @param requests requests of the pod template; undefined without one.
 * @param assumedName container name for a pod without a template.
 * @throws UserError if the scenario has an unknown container, or shares that do not add up to 1.
 */
export function toContainers(
  requests: readonly ContainerRequest[] | undefined,
  given: Readonly<Record<string, ContainerScenario>>,
  about: { name: string; path: string; assumedName: string },
  assumptions: Assumptions,
): Container[] {
  const names = Object.keys(given);
  const known = requests ?? (names.length > 0 ? names : [about.assumedName]).map((name): ContainerRequest => ({ name, kind: 'main' }));
  const stray = requests && names.find((name) => !requests.some((request) => request.name === name));
  if (stray !== undefined) throw new UserError(`${about.path}.containers names '${stray}'; ${suggestion(stray, known.map(({ name }) => name))}`);
  if (!requests && names.length === 0) assumptions.about(about.name, 'no manifest shows its pods; requests of 1 core and 1 GiB are assumed.');
  const shares = loadShares(known, given, about, assumptions);
  return known.map(({ name, kind, cpuRequestMilli, cpuLimitMilli, memoryRequestBytes }, i) => {
    const { idleCpu, idleMemory, cpuRequest, cpuLimit, memoryRequest }: ContainerScenario = given[name] ?? {};
    const assumed = requests === undefined;
    const cpu = cpuRequest !== undefined ? toMilliCores(cpuRequest) : cpuRequestMilli ?? (assumed ? ASSUMED_CPU_MILLI : undefined);
    const limit = cpuLimit !== undefined ? toMilliCores(cpuLimit) : cpuLimitMilli;
    const memory = memoryRequest !== undefined ? toBytes(memoryRequest) : memoryRequestBytes ?? (assumed ? ASSUMED_MEMORY_BYTES : undefined);
    const runs = kind !== 'init';
    return {
      name,
      ...(kind !== 'main' && { kind }),
      ...(cpu !== undefined && { cpuRequestMilli: cpu }),
      ...(limit !== undefined && { cpuLimitMilli: limit }),
      ...(memory !== undefined && { memoryRequestBytes: memory }),
      loadShare: shares[i],
      idleCpuMilli: idleCpu !== undefined ? toMilliCores(idleCpu) : runs ? IDLE_CPU_MILLI : 0,
      idleMemoryBytes: idleMemory !== undefined ? toBytes(idleMemory) : runs ? Math.round((memory ?? ASSUMED_MEMORY_BYTES) / 2) : 0,
    };
  });
}

/**
 * Returns the load shares of the scenario. By default the main containers share the load in proportion to their CPU
 * requests.
 */
function loadShares(
  containers: readonly ContainerRequest[],
  given: Readonly<Record<string, ContainerScenario>>,
  { name, path }: { name: string; path: string },
  assumptions: Assumptions,
): number[] {
  const stated = containers.map((container) => given[container.name]?.loadShare);
  const sum = stated.reduce((total: number, share) => total + (share ?? 0), 0);
  if (stated.some((share) => share !== undefined)) {
    if (Math.abs(sum - 1) > 1e-6) throw new UserError(`${path}.containers: the load shares add up to ${Number(sum.toPrecision(6))}; those of a pod have to make 1`);
    return stated.map((share) => share ?? 0);
  }
  const main = containers.filter(({ kind }) => kind === 'main');
  const total = main.reduce((cpu, container) => cpu + (container.cpuRequestMilli ?? 0), 0);
  if (main.length > 1) {
    const how = total > 0 ? 'as they share the requested CPU' : 'equally';
    assumptions.about(name, `its containers ${main.map((container) => container.name).join(', ')} share the load ${how}; set loadShare of each.`);
  }
  return containers.map(({ kind, cpuRequestMilli }) => kind !== 'main' ? 0 : total > 0 ? (cpuRequestMilli ?? 0) / total : 1 / main.length);
}
