import { EnvValue } from './env-value';
import { requireReferencedName } from './names';
import { type k8s, type Plain } from './plain';

const VOLUME = 'ca-bundle';
const FOLDER = '/etc/cdk8s-kotaemon/ca';
const FILE = 'ca-bundle.crt';

/** Environment variables for the CA bundle of curl, the Hugging Face client, rclone, oras, Python and the AWS SDKs. */
const VARIABLES = ['SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'AWS_CA_BUNDLE'];

/**
 * CA bundle in PEM format that containers trust, for private certificate authorities such as that of a TLS-intercepting
 * proxy.
 *
 * The bundle replaces the certificate authorities of the image. Include the public ones if a container also reaches
 * public servers: trust-manager and OpenShift (`config.openshift.io/inject-trusted-cabundle`) create such bundles.
 */
export class CaBundle {
  /**
   * Reads the bundle from a ConfigMap in the namespace of the pods.
   *
   * @param name name of the ConfigMap
   * @param key key of the certificates, 'ca-bundle.crt' by default
   */
  public static configMap(name: string, key: string = FILE): CaBundle {
    requireReferencedName('ConfigMap', name);
    return new CaBundle({ name: VOLUME, configMap: { name, items: [{ key, path: FILE }] } });
  }

  /**
   * Reads the bundle from a Secret in the namespace of the pods.
   *
   * @param name name of the Secret
   * @param key key of the certificates, 'ca.crt' by default, as cert-manager writes it
   */
  public static secret(name: string, key: string = 'ca.crt'): CaBundle {
    requireReferencedName('Secret', name);
    return new CaBundle({ name: VOLUME, secret: { secretName: name, items: [{ key, path: FILE }] } });
  }

  private constructor(private readonly volume: Plain<k8s.Volume>) {}

  /** @internal */
  public _volume(): Plain<k8s.Volume> {
    return this.volume;
  }

  /** @internal */
  public _mount(): Plain<k8s.VolumeMount> {
    return { name: VOLUME, mountPath: FOLDER, readOnly: true };
  }

  /** @internal */
  public _environment(): Record<string, EnvValue> {
    return Object.fromEntries(VARIABLES.map((variable) => [variable, EnvValue.value(`${FOLDER}/${FILE}`)]));
  }
}
