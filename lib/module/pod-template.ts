import { type Duration, Size } from 'cdk8s';
import { type Cluster } from '../kube/cluster';
import { type ContainerResources } from '../kube/container-resources';
import { containerManifest, type ExtraContainer, ImagePullPolicy } from '../kube/extra-container';
import { type k8s, type Plain } from '../kube/plain';
import { type Mount, PodVolume, volumeManifests } from '../kube/pod-volume';
import { pullSecretsManifest } from '../kube/pull-secrets';
import { wholeSeconds } from '../kube/seconds';
import { Quantity } from '../values/quantity';
import { UserError } from '../values/user-error';
import { type Drain } from './drain';
import { type KotaemonModuleProps } from './kotaemon-module-props';
import { schedulingManifest } from './scheduling';

type PodSpec = Plain<k8s.PodSpec>;
type Container = Plain<k8s.Container>;

export interface PodTemplateParts {
  readonly cluster: Cluster;
  readonly containerName: string;
  readonly serviceAccountName: string;
  readonly mountsToken: boolean;
  readonly selector: Record<string, string>;
  readonly ports: Plain<k8s.ContainerPort>[];
  readonly probes: Partial<Pick<Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>>;
  readonly resources: ContainerResources;
  readonly drain: Drain;
  readonly gracePeriod: Duration;
  readonly configMount?: Mount;
}

/**
 * Returns the pod spec of a module without its environment variables, which are complete only after the whole tree is
 * built.
 *
 * @throws if an option is invalid.
 */
export function podSpec(props: KotaemonModuleProps, parts: PodTemplateParts): PodSpec {
  const { initContainers = [], sidecars = [], containers = [] } = props;
  if (sidecars.length > 0) parts.cluster._require('nativeSidecars', 'a native sidecar');
  requireUniqueNames([parts.containerName, ...[...sidecars, ...initContainers, ...containers].map(({ name }) => name)]);
  const tmpSize = props.tmpSize ?? Size.mebibytes(512);
  const tmp: Mount = { volume: PodVolume.emptyDir('tmp', tmpSize), path: '/tmp' };
  const withTmp = (mounts: Mount[] = []): Mount[] => mounts.some(({ path }) => path === tmp.path) ? mounts : [tmp, ...mounts];
  const ownMounts = withTmp([...parts.configMount ? [parts.configMount] : [], ...props.mounts ?? []]);
  const security = props.security ?? parts.cluster.security;
  const pod = { security, pullPolicy: props.imagePullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT };
  const beside = (container: ExtraContainer): Container => containerManifest({ ...container, mounts: withTmp(container.mounts) }, pod);
  const args = props.listenFlag === undefined ? props.args : [props.listenFlag, parts.cluster.listenAddress, ...props.args ?? []];
  const own = containerManifest({ ...props, args, name: parts.containerName, env: {}, ports: undefined, resources: parts.resources, mounts: ownMounts }, pod);
  const neighbours = containers.map(beside);
  requireRoom(tmpSize, [own, ...neighbours]);
  const preStop = parts.drain._handler(parts.cluster, parts.gracePeriod);
  const starting = [...sidecars.map((sidecar) => ({ ...beside(sidecar), restartPolicy: 'Always' })), ...initContainers.map(beside)];
  return {
    serviceAccountName: parts.serviceAccountName,
    automountServiceAccountToken: parts.mountsToken,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: wholeSeconds('the termination grace period', parts.gracePeriod, 1),
    securityContext: security._podManifest(),
    ...schedulingManifest(props.scheduling ?? {}, parts.selector),
    ...pullSecretsManifest(props.imagePullSecrets),
    ...(starting.length > 0 && { initContainers: starting }),
    containers: [{ ...own, ...(parts.ports.length > 0 && { ports: parts.ports }), ...parts.probes, ...(preStop && { lifecycle: { preStop } }) }, ...neighbours],
    volumes: volumeManifests([...ownMounts, ...[...sidecars, ...initContainers, ...containers].flatMap(({ mounts }) => withTmp(mounts))]),
  };
}

/**
 * Checks that /tmp fits the pod's limit of ephemeral storage. Files in /tmp count towards it, and the kubelet evicts a
 * pod above it.
 */
function requireRoom(tmpSize: Size, containers: Container[]): void {
  const limits = containers.map(({ resources }) => Quantity.parse(String(resources!.limits!['ephemeral-storage'])));
  const limit = limits.reduce((sum, each) => sum.plus(each));
  if (Quantity.parse(tmpSize.asString()).compare(limit) > 0) {
    throw new UserError(`tmpSize is ${tmpSize.asString()}, but the pod is evicted above ${limit} bytes of ephemeral storage; raise ephemeralStorageLimit, or lower tmpSize`);
  }
}

function requireUniqueNames(names: string[]): void {
  const again = names.find((name, index) => names.indexOf(name) !== index);
  if (again !== undefined) throw new UserError(`two containers of the pod are named '${again}'; rename one of them`);
}
