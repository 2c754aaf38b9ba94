import { type Fields, fieldsAt, fieldsListAt, finishingInitContainersOf, type Manifest, numberAt, type PodTemplate, textAt, valueAt } from '../manifest';
import { PRELOAD_TIME_ANNOTATION, PULL_TIME_ANNOTATION, START_TIME_ANNOTATION } from '../values/annotations';
import { Quantity } from '../values/quantity';
import { UserError } from '../values/user-error';
import { type Probe, type Probes, type RolloutBound } from '../simulator/world/world';
import { tryParseDuration } from './units';

/** Resource requests of a container in a pod template. */
export interface ContainerRequest {
  readonly name: string;
  readonly kind: 'main' | 'init' | 'sidecar';
  readonly cpuRequestMilli?: number;
  readonly cpuLimitMilli?: number;
  readonly memoryRequestBytes?: number;
}

/**
 * Returns the containers in template order, init containers first. As in the API server, a missing request defaults to
 * the limit.
 */
export function containersOf(template: PodTemplate, where: string): ContainerRequest[] {
  const init = fieldsListAt(template.spec, 'initContainers').map((container) => ({ container, kind: container.restartPolicy === 'Always' ? 'sidecar' as const : 'init' as const }));
  const main = fieldsListAt(template.spec, 'containers').map((container) => ({ container, kind: 'main' as const }));
  return [...init, ...main].map(({ container, kind }, i) => {
    const name = textAt(container, 'name') ?? `container-${i}`;
    const cpuLimitMilli = cpuLimitOf(container, `${where}: container ${name}`);
    return { name, kind, ...requestsOf(container, `${where}: container ${name}`), ...(cpuLimitMilli !== undefined && { cpuLimitMilli }) };
  });
}

/** Pod-level requests (spec.resources); undefined without them. */
export function podLevelRequestsOf(template: PodTemplate, where: string): { cpuMilli?: number; memoryBytes?: number } | undefined {
  if (!fieldsAt(template.spec, 'resources')) return undefined;
  const { cpuRequestMilli, memoryRequestBytes } = requestsOf(template.spec, where);
  if (cpuRequestMilli === undefined && memoryRequestBytes === undefined) return undefined;
  return { ...(cpuRequestMilli !== undefined && { cpuMilli: cpuRequestMilli }), ...(memoryRequestBytes !== undefined && { memoryBytes: memoryRequestBytes }) };
}

/** Returns the pod-level CPU limit (spec.resources), if there is one. */
export function podLevelCpuLimitOf(template: PodTemplate, where: string): number | undefined {
  return cpuLimitOf(template.spec, where);
}

/** Returns the CPU limit. As in the kubelet, a limit of 0 means no limit. */
function cpuLimitOf(holder: Fields, where: string): number | undefined {
  const value = valueAt(holder, 'resources', 'limits', 'cpu');
  if (value === undefined || value === null) return undefined;
  const parsed = typeof value === 'string' || typeof value === 'number' ? Quantity.tryParse(String(value)) : undefined;
  if (!parsed || parsed.toNumber() < 0) throw new UserError(`${where}: the limit of cpu is ${JSON.stringify(value)}; use a quantity such as 500m or 2`);
  return parsed.milliValue() || undefined;
}

function requestsOf(holder: Fields, where: string): { cpuRequestMilli?: number; memoryRequestBytes?: number } {
  const quantity = (resource: string): Quantity | undefined => {
    const value = valueAt(holder, 'resources', 'requests', resource) ?? valueAt(holder, 'resources', 'limits', resource);
    if (value === undefined || value === null) return undefined;
    const parsed = typeof value === 'string' || typeof value === 'number' ? Quantity.tryParse(String(value)) : undefined;
    if (!parsed || parsed.toNumber() < 0) throw new UserError(`${where}: the request of ${resource} is ${JSON.stringify(value)}; use a quantity such as 500m or 2Gi`);
    return parsed;
  };
  const [cpu, memory] = [quantity('cpu'), quantity('memory')];
  return { ...(cpu && { cpuRequestMilli: cpu.milliValue() }), ...(memory && { memoryRequestBytes: Math.ceil(memory.toNumber()) }) };
}

/** Probes and hooks that determine the start-up and termination of a pod. */
export interface PodLifecycle {
  /** Declared seconds from container start to readiness. */
  readonly declaredStartSeconds?: number;
  /** Declared seconds of model preloading before the containers start. */
  readonly declaredPreloadSeconds?: number;
  /** Declared seconds of pulling the images on a new node. */
  readonly declaredPullSeconds?: number;
  readonly hasInitContainers: boolean;
  /** Undefined if no container has a readiness probe. */
  readonly readiness?: { readonly initialDelaySeconds: number; readonly periodSeconds: number };
  /** Probes that the kubelet repeats while the pod runs; for several containers, the strictest value of each field. */
  readonly repeated: Probes;
  readonly preStopSeconds: number;
  readonly graceSeconds: number;
}

/** @throws UserError if an annotation is not a valid duration. */
export function lifecycleOf(workload: Manifest, template: PodTemplate, where: string): PodLifecycle {
  const containers = fieldsListAt(template.spec, 'containers');
  const probes = containers.map((container) => fieldsAt(container, 'readinessProbe')).filter((probe) => probe !== undefined);
  const livenessProbes = containers.map((container) => fieldsAt(container, 'livenessProbe')).filter((probe) => probe !== undefined);
  const declared = (annotation: string): number | undefined => declaredSeconds(annotation, workload, template, where);
  const declaredStartSeconds = declared(START_TIME_ANNOTATION);
  const declaredPreloadSeconds = declared(PRELOAD_TIME_ANNOTATION);
  const declaredPullSeconds = declared(PULL_TIME_ANNOTATION);
  return {
    ...(declaredStartSeconds !== undefined && { declaredStartSeconds }),
    ...(declaredPreloadSeconds !== undefined && { declaredPreloadSeconds }),
    ...(declaredPullSeconds !== undefined && { declaredPullSeconds }),
    hasInitContainers: finishingInitContainersOf(template).length > 0,
    ...(probes.length > 0 && {
      readiness: {
        initialDelaySeconds: Math.max(0, ...probes.map((probe) => numberAt(probe, 'initialDelaySeconds') ?? 0)),
        // The API server treats 0 as a missing field.
        periodSeconds: Math.max(1, ...probes.map((probe) => numberAt(probe, 'periodSeconds') || 10)),
      },
    }),
    repeated: {
      ...(probes.length > 0 && { readiness: strictest(probes) }),
      ...(livenessProbes.length > 0 && { liveness: strictest(livenessProbes) }),
    },
    preStopSeconds: Math.max(0, ...containers.map(preStopOf)),
    graceSeconds: Math.max(0, numberAt(template.spec, 'terminationGracePeriodSeconds') ?? 30),
  };
}

/** Returns probe fields with the API server's defaults, which also replace 0. */
function strictest(probes: readonly Fields[]): Probe {
  const least = (field: string, otherwise: number): number => Math.min(...probes.map((probe) => numberAt(probe, field) || otherwise));
  const graces = probes.flatMap((probe) => numberAt(probe, 'terminationGracePeriodSeconds') ?? []);
  return {
    ...(graces.length > 0 && { graceSeconds: Math.min(...graces) }),
    periodSeconds: least('periodSeconds', 10), timeoutSeconds: least('timeoutSeconds', 1), failureThreshold: least('failureThreshold', 3),
    successThreshold: Math.max(...probes.map((probe) => numberAt(probe, 'successThreshold') || 1)),
  };
}

function declaredSeconds(annotation: string, workload: Manifest, template: PodTemplate, where: string): number | undefined {
  const text = textAt(workload, 'metadata', 'annotations', annotation) ?? textAt(template.annotations, annotation);
  if (text === undefined) return undefined;
  const seconds = tryParseDuration(text);
  if (seconds === undefined) throw new UserError(`${where}: annotation ${annotation} is '${text}'; use a duration such as 45s or 1m30s`);
  return seconds;
}

/** Returns the seconds of a `sleep` hook, or of a sleep command; other hooks are assumed to return at once. */
function preStopOf(container: Fields): number {
  const hook = fieldsAt(container, 'lifecycle', 'preStop');
  const seconds = numberAt(hook, 'sleep', 'seconds');
  if (seconds !== undefined) return seconds;
  const command = valueAt(hook, 'exec', 'command');
  const match = Array.isArray(command) ? /(?:^|[\s/])sleep\s+(\d+(?:\.\d+)?)/.exec(command.join(' ')) : null;
  return match ? Number(match[1]) : 0;
}

/** Returns the rolling update parameters of the workload's manifest. */
export function rolloutOf(workload: Manifest | undefined): { maxSurge: RolloutBound; maxUnavailable: RolloutBound; ordered: boolean } {
  if (workload?.kind === 'StatefulSet') {
    const maxUnavailable = rolloutBound(valueAt(workload, 'spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable')) ?? { unit: 'pods', value: 1 };
    return { maxSurge: { unit: 'pods', value: 0 }, maxUnavailable, ordered: valueAt(workload, 'spec', 'podManagementPolicy') !== 'Parallel' };
  }
  if (valueAt(workload, 'spec', 'strategy', 'type') === 'Recreate') {
    return { maxSurge: { unit: 'pods', value: 0 }, maxUnavailable: { unit: 'share', value: 1 }, ordered: false };
  }
  if (fieldsAt(workload, 'spec', 'strategy', 'blueGreen')) return { maxSurge: { unit: 'share', value: 1 }, maxUnavailable: { unit: 'pods', value: 0 }, ordered: false };
  const rolling = fieldsAt(workload, 'spec', 'strategy', 'rollingUpdate') ?? fieldsAt(workload, 'spec', 'strategy', 'canary');
  const quarter: RolloutBound = { unit: 'share', value: 0.25 };
  return { maxSurge: rolloutBound(rolling?.maxSurge) ?? quarter, maxUnavailable: rolloutBound(rolling?.maxUnavailable) ?? quarter, ordered: false };
}

/** Parses a number of pods or a percentage such as '25%'; undefined for anything else. */
export function rolloutBound(value: unknown): RolloutBound | undefined {
  if (typeof value === 'number') return { unit: 'pods', value };
  const match = typeof value === 'string' ? /^(\d+)%$/.exec(value) : null;
  return match ? { unit: 'share', value: Number(match[1]) / 100 } : undefined;
}
