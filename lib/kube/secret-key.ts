import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { EnvValue } from './env-value';
import { KubeObject } from './kube-object';
import { LABEL, MANAGED_BY } from './labels';
import { requireDataKey, requireObjectName, requireReferencedName } from './names';
import { objectName } from './object-name';
import { Synthesis } from './synthesis';
import { wantSecretKey } from './wanted-secrets';

/** Properties of an ExternalSecret: a value in a store of the External Secrets Operator. */
export interface ExternalSecretProps {
  /** Name of the SecretStore or ClusterSecretStore. */
  readonly store: string;

  /**
   * True if the store is a ClusterSecretStore.
   *
   * @default false
   */
  readonly clusterWide?: boolean;

  /** Key of the value in the store. */
  readonly remoteKey: string;

  /**
   * Property of a structured value.
   *
   * @default - the whole value
   */
  readonly remoteProperty?: string;

  /**
   * Name of the Secret that the operator creates.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Key of the value in that Secret.
   *
   * @default 'password'
   */
  readonly key?: string;
}

/** Key of a Secret. Manifests contain only the reference; this library neither reads nor creates the value. */
export class SecretKey {
  /**
   * Key of a Secret that exists, or is created before the manifests are applied.
   *
   * @param name name of the Secret
   * @throws if a name is invalid.
   */
  public static of(name: string, key: string): SecretKey {
    return new SecretKey(name, key);
  }

  /**
   * Key of a Secret that the External Secrets Operator, 0.16 or later, synchronizes from an external store. Creates the
   * ExternalSecret.
   */
  public static external(scope: Construct, id: string, props: ExternalSecretProps): SecretKey {
    const { name = generatedName(scope, id), key = 'password', remoteKey, remoteProperty } = props;
    requireObjectName('Secret', name);
    const secretStoreRef = { name: props.store, kind: props.clusterWide ? 'ClusterSecretStore' : 'SecretStore' };
    new KubeObject(scope, id, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name, labels: { [LABEL.managedBy]: MANAGED_BY } },
      spec: {
        refreshInterval: '1h',
        secretStoreRef,
        target: { name },
        data: [{ secretKey: key, remoteRef: { key: remoteKey, ...(remoteProperty !== undefined && { property: remoteProperty }) } }],
      },
    });
    Synthesis.of(scope).note(`ExternalSecret objects need the External Secrets Operator, 0.16 or later, in the cluster, and its ${secretStoreRef.kind} ${secretStoreRef.name}`);
    return new SecretKey(name, key, { namespace: Chart.of(scope).namespace });
  }

  private constructor(
    /** Name of the Secret. */
    public readonly name: string,
    /** Key in the Secret. */
    public readonly key: string,
    private readonly provided?: { readonly namespace?: string },
  ) {
    requireReferencedName('Secret', name);
    requireDataKey('Secret', key);
  }

  /** Returns the value as an environment variable. */
  public asEnvValue(): EnvValue {
    return EnvValue.secret(this.name, this.key);
  }

  /**
   * Adds a note on the required key, unless the app creates it in that namespace.
   *
   * @param value value that the shell command sets
   * @internal
   */
  public _askFor(scope: IConstruct, namespace: string | undefined, what: string, value = '$(openssl rand -hex 24)'): void {
    if (this.provided && this.provided.namespace === namespace) return;
    wantSecretKey(scope, namespace, this.name, { key: this.key, what, value });
  }
}

/**
 * Returns the name of an object before its construct is created. The chart's own `generateObjectName` reads the
 * construct's path.
 */
function generatedName(scope: Construct, id: string): string {
  const standIn = new Construct(scope, id);
  const name = objectName(standIn, id, 'ExternalSecret');
  scope.node.tryRemoveChild(id);
  return name;
}
