import { Duration, Size } from 'cdk8s';
import { type EnvValue } from '../../kube/env-value';
import { containerManifest, ImagePullPolicy } from '../../kube/extra-container';
import { placementManifest } from '../../kube/placement';
import { type k8s, type Plain } from '../../kube/plain';
import { PodVolume } from '../../kube/pod-volume';
import { pullSecretsManifest } from '../../kube/pull-secrets';
import { wholeSeconds } from '../../kube/seconds';
import { type SecurityProfile } from '../../kube/security-profile';
import { Cpu } from '../../values/cpu';
import { type ServerPort } from '../single-server';
import { type VectorStoreFlavour } from './vector-store-flavour';
import { type VectorStoreServerProps } from './vector-store-server-props';

const STARTUP_PERIOD = 10;

interface VectorPodParts {
  readonly flavour: VectorStoreFlavour;
  readonly environment: Record<string, EnvValue>;
  readonly ports: readonly ServerPort[];
  readonly memory: Size;
  readonly dataVolume: string;
  readonly startupBudget: Duration;
  readonly security: SecurityProfile;
}

/** Pod spec of a vector store. The server is process 1, so that it receives SIGTERM and flushes its memory. */
export function vectorPodSpec(props: VectorStoreServerProps, parts: VectorPodParts): Plain<k8s.PodSpec> {
  const { flavour, environment, ports, memory, dataVolume, startupBudget } = parts;
  const { security } = parts;
  const tmp = PodVolume.emptyDir('tmp', Size.mebibytes(512));
  const { command, args, paths } = flavour;
  const server = containerManifest({
    name: 'server',
    image: props.image ?? flavour.image,
    command,
    args,
    env: environment,
    resources: { cpu: props.cpu ?? Cpu.cores(1), memory },
    mounts: [{ volume: tmp, path: '/tmp' }],
  }, { pullPolicy: props.imagePullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT, security });
  return {
    terminationGracePeriodSeconds: wholeSeconds('the termination grace period', props.terminationGracePeriod ?? Duration.minutes(10), 1),
    securityContext: security._podManifest(),
    ...pullSecretsManifest(props.imagePullSecrets),
    ...placementManifest(props),
    containers: [{
      ...server,
      ports: ports.map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })),
      volumeMounts: [...server.volumeMounts ?? [], { name: dataVolume, mountPath: paths.data }],
      startupProbe: probe(paths.ready, STARTUP_PERIOD, Math.ceil(startupBudget.toSeconds() / STARTUP_PERIOD)),
      readinessProbe: probe(paths.ready, 5, 3),
      livenessProbe: probe(paths.live, 10, 12),
    }],
    volumes: [tmp._manifest()],
  };
}

function probe(path: string, periodSeconds: number, failureThreshold: number): Plain<k8s.Probe> {
  return { httpGet: { path, port: 'http', scheme: 'HTTP' }, initialDelaySeconds: 0, periodSeconds, timeoutSeconds: 5, failureThreshold, successThreshold: 1 };
}
