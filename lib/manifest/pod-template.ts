import { type Fields, fieldsAt, fieldsListAt } from '../values/fields';
import { groupOf, type Manifest } from './manifest';

/** Pod template of a workload. */
export interface PodTemplate {
  readonly labels: Fields;
  readonly annotations: Fields;
  readonly spec: Fields;
}

/** Path of the Job spec in the kinds that are a Job or create Jobs. */
const JOB_SPECS: ReadonlyMap<string, readonly string[]> = new Map([['Job', ['spec']], ['CronJob', ['spec', 'jobTemplate', 'spec']], ['ScaledJob', ['spec', 'jobTargetRef']]]);

/** Kinds without a replica count. */
const NOT_SCALABLE: ReadonlySet<string> = new Set(['Pod', 'DaemonSet', ...JOB_SPECS.keys()]);

/** Kinds that hold a pod template without being a workload. */
const NOT_WORKLOADS: ReadonlySet<string> = new Set(['PodTemplate']);

/**
 * Returns the pod template of a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, KEDA ScaledJob, bare
 * Pod, or any custom kind with the template path of a Deployment, such as an Argo Rollout. Undefined if there is
 * none.
 */
export function podTemplateOf(manifest: Manifest): PodTemplate | undefined {
  if (NOT_WORKLOADS.has(manifest.kind)) return undefined;
  const template = manifest.kind === 'Pod' ? manifest : fieldsAt(manifest, ...JOB_SPECS.get(manifest.kind) ?? ['spec'], 'template');
  const spec = fieldsAt(template, 'spec');
  if (!spec || !Array.isArray(spec.containers)) return undefined;
  return {
    labels: fieldsAt(template, 'metadata', 'labels') ?? {},
    annotations: fieldsAt(template, 'metadata', 'annotations') ?? {},
    spec,
  };
}

/**
 * API groups whose controllers create pods from an unchanged template. Other controllers, such as Knative, fill in
 * names, volumes and images.
 */
const PLAIN_GROUPS: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'argoproj.io', 'keda.sh', 'apps.kruise.io']);

/**
 * Returns whether a controller creates pods from the unchanged template, so that the API server's validation of pods
 * applies to it.
 */
export function hasPlainPods({ apiVersion }: Manifest): boolean {
  return PLAIN_GROUPS.has(groupOf(apiVersion));
}

/** Returns whether the pods of a workload run to completion: it is a Job, or creates Jobs. */
export function isBatch({ kind }: Manifest): boolean {
  return JOB_SPECS.has(kind);
}

/** Returns the Job spec of a batch workload; undefined if it has none, or is not a batch workload. */
export function jobSpecOf(manifest: Manifest): Fields | undefined {
  const path = JOB_SPECS.get(manifest.kind);
  return path && fieldsAt(manifest, ...path);
}

/** Returns whether a workload has a replica count that an autoscaler can change. */
export function isScalable(manifest: Manifest): boolean {
  return !NOT_SCALABLE.has(manifest.kind);
}

/**
 * Returns the containers that run while the pod serves: the main ones, and restartable init containers (native
 * sidecars).
 */
export function runningContainersOf(template: PodTemplate): readonly Fields[] {
  const sidecars = fieldsListAt(template.spec, 'initContainers').filter((container) => container.restartPolicy === 'Always');
  return [...sidecars, ...fieldsListAt(template.spec, 'containers')];
}

/** Returns the init containers that must finish, one after another, before the main ones start. */
export function finishingInitContainersOf(template: PodTemplate): readonly Fields[] {
  return fieldsListAt(template.spec, 'initContainers').filter((container) => container.restartPolicy !== 'Always');
}
