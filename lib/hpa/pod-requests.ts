import type { CalculationError } from './calculation-error';
import { add } from './integers';
import type { ControllerParameters } from './parameters';
import type { ContainerRequests, Milli, PodRequests } from './types';

/** Request in thousandths, or the error. */
export type RequestResult = Milli | CalculationError;

/**
 * Computes the request of one pod for a utilization metric, as the controller does. `container` restricts it to one
 * container.
 */
export function calculateRequests(pod: PodRequests, container: string | undefined, resource: string, parameters: ControllerParameters): RequestResult {
  const podLevel = pod.podLevelMilli;
  if (podLevel && container === undefined && parameters.kubernetesMinor >= 34 && parameters.featureGates.PodLevelResources && setsAny(podLevel)) {
    return calculatePodLevelRequests(pod, resource);
  }
  return calculatePodRequestsFromContainers(pod, container, resource, parameters.kubernetesMinor);
}

/**
 * Sums container requests. Before 1.29 sidecars did not count. Before 1.35 a container missing from the pod had a
 * request of 0.
 */
function calculatePodRequestsFromContainers(pod: PodRequests, container: string | undefined, resource: string, kubernetesMinor: number): RequestResult {
  let sum: Milli | undefined;
  for (const candidate of pod.containers) {
    if (!counts(candidate, kubernetesMinor) || (container !== undefined && candidate.name !== container)) continue;
    const request = candidate.requestsMilli[resource];
    if (request === undefined) return { error: `missing request for ${resource} in container ${candidate.name}` };
    sum = sum === undefined ? request : add(sum, request);
  }
  if (sum !== undefined) return sum;
  if (container !== undefined && kubernetesMinor >= 35) return { error: `container ${container} not found` };
  return 0;
}

function counts(container: ContainerRequests, kubernetesMinor: number): boolean {
  return container.kind === undefined || container.kind === 'main' || (container.kind === 'sidecar' && kubernetesMinor >= 29);
}

function setsAny(podLevel: Readonly<Record<string, Milli>>): boolean {
  return Object.keys(podLevel).some((resource) => resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-'));
}

/**
 * Computes the request of a resource without a pod-level request as the scheduler does: the larger of the running
 * containers' sum and the largest init container.
 */
function calculatePodLevelRequests(pod: PodRequests, resource: string): RequestResult {
  const podLevel = pod.podLevelMilli![resource];
  if (podLevel !== undefined && setsAny({ [resource]: podLevel })) return podLevel;
  if (!pod.containers.some((container) => container.requestsMilli[resource] !== undefined)) return { error: `missing pod-level request for ${resource}` };
  let running: Milli = 0;
  let sidecars: Milli = 0;
  let starting: Milli = 0;
  for (const container of pod.containers) {
    const request = container.requestsMilli[resource] ?? 0;
    if (container.kind === 'init') {
      starting = larger(starting, add(request, sidecars));
      continue;
    }
    running = add(running, request);
    if (container.kind !== 'sidecar') continue;
    sidecars = add(sidecars, request);
    starting = larger(starting, sidecars);
  }
  return larger(running, starting);
}

function larger(a: Milli, b: Milli): Milli {
  return a > b ? a : b;
}
