import { Size } from 'cdk8s';
import { type Cluster } from '../../kube/cluster';
import { EnvValue } from '../../kube/env-value';
import { containerManifest, type ImagePullPolicy } from '../../kube/extra-container';
import { type k8s, type Plain } from '../../kube/plain';
import { type SecretKey } from '../../kube/secret-key';
import { Cpu } from '../../values/cpu';
import { loopback, REDIS_PORT } from './redis-configuration';

export const EXPORTER_PORT = 9121;
export const EXPORTER_PORT_NAME = 'metrics';

/** Sidecar container that exports the metrics of the server to Prometheus. */
export function exporterContainer(image: string, password: SecretKey, pullPolicy: ImagePullPolicy, cluster: Cluster): Plain<k8s.Container> {
  const host = loopback(cluster.ipFamilies);
  const exporter = containerManifest({
    name: 'exporter',
    image,
    env: { REDIS_ADDR: EnvValue.value(`redis://${host.includes(':') ? `[${host}]` : host}:${REDIS_PORT}`), REDIS_PASSWORD: password.asEnvValue() },
    resources: { cpu: Cpu.millis(50), memory: Size.mebibytes(64) },
  }, { pullPolicy, security: cluster.security });
  return { ...exporter, ports: [{ name: EXPORTER_PORT_NAME, containerPort: EXPORTER_PORT, protocol: 'TCP' }] };
}
