import { Size } from 'cdk8s';
import { type ContainerResources, resourcesManifest } from '../kube/container-resources';
import { EnvValue } from '../kube/env-value';
import { type k8s, type Plain } from '../kube/plain';
import { type SecurityProfile } from '../kube/security-profile';
import { Cpu } from '../values/cpu';
import { ImageReference } from '../values/image-reference';
import { type FetchSettings } from './fetch-settings';
import { fetchMemory, FETCH_TOOLS } from './images';
import { type PreloadBudget } from './preload-budget';
import { lookScript, readerScript, writerScript } from './script/preload-script';
import { type ExistingSource, type FetchedSource, folderOf } from './sources/source-details';

type Container = Plain<k8s.Container>;

/** Mount path of the cache volume in preload containers. */
const CACHE_PATH = '/model-cache';
const REGISTRY_CONFIG_PATH = '/registry-credentials';
const REGISTRY_CONFIG_VOLUME = 'registry-credentials';
const REGISTRY_CONFIG_MOUNT = { name: REGISTRY_CONFIG_VOLUME, mountPath: REGISTRY_CONFIG_PATH, readOnly: true };

/** Volume mount of a model cache. */
interface CacheMount {
  readonly volume: string;
  readonly readOnly: boolean;
}

interface FetchOptions {
  readonly name: string;
  readonly source: FetchedSource;
  readonly size: Size;
  readonly budget: PreloadBudget;
  readonly volume: string;
  readonly image?: string;
  readonly resources?: ContainerResources;
  /** Ephemeral storage for a model on the node's disk. */
  readonly disk?: Size;
  readonly settings: FetchSettings;
}

/** Container that fetches a model into a cache, or finds it in the cache. */
export function fetchContainer({ name, source, size, budget, volume, image, resources, disk, settings }: FetchOptions): Container {
  const { kind, secrets, pullSecret } = source;
  const wanted: ContainerResources = {
    cpu: Cpu.millis(500),
    memory: fetchMemory(kind, size),
    ...(disk && { ephemeralStorage: disk, ephemeralStorageLimit: disk }),
    ...resources,
  };
  const env = {
    ...common(source, budget),
    MODEL_KIB: String(Math.ceil(size.toKibibytes())),
    MODEL_STALL: '120',
    MODEL_STALE: '30',
    MODEL_BEAT: '5',
    MODEL_ATTEMPTS: '6',
    MODEL_BACKOFF: '2',
    ...source.env,
    ...(pullSecret !== undefined && { MODEL_REGISTRY_CONFIG: `${REGISTRY_CONFIG_PATH}/.dockerconfigjson` }),
  };
  const container = preloadContainer(name, image ?? FETCH_TOOLS[kind].image, writerScript(kind), env, wanted, { volume, readOnly: false }, settings.security);
  return {
    ...container,
    env: [
      ...container.env!,
      ...Object.entries(settings.environment).map(([variable, value]) => value._manifest(variable)),
      EnvValue.field('metadata.uid')._manifest('MODEL_OWNER'),
      ...Object.entries(secrets).map(([variable, key]) => key.asEnvValue()._manifest(variable)),
    ],
    volumeMounts: [
      ...container.volumeMounts!,
      ...(pullSecret === undefined ? [] : [REGISTRY_CONFIG_MOUNT]),
      ...(settings.caBundle ? [settings.caBundle._mount()] : []),
    ],
  };
}

/** Volumes of a fetch besides the cache. */
export function fetchVolumes({ pullSecret }: FetchedSource, { caBundle }: FetchSettings): Plain<k8s.Volume>[] {
  return [
    ...(pullSecret === undefined ? [] : [{ name: REGISTRY_CONFIG_VOLUME, secret: { secretName: pullSecret } }]),
    ...(caBundle ? [caBundle._volume()] : []),
  ];
}

interface WaitOptions extends Pick<FetchOptions, 'name' | 'source' | 'budget' | 'volume' | 'image' | 'settings'> {
  /** Name of the Job that fetches the model. */
  readonly writer: string;
}

/** Container that waits until a Job has fetched a model. */
export function waitContainer({ name, source, budget, volume, image, writer, settings }: WaitOptions): Container {
  const env = { ...common(source, budget), MODEL_WRITER: writer };
  return preloadContainer(name, image ?? SMALL_IMAGE, readerScript(), env, LITTLE, { volume, readOnly: true }, settings.security);
}

/** Container that verifies that a model exists at its path. */
export function lookContainer(name: string, { folder }: ExistingSource, volume: string, security: SecurityProfile, image?: string): Container {
  const env = { MODEL_ROOT: CACHE_PATH, MODEL_DIR: folder };
  return preloadContainer(name, image ?? SMALL_IMAGE, lookScript(), env, LITTLE, { volume, readOnly: true }, security);
}

/** Image with a shell, which also fetches over HTTP. */
const SMALL_IMAGE = FETCH_TOOLS.http.image;
const LITTLE: ContainerResources = { cpu: Cpu.millis(10), memory: Size.mebibytes(32) };

function common(source: FetchedSource, { timeoutSeconds }: PreloadBudget): Record<string, string> {
  return { MODEL_ROOT: CACHE_PATH, MODEL_DIR: folderOf(source), MODEL_IDENTITY: source.identity, MODEL_TIMEOUT: String(timeoutSeconds) };
}

function preloadContainer(
  name: string, image: string, script: string, env: Record<string, string>, resources: ContainerResources, { volume, readOnly }: CacheMount,
  security: SecurityProfile,
): Container {
  return {
    name,
    image: ImageReference.parsePinned(image).toString(),
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/sh', '-c', script],
    env: Object.entries(env).map(([variable, value]) => EnvValue.value(unexpanded(value))._manifest(variable)),
    resources: resourcesManifest(name, resources),
    volumeMounts: [{ name: volume, mountPath: CACHE_PATH, ...(readOnly && { readOnly }) }],
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: security._containerManifest(),
  };
}

/**
 * Escapes `$` for the kubelet, which replaces $(NAME) by the value of another variable, possibly a token, and $$ by
 * one dollar.
 */
function unexpanded(value: string): string {
  return value.replace(/\$/g, '$$$$');
}
