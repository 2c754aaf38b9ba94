import { Size } from 'cdk8s';
import { type ContainerResources } from '../../kube/container-resources';
import { type EnvValue } from '../../kube/env-value';
import { containerManifest, type ImagePullPolicy } from '../../kube/extra-container';
import { type Placement, placementManifest } from '../../kube/placement';
import { type k8s, type Plain } from '../../kube/plain';
import { PodVolume } from '../../kube/pod-volume';
import { pullSecretsManifest } from '../../kube/pull-secrets';
import { type SecretKey } from '../../kube/secret-key';
import { type SecurityProfile } from '../../kube/security-profile';
import { DATA_VOLUME } from '../single-server';
import { REDIS_PATHS, REDIS_PORT } from './redis-configuration';

type PodSpec = Plain<k8s.PodSpec>;
type Probe = Plain<k8s.Probe>;

interface RedisPodProps {
  readonly configMapName: string;
  readonly image: string;
  readonly pullPolicy: ImagePullPolicy;
  readonly pullSecrets?: readonly string[];
  readonly resources: ContainerResources;
  readonly password: SecretKey;
  readonly startupBudget: number;
  readonly terminationGracePeriodSeconds: number;
  readonly sidecars: readonly Plain<k8s.Container>[];
  readonly placement: Placement;
  readonly security: SecurityProfile;
  readonly env?: Record<string, EnvValue>;
}

const STARTUP_PERIOD = 5;

/** Pod spec of a session store. The server is process 1, so that it receives SIGTERM and shuts down gracefully. */
export function redisPodSpec(props: RedisPodProps): PodSpec {
  const { security } = props;
  const runtime = PodVolume.memory('runtime', Size.mebibytes(1));
  const configuration = PodVolume.configMap('configuration', props.configMapName);
  const server = containerManifest({
    name: 'server',
    image: props.image,
    command: ['/bin/sh', `${REDIS_PATHS.configuration}/start.sh`],
    env: props.env,
    resources: props.resources,
    ports: [REDIS_PORT],
    mounts: [{ volume: configuration, path: REDIS_PATHS.configuration, readOnly: true }],
  }, { pullPolicy: props.pullPolicy, security });
  return {
    terminationGracePeriodSeconds: props.terminationGracePeriodSeconds,
    securityContext: security._podManifest(),
    ...pullSecretsManifest(props.pullSecrets),
    ...placementManifest(props.placement),
    containers: [
      {
        ...server,
        ports: [{ name: 'redis', containerPort: REDIS_PORT, protocol: 'TCP' }],
        volumeMounts: [
          ...server.volumeMounts ?? [],
          { name: DATA_VOLUME, mountPath: REDIS_PATHS.data },
          { name: 'runtime', mountPath: REDIS_PATHS.runtime },
          { name: 'secret', mountPath: REDIS_PATHS.secret, readOnly: true },
        ],
        startupProbe: probe('ready.sh', STARTUP_PERIOD, Math.ceil(props.startupBudget / STARTUP_PERIOD)),
        readinessProbe: probe('ready.sh', 5, 2),
        livenessProbe: probe('alive.sh', 10, 6),
      },
      ...props.sidecars,
    ],
    volumes: [
      configuration._manifest(),
      runtime._manifest(),
      { name: 'secret', secret: { secretName: props.password.name, items: [{ key: props.password.key, path: 'password' }] } },
    ],
  };
}

function probe(script: string, periodSeconds: number, failureThreshold: number): Probe {
  return {
    exec: { command: ['/bin/sh', `${REDIS_PATHS.configuration}/${script}`] },
    initialDelaySeconds: 0,
    periodSeconds,
    timeoutSeconds: 5,
    failureThreshold,
    successThreshold: 1,
  };
}
