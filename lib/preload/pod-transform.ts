import { Quantity } from '../values/quantity';
import { type Json } from '../kube/final-manifest';
import { type SecurityProfile } from '../kube/security-profile';
import { PRELOAD_SOURCES_ANNOTATION, PRELOAD_TIME_ANNOTATION, START_TIME_ANNOTATION } from '../values/annotations';
import { UserError } from '../values/user-error';
import { type PreloadBudget, withHeadroom } from './preload-budget';

/** Additions to a pod template. */
export interface PodAddition {
  readonly initContainer?: Json;
  readonly volumes: readonly Json[];
  readonly mount: Json & { readonly mountPath: string };
  /** Container that mounts the model; the first if undefined. */
  readonly container?: string;
  readonly budget: PreloadBudget;
  /** Expected seconds of a new pod before its containers start. */
  readonly preloadSeconds: number;
  /** Maximum seconds of a new pod before its containers start. */
  readonly longestSeconds: number;
  /** Address that the pod itself fetches from, as host:port. */
  readonly fetchesFrom?: string;
  /** True if the model is on the node's disk and counts as ephemeral storage of the pod. */
  readonly onNodeDisk: boolean;
  /** Security profile whose group owns the volume (fsGroup), if the volume has to be group-writable. */
  readonly group?: SecurityProfile;
}

/** Name prefix of model volumes. */
export const MODEL_VOLUME_PREFIX = 'model-';

const DEFAULT_PROGRESS_DEADLINE = 600;
const DEFAULT_BACKOFF_LIMIT = 6;

/**
 * Adds a model to the pods of a workload: the init container, the volume and the mount, the start-up budget, and the
 * annotations for simulator and checks.
 *
 * @throws if there is no pod template, or the name or the path is taken
 */
export function withModel(manifest: Json, addition: PodAddition): Json {
  const what = `${manifest.kind} ${manifest.metadata?.name}`;
  const spec = podSpecOf(manifest);
  const container = containerIn(what, spec.containers, addition.container);
  requireFree(what, spec, container, addition);
  (spec.volumes ??= []).push(...addition.volumes.filter(({ name }) => !spec.volumes.some((volume: Json) => volume.name === name)));
  (container.volumeMounts ??= []).push(addition.mount);
  if (addition.group) addGroup(spec, addition.group);
  if (addition.initContainer) (spec.initContainers ??= []).push(addition.onNodeDisk ? withPodsDisk(addition.initContainer, spec) : addition.initContainer);
  giveTime(manifest, container, addition);
  annotate(manifest, addition);
  return manifest;
}

/**
 * Returns the pod spec of a workload.
 *
 * @throws if there is no pod template.
 */
export function podSpecOf(manifest: Json): Json {
  const { kind, metadata, spec } = manifest;
  const pod = kind === 'Pod' ? spec : (jobSpecOf(manifest) ?? spec)?.template?.spec;
  if (!Array.isArray(pod?.containers)) throw new UserError(`${kind} ${metadata?.name} has no pod template; pass a workload`);
  return pod;
}

/** Returns the Job spec of a workload; undefined if it has none. */
function jobSpecOf({ kind, spec }: Json): Json | undefined {
  return ({ Job: spec, CronJob: spec?.jobTemplate?.spec, ScaledJob: spec?.jobTargetRef } as Record<string, Json | undefined>)[kind];
}

function containerIn(what: string, containers: Json[], name: string | undefined): Json {
  const found = name === undefined ? containers[0] : containers.find((container) => container.name === name);
  if (!found) throw new UserError(`${what} has no container '${name}' for the model; it has ${containers.map((container) => container.name).join(', ')}`);
  return found;
}

function requireFree(what: string, spec: Json, container: Json, { initContainer, volumes, mount }: PodAddition): void {
  const names = [...spec.initContainers ?? [], ...spec.containers].map(({ name }: Json) => name);
  if (initContainer && names.includes(initContainer.name)) {
    throw new UserError(`${what} has two containers named '${initContainer.name}'; rename one of the preloads`);
  }
  const known: Json[] = spec.volumes ?? [];
  const taken = volumes.find((added) => known.some((volume) => volume.name === added.name && JSON.stringify(volume) !== JSON.stringify(added)));
  if (taken) throw new UserError(`${what} has another volume named '${taken.name}'; rename the preload`);
  if ((container.volumeMounts ?? []).some(({ mountPath }: Json) => mountPath === mount.mountPath)) {
    throw new UserError(`container '${container.name}' of ${what} already has a mount at '${mount.mountPath}'; change the path of the preload`);
  }
}

function addGroup(spec: Json, profile: SecurityProfile): void {
  const { fsGroup, fsGroupChangePolicy } = profile._podManifest();
  // A namespace that assigns user and group ids also assigns the fsGroup.
  if (fsGroup === undefined) return;
  spec.securityContext = { ...spec.securityContext };
  if (spec.securityContext.fsGroup === undefined) Object.assign(spec.securityContext, { fsGroup, fsGroupChangePolicy });
}

/**
 * Sets the ephemeral storage of an init container. The kubelet evicts a pod whose volumes exceed the sum of its
 * containers' limits; an init container counts if its limit is larger. So the last of several models requests the
 * storage of all of them.
 */
function withPodsDisk(initContainer: Json, { containers, volumes }: Json): Json {
  const { requests, limits } = initContainer.resources;
  const [{ name: own }] = initContainer.volumeMounts;
  const isModel = ({ name, emptyDir }: Json): boolean => emptyDir !== undefined && name !== own && name.startsWith(MODEL_VOLUME_PREFIX);
  const models = volumes.filter(isModel).map(({ emptyDir }: Json) => emptyDir.sizeLimit);
  const others = containers.map(({ resources }: Json) => resources?.limits?.[DISK]).filter((limit: unknown) => limit !== undefined);
  return {
    ...initContainer,
    resources: { requests: { ...requests, [DISK]: sum(requests[DISK], ...models) }, limits: { ...limits, [DISK]: sum(limits[DISK], ...models, ...others) } },
  };
}

const DISK = 'ephemeral-storage';

function sum(...amounts: unknown[]): string {
  const bytes = amounts.map((amount) => Quantity.parse(String(amount))).reduce((total, amount) => total.plus(amount)).toNumber();
  return `${Math.ceil(bytes / 1024 ** 2)}Mi`;
}

function giveTime(manifest: Json, { startupProbe }: Json, { budget, longestSeconds }: PodAddition): void {
  let more = longestSeconds;
  if (startupProbe) {
    const { periodSeconds = 10, failureThreshold = 3 } = startupProbe;
    startupProbe.failureThreshold = Math.max(failureThreshold, Math.ceil(withHeadroom(budget.loadSeconds) / periodSeconds));
    more += (startupProbe.failureThreshold - failureThreshold) * periodSeconds;
  }
  if (manifest.kind === 'Deployment' && more > 0) manifest.spec.progressDeadlineSeconds = (manifest.spec.progressDeadlineSeconds ?? DEFAULT_PROGRESS_DEADLINE) + more;
  const pod = podSpecOf(manifest);
  if (pod.activeDeadlineSeconds !== undefined) pod.activeDeadlineSeconds += more;
  const job = jobSpecOf(manifest);
  // activeDeadlineSeconds of a Job spans all its retries, and each retry fetches anew.
  if (job?.activeDeadlineSeconds !== undefined) job.activeDeadlineSeconds += more * ((job.backoffLimit ?? DEFAULT_BACKOFF_LIMIT) + 1);
}

function annotate(manifest: Json, { budget, preloadSeconds, fetchesFrom }: PodAddition): void {
  const annotations: Record<string, string> = { ...manifest.metadata.annotations };
  const started = annotations[START_TIME_ANNOTATION];
  annotations[PRELOAD_TIME_ANNOTATION] = `${seconds(annotations[PRELOAD_TIME_ANNOTATION]) + preloadSeconds}s`;
  if (started !== undefined && seconds(started) < budget.loadSeconds) annotations[START_TIME_ANNOTATION] = `${budget.loadSeconds}s`;
  if (fetchesFrom !== undefined) {
    const known = annotations[PRELOAD_SOURCES_ANNOTATION]?.split(', ') ?? [];
    annotations[PRELOAD_SOURCES_ANNOTATION] = Array.from(new Set([...known, fetchesFrom])).join(', ');
  }
  manifest.metadata.annotations = annotations;
}

function seconds(text: string | undefined): number {
  return text === undefined ? 0 : Number(/^(\d+)s$/.exec(text)?.[1] ?? 0);
}
