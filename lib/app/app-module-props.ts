import { Duration, Size } from 'cdk8s';
import { type ExtraContainer } from '../kube/extra-container';
import { type Mount, PodVolume } from '../kube/pod-volume';
import { Drain } from '../module/drain';
import { type KotaemonModuleProps } from '../module/kotaemon-module-props';
import { type ModuleScaling } from '../module/module-scaling';
import { ModuleRole } from '../module/module-role';
import { Spread } from '../module/scheduling';
import { ScalingMetric } from '../scaling/scaling-metric';
import { ScalingRate } from '../scaling/scaling-rules';
import { Cpu } from '../values/cpu';
import { APP_PORT, DATA_PATH, DRIVER_PATH, OVERRIDE_PATH } from './app-environment';
import { countedMetric } from './app-metrics';
import { type AppMode } from './app-mode';
import { type AppState } from './app-state';
import { type KotaemonAppProps } from './kotaemon-app-props';
import { EXTERNAL_STATE_FILES, OVERRIDE_FILES } from './python/files';

/** Role of the app. */
const USER_INTERFACE = ModuleRole.custom('user-interface', {
  metrics: [ScalingMetric.cpuUtilization(70)],
  // Users are bound to a pod, and indexing continues after its request. Scale-down is slow and removes one pod at a
  // time.
  scaleDown: { stabilizationWindow: Duration.seconds(600), policies: [ScalingRate.pods(1, Duration.seconds(300))] },
  maxReplicas: 4,
  resources: { cpu: Cpu.cores(1), memory: Size.gibibytes(2), memoryLimit: Size.gibibytes(8) },
  // A first start took 132 s on two cores, half of it for compiling Python files: images from 0.11.2 on are not
  // precompiled.
  startTime: Duration.seconds(180),
});

/**
 * preStop drain: the pod keeps serving before SIGTERM, which interrupts streamed responses. With one pod, the drain is
 * an outage.
 */
const EMBEDDED_DRAIN = Duration.seconds(15);
const EXTERNAL_DRAIN = Duration.seconds(120);
/** Time to exit. SIGTERM ends the process within 5 s; an embedding in progress may take longer. */
const END_SECONDS = 30;

/** Mount of the database driver. */
const DRIVER_MOUNT: Mount = { volume: PodVolume.emptyDir('driver', Size.mebibytes(64)), path: DRIVER_PATH };

type AppModuleProps = Omit<KotaemonModuleProps, 'name' | 'env'>;

/** Values of an app that are determined by its props and image. */
export interface AppParts {
  readonly state: AppState;
  readonly mode: AppMode;
  readonly command: string[];
  /** PersistentVolumeClaim of all persistent data. */
  readonly claimName: string;
}

/** Reports whether the app always has one pod. */
export function isFixed({ state, scaling }: Pick<KotaemonAppProps, 'state' | 'scaling'>): boolean {
  return state?._external === undefined || scaling?.maxReplicas === 1;
}

/** Returns the props of the app's module, without name and environment variables. */
export function appModuleProps(name: string, props: KotaemonAppProps, { state, mode, command, claimName }: AppParts): AppModuleProps {
  const driverImage = state._external?.driverImage;
  const drain = state._embedded ? EMBEDDED_DRAIN : EXTERNAL_DRAIN;
  return {
    role: USER_INTERFACE,
    port: APP_PORT,
    probes: mode._parts.probes,
    tmpSize: Size.gibibytes(1),
    image: props.image,
    envFrom: props.envFrom,
    resources: props.resources,
    imagePullPolicy: props.imagePullPolicy,
    imagePullSecrets: props.imagePullSecrets,
    network: props.network,
    labels: props.labels,
    podAnnotations: props.podAnnotations,
    partOf: props.partOf,
    serviceAccount: props.serviceAccount,
    security: props.security,
    startTime: props.startTime,
    metricsEndpoint: props.metricsEndpoint,
    monitoring: props.monitoring,
    command,
    config: { ...OVERRIDE_FILES, ...(state._external && EXTERNAL_STATE_FILES), ...props.config },
    configPath: OVERRIDE_PATH,
    mounts: [
      { volume: PodVolume.claim('data', claimName), path: DATA_PATH },
      { volume: PodVolume.emptyDir('flow', Size.mebibytes(64)), path: '/app/.theflow' },
      ...driverImage === undefined ? [] : [DRIVER_MOUNT],
      ...props.mounts ?? [],
    ],
    drain: Drain.sleep(drain),
    terminationGracePeriod: Duration.seconds(drain.toSeconds() + END_SECONDS),
    ...(state._external ? externalProps(name, props, driverImage) : {
      replicas: 1,
      rollout: { recreate: true },
      scheduling: { spread: Spread.NONE, ...props.scheduling },
    }),
  };
}

function externalProps(name: string, props: KotaemonAppProps, driverImage: string | undefined): Partial<AppModuleProps> {
  return {
    ...(isFixed(props) ? { replicas: 1, rollout: props.graphIndexes ? { recreate: true } : undefined } : { scaling: countedScaling(name, props.scaling) }),
    scheduling: props.scheduling,
    initContainers: driverImage === undefined ? [] : [driverContainer(driverImage)],
  };
}

function countedScaling(name: string, scaling: ModuleScaling = {}): ModuleScaling {
  return scaling.metrics === undefined ? scaling : { ...scaling, metrics: scaling.metrics.map((metric) => countedMetric(name, metric)) };
}

function driverContainer(image: string): ExtraContainer {
  return {
    name: 'driver',
    image,
    command: ['cp', '-r', '/driver/.', DRIVER_PATH],
    resources: { cpu: Cpu.millis(50), memory: Size.mebibytes(64) },
    mounts: [DRIVER_MOUNT],
  };
}
