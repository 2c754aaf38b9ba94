import type { ContainerRequests, Milli, PodRequests } from '../../lib/hpa';
import type { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import { chance, pick } from './draws';

type ByResource = Readonly<Record<string, Milli>>;

/** Containers of every kind that request different things, and now and then requests of the pod as a whole. */
export function randomRequests(random: RandomStream): PodRequests {
  const lacks = pick(random, [0, 0, 0.2]);
  const containers = (kind: ContainerRequests['kind'], most: number): ContainerRequests[] => (
    Array.from({ length: random.below(most + 1) }, (_, i) => ({ name: `${kind}-${i}`, kind, requestsMilli: byResource(random, lacks) }))
  );
  return {
    containers: [{ name: 'main', requestsMilli: byResource(random, lacks) }, ...containers('main', 1), ...containers('sidecar', 2), ...containers('init', 2)],
    podLevelMilli: chance(random, 0.5) ? podLevel(random) : undefined,
  };
}

/** Request that full use of these containers is measured against. */
export function requestedOf({ containers, podLevelMilli }: PodRequests, resource: string, container?: string): number {
  if (container === undefined && podLevelMilli?.[resource] !== undefined) return Number(podLevelMilli[resource]);
  return containers
    .filter(({ name, kind }) => (container === undefined ? kind !== 'init' : name === container))
    .reduce((sum, { requestsMilli }) => sum + Number(requestsMilli[resource] ?? 0), 0);
}

function byResource(random: RandomStream, lacks: number): ByResource {
  return {
    ...(!chance(random, lacks) && { cpu: pick(random, [1, 100, 250, 500, 1000, 3333]) }),
    ...(!chance(random, lacks) && { memory: pick(random, [1, 100, 999, 1000, 5000]) }),
  };
}

/** Random pod-level requests: of resources that a pod may request as a whole, and of others, which have no effect. */
function podLevel(random: RandomStream): ByResource {
  return {
    ...(chance(random, 0.6) && { cpu: pick(random, [0, 100, 1000, 2500]) }),
    ...(chance(random, 0.5) && { memory: pick(random, [0, 1000, 7777]) }),
    ...(chance(random, 0.4) && { 'hugepages-2Mi': 1000 }),
    ...(chance(random, 0.4) && { 'ephemeral-storage': 1000 }),
  };
}
