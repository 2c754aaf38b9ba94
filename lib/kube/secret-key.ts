import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { EnvValue } from './env-value';
import { KubeObject } from './kube-object';
import { LABEL, MANAGED_BY } from './labels';
import { requireDataKey, requireObjectName, requireReferencedName } from './names';
import { objectName } from './object-name';
import { Synthesis } from './synthesis';
import { wantSecretKey } from './wanted-secrets';

/** Reference to a value in a store of the External Secrets Operator. */
export interface ExternalSecretProps {
  /** The name of the SecretStore, or of the ClusterSecretStore. */
  readonly store: string;

  /**
   * Refers to a ClusterSecretStore.
   *
   * @default false
   */
  readonly clusterWide?: boolean;

  /** The key under which the store knows the value. */
  readonly remoteKey: string;

  /**
   * The part of a structured value.
   *
   * @default - the whole value
   */
  readonly remoteProperty?: string;

  /**
   * The name of the Secret that is made from it.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * The key in that Secret.
   *
   * @default 'password'
   */
  readonly key?: string;
}

/** A key of a Secret. Only the reference is ever written; this library neither reads nor makes a value. */
export class SecretKey {
  /**
   * A key of a Secret that exists already, or that is created before the manifests are applied.
   *
   * @param name the Secret's name
   * @throws where a name is impossible.
   */
  public static of(name: string, key: string): SecretKey {
    return new SecretKey(name, key);
  }

  /**
   * A key of a Secret that the External Secrets Operator, 0.16 or later, keeps in step with a store outside the
   * cluster. Emits its ExternalSecret.
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
    /** The Secret's name. */
    public readonly name: string,
    /** The key in it. */
    public readonly key: string,
    private readonly provided?: { readonly namespace?: string },
  ) {
    requireReferencedName('Secret', name);
    requireDataKey('Secret', key);
  }

  /** The value as an environment variable. */
  public asEnvValue(): EnvValue {
    return EnvValue.secret(this.name, this.key);
  }

  /**
   * Asks in the output for the key, unless something here makes it in that namespace.
   *
   * @param value what the shell puts into it
   * @internal
   */
  public _askFor(scope: IConstruct, namespace: string | undefined, what: string, value = '$(openssl rand -hex 24)'): void {
    if (this.provided && this.provided.namespace === namespace) return;
    wantSecretKey(scope, namespace, this.name, { key: this.key, what, value });
  }
}

/** Name of the object that a construct is about to make; the chart's own `generateObjectName` reads its path. */
function generatedName(scope: Construct, id: string): string {
  const standIn = new Construct(scope, id);
  const name = objectName(standIn, id, 'ExternalSecret');
  scope.node.tryRemoveChild(id);
  return name;
}
