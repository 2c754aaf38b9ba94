import { Duration, Size } from 'cdk8s';
import { type ExtraContainer } from '../kube/extra-container';
import { type Mount, PodVolume } from '../kube/pod-volume';
import { Drain } from '../module/drain';
import { HealthProbe } from '../module/health-probe';
import { type KotaemonModuleProps } from '../module/kotaemon-module-props';
import { ModuleRole } from '../module/module-role';
import { Spread } from '../module/scheduling';
import { ScalingMetric } from '../scaling/scaling-metric';
import { ScalingRate } from '../scaling/scaling-rules';
import { Cpu } from '../values/cpu';
import { APP_PORT, DATA_PATH, DRIVER_PATH, OVERRIDE_PATH } from './app-environment';
import { type AppState } from './app-state';
import { type KotaemonAppProps } from './kotaemon-app-props';
import { OVERRIDE_FILES } from './settings-override';

/**
 * The app as a role. Gradio has no path of its own for health: these two are constant and cheap, and the port opens only when everything has been loaded.
 * A thread that parses a document can hold Python up for seconds, so that liveness has patience.
 */
const USER_INTERFACE = ModuleRole.custom('user-interface', {
  metrics: [ScalingMetric.cpuUtilization(70)],
  // A user stays with a pod, and indexing goes on after its request: pods are given back one by one, and late.
  scaleDown: { stabilizationWindow: Duration.seconds(600), policies: [ScalingRate.pods(1, Duration.seconds(300))] },
  maxReplicas: 4,
  resources: { cpu: Cpu.cores(1), memory: Size.gibibytes(2), memoryLimit: Size.gibibytes(8) },
  // With the heavy libraries that it imports; the first start fills the database as well.
  startTime: Duration.seconds(120),
  probes: {
    readiness: HealthProbe.httpGet('/robots.txt', { period: Duration.seconds(10) }),
    liveness: HealthProbe.httpGet('/app_id', { period: Duration.seconds(30), timeout: Duration.seconds(10), failureThreshold: 10 }),
  },
});

/** Python ends at once when it is told to: answers that are being streamed have the drain, and nothing else. With one pod, the drain is an outage. */
const EMBEDDED_DRAIN = Duration.seconds(15);
const EXTERNAL_DRAIN = Duration.seconds(120);
const END_SECONDS = 15;

/** Where the driver of the database is copied to, and found. */
const DRIVER_MOUNT: Mount = { volume: PodVolume.emptyDir('driver', Size.mebibytes(64)), path: DRIVER_PATH };

type AppModuleProps = Omit<KotaemonModuleProps, 'name' | 'env'>;

/**
 * What the app is as a module, but for its name and its environment.
 *
 * @param claimName of the volume that everything is written to which is to outlive a pod
 */
export function appModuleProps(props: KotaemonAppProps, state: AppState, claimName: string): AppModuleProps {
  const driverImage = state._external?.driverImage;
  const drain = state._embedded ? EMBEDDED_DRAIN : EXTERNAL_DRAIN;
  return {
    role: USER_INTERFACE,
    image: props.image,
    port: APP_PORT,
    // The image's launcher is a shell that passes no signal on; python is process 1 instead.
    command: ['/app/.venv/bin/python', 'app.py'],
    envFrom: props.envFrom,
    resources: props.resources,
    tmpSize: Size.gibibytes(1),
    imagePullPolicy: props.imagePullPolicy,
    imagePullSecrets: props.imagePullSecrets,
    network: props.network,
    mounts: [
      { volume: PodVolume.claim('data', claimName), path: DATA_PATH },
      { volume: PodVolume.emptyDir('flow', Size.mebibytes(64)), path: '/app/.theflow' },
      ...driverImage === undefined ? [] : [DRIVER_MOUNT],
    ],
    drain: Drain.sleep(drain),
    terminationGracePeriod: Duration.seconds(drain.toSeconds() + END_SECONDS),
    ...(state._external ? externalProps(props, driverImage) : {
      replicas: 1,
      rollout: { recreate: true },
      scheduling: { spread: Spread.NONE, ...props.scheduling },
    }),
  };
}

function externalProps(props: KotaemonAppProps, driverImage: string | undefined): Partial<AppModuleProps> {
  return {
    ...(props.scaling?.maxReplicas === 1 ? { replicas: 1 } : { scaling: props.scaling ?? {} }),
    scheduling: props.scheduling,
    config: OVERRIDE_FILES,
    configPath: OVERRIDE_PATH,
    initContainers: driverImage === undefined ? [] : [driverContainer(driverImage)],
  };
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
