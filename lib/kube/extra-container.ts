import { type k8s } from 'cdk8s-plus-28';
import { ImageReference } from '../values/image-reference';
import { secretArgument } from '../values/secret-names';
import { UserError } from '../values/user-error';
import { type ContainerResources, resourcesManifest } from './container-resources';
import { type EnvSource, type EnvValue, requireEnvValue } from './env-value';
import { requireObjectName } from './names';
import { type Plain } from './plain';
import { type Mount, mountManifests } from './pod-volume';
import { requirePort } from './port';
import { type SecurityProfile } from './security-profile';

/** Pull policy of a container image. */
export enum ImagePullPolicy {
  /** Pulls the image if the node does not have it. Suitable for images with a version or a digest. */
  IF_NOT_PRESENT = 'IfNotPresent',

  /**
   * Queries the registry for the tag's digest at each start. Prevents pods without credentials from using a cached
   * image.
   */
  ALWAYS = 'Always',

  /** Never pulls. The image must be on the node. */
  NEVER = 'Never',
}

/**
 * Additional container of a module's pods: an init container, a sidecar or a regular container. Has the same security
 * profile.
 */
export interface ExtraContainer {
  /** Name of the container, unique in its pod. */
  readonly name: string;

  /** Container image, with a version or a digest. */
  readonly image: string;

  /** Resource requests and limits. cpu and memory are required. */
  readonly resources: ContainerResources;

  /**
   * Command that replaces the image's entry point.
   *
   * @default - the image's
   */
  readonly command?: string[];

  /**
   * Arguments of the container.
   *
   * @default - the image's
   */
  readonly args?: string[];

  /**
   * Environment variables.
   *
   * @default - none
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * ConfigMaps and Secrets whose keys become environment variables.
   *
   * @default - none
   */
  readonly envFrom?: EnvSource[];

  /**
   * TCP ports that the container listens on.
   *
   * @default - none
   */
  readonly ports?: number[];

  /**
   * Volume mounts of the container, in addition to the pod's shared /tmp.
   *
   * @default - none
   */
  readonly mounts?: Mount[];
}

interface PodDefaults {
  readonly pullPolicy: ImagePullPolicy;
  readonly security: SecurityProfile;
}

/**
 * Returns a container of a pod with all fields set explicitly.
 *
 * @throws if an image is not pinned, the manifest would contain a secret, or a name, a variable, a port or a resource
 * is invalid.
 */
export function containerManifest(container: ExtraContainer, { pullPolicy, security }: PodDefaults): Plain<k8s.Container> {
  const { name, command, args, ports } = container;
  requireObjectName('container', name);
  const flag = secretArgument([...command ?? [], ...args ?? []]);
  if (flag !== undefined) {
    throw new UserError(`container '${name}' puts the secret of ${flag} into the manifest; keep it in a Secret, and pass it in a variable with EnvValue.secret('<secret>', '<key>')`);
  }
  const env = Object.entries(container.env ?? {}).map(([variable, value]) => {
    requireEnvValue(variable, value);
    return value._manifest(variable);
  });
  const mounts = mountManifests(name, container.mounts ?? []);
  return {
    name,
    image: ImageReference.parsePinned(container.image).toString(),
    imagePullPolicy: pullPolicy,
    ...(command && { command }),
    ...(args && { args }),
    ...(env.length > 0 && { env }),
    ...(container.envFrom && { envFrom: container.envFrom.map((source) => source._manifest()) }),
    ...(ports && { ports: ports.map((port) => ({ name: `tcp-${requirePort(`a port of container '${name}'`, port)}`, containerPort: port, protocol: 'TCP' })) }),
    resources: resourcesManifest(name, container.resources),
    ...(mounts.length > 0 && { volumeMounts: mounts }),
    securityContext: security._containerManifest(),
  };
}
