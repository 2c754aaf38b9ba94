import { Size } from 'cdk8s';
import { EnvValue } from '../../kube/env-value';
import { containerManifest, type ImagePullPolicy } from '../../kube/extra-container';
import { type k8s, type Plain } from '../../kube/plain';
import { type SecretKey } from '../../kube/secret-key';
import { SecurityProfile } from '../../kube/security-profile';
import { Cpu } from '../../values/cpu';

export const EXPORTER_PORT = 9121;
export const EXPORTER_PORT_NAME = 'metrics';

/** The sidecar that exports a server's metrics to Prometheus. */
export function exporterContainer(image: string, password: SecretKey, pullPolicy: ImagePullPolicy): Plain<k8s.Container> {
  const exporter = containerManifest({
    name: 'exporter',
    image,
    env: { REDIS_ADDR: EnvValue.value('redis://127.0.0.1:6379'), REDIS_PASSWORD: password.asEnvValue() },
    resources: { cpu: Cpu.millis(50), memory: Size.mebibytes(64) },
  }, { pullPolicy, security: SecurityProfile.restricted() });
  return { ...exporter, ports: [{ name: EXPORTER_PORT_NAME, containerPort: EXPORTER_PORT, protocol: 'TCP' }] };
}
