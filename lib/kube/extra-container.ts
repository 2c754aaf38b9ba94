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
  /** Pulls the image if the node does not have it: right for images that are named by version or digest. */
  IF_NOT_PRESENT = 'IfNotPresent',

  /**
   * At every start: asks the registry whether the tag has moved, and lets no pod use an image that it has no
   * credentials for.
   */
  ALWAYS = 'Always',

  /** Never: the node has it. */
  NEVER = 'Never',
}

/** A container beside the module's own. It is hardened in the same way. */
export interface ExtraContainer {
  /** The container's name, unique in its pod. */
  readonly name: string;

  /** The image, by version or digest. */
  readonly image: string;

  /** Its resources; cpu and memory have to be named. */
  readonly resources: ContainerResources;

  /**
   * Command that replaces the entry point of the image.
   *
   * @default - the image's
   */
  readonly command?: string[];

  /**
   * The arguments.
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
   * Objects each key of which becomes an environment variable.
   *
   * @default - none
   */
  readonly envFrom?: EnvSource[];

  /**
   * The TCP ports that it listens on.
   *
   * @default - none
   */
  readonly ports?: number[];

  /**
   * The volumes that it sees, besides the /tmp that it shares with its pod.
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
 * A container of a pod, with everything explicit.
 *
 * @throws where an image is not pinned, a secret would stand in the manifest, or a name, a variable, a port or a
 * resource is impossible.
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
