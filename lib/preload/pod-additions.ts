import { type Json } from '../kube/final-manifest';
import { wholeSeconds } from '../kube/seconds';
import { type FetchSettings } from './fetch-settings';
import { type ModelCache } from './model-cache';
import { type ModelPreloadOptions } from './model-preload-options';
import { MODEL_VOLUME_PREFIX, type PodAddition } from './pod-transform';
import { type PreloadBudget, roomFor } from './preload-budget';
import { fetchContainer, fetchVolumes, lookContainer, waitContainer } from './preload-container';
import { addressOf } from './source-endpoint';
import { type ExistingSource, type FetchedSource, folderOf } from './sources/source-details';

interface PreloadContext {
  readonly name: string;
  readonly path: string;
  readonly budget: PreloadBudget;
  readonly options: ModelPreloadOptions;
  readonly settings: FetchSettings;
}

/** Time of a cache hit: the init container starts, finds the marker and exits. */
const HIT_SECONDS = 2;

/** Additions to pods that fetch the model themselves, or whose first pod on a node fetches it for all. */
export function fetchingPods(source: FetchedSource, cache: ModelCache, context: PreloadContext): PodAddition {
  const { name, budget, settings, options: { size, image, resources } } = context;
  const onNodeDisk = cache._traits.countsAsPodsDisk === true;
  const room = roomFor(size);
  const volume = volumeName(name);
  return {
    ...common(context, budget.fetchSeconds, folderOf(source)),
    longestSeconds: budget.timeoutSeconds,
    initContainer: fetchContainer({ name: containerName(name), source, size, budget, volume, image, resources, settings, ...(onNodeDisk && { disk: room }) }),
    volumes: [cache._volume(volume, room), ...fetchVolumes(source, settings)],
    fetchesFrom: addressOf(source, settings),
    onNodeDisk,
    ...(!onNodeDisk && cache._traits.privilegedNamespace === undefined && { group: settings.security }),
  };
}

/** Additions to pods that wait until a Job has filled their shared PersistentVolumeClaim. */
export function waitingPods(source: FetchedSource, cache: ModelCache, writer: string, context: PreloadContext): PodAddition {
  const { name, budget, settings, options: { size, image } } = context;
  const volume = volumeName(name);
  const claim: Json = cache._volume(volume, roomFor(size));
  return {
    ...common(context, HIT_SECONDS, folderOf(source)),
    longestSeconds: budget.timeoutSeconds,
    initContainer: waitContainer({ name: containerName(name), source, budget, volume, image, writer, settings }),
    volumes: [{ ...claim, persistentVolumeClaim: { ...claim.persistentVolumeClaim, readOnly: true } }],
  };
}

/** Additions to pods whose model already exists on a volume. */
export function lookingPods(source: ExistingSource, context: PreloadContext): PodAddition {
  const { name, settings, options: { image } } = context;
  return {
    ...common(context, HIT_SECONDS, source.folder === '.' ? undefined : source.folder),
    initContainer: lookContainer(containerName(name), source, source.volume.name, settings.security, image),
    volumes: [source.volume._manifest()],
    mount: { ...mountOf(context.path, source.volume.name), ...(source.folder !== '.' && { subPath: source.folder }) },
  };
}

/** Additions to pods with an image volume: the node pulls the model as an image. */
export function imagePods(image: { readonly reference: string; readonly path?: string }, context: PreloadContext): PodAddition {
  const volume = volumeName(context.name);
  return {
    ...common(context, 0, image.path),
    volumes: [{ name: volume, image: { reference: image.reference, pullPolicy: 'IfNotPresent' } }],
  };
}

function common({ name, path, budget, options }: PreloadContext, seconds: number, subPath: string | undefined): Omit<PodAddition, 'volumes'> {
  return {
    mount: { ...mountOf(path, volumeName(name)), ...(subPath !== undefined && { subPath }) },
    container: options.container,
    budget,
    preloadSeconds: options.expectedTime ? wholeSeconds('the expected time of a preload', options.expectedTime, 0) : seconds,
    longestSeconds: 0,
    onNodeDisk: false,
  };
}

function mountOf(mountPath: string, name: string): PodAddition['mount'] {
  return { name, mountPath, readOnly: true };
}

function volumeName(name: string): string {
  return `${MODEL_VOLUME_PREFIX}${name}`;
}

function containerName(name: string): string {
  return `preload-${name}`;
}
