import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { KubeObject, type KubeObjectProps } from '../kube/kube-object';
import { requireReferencedName } from '../kube/names';

/** Use of a ServiceAccount by the pods. */
export interface PodTokenOptions {
  /**
   * Mounts a token for the Kubernetes API into the pods.
   *
   * @default false
   */
  readonly mountToken?: boolean;
}

/** Options of a service account. */
export interface ModuleServiceAccountOptions extends PodTokenOptions {
  /**
   * Annotations, as a cloud asks for them in order to lend its pods an identity.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;
}

/** The identity of a module's pods. */
export class ModuleServiceAccount {
  /** One of the module's own. */
  public static create(options: ModuleServiceAccountOptions = {}): ModuleServiceAccount {
    return new ModuleServiceAccount(options);
  }

  /** One that exists already; none is made. */
  public static existing(name: string, options: PodTokenOptions = {}): ModuleServiceAccount {
    requireReferencedName('ServiceAccount', name);
    return new ModuleServiceAccount(options, name);
  }

  private constructor(private readonly options: ModuleServiceAccountOptions, private readonly existingName?: string) {}

  /** @internal */
  public get _mountsToken(): boolean {
    return this.options.mountToken ?? false;
  }

  /** @internal */
  public _nameFor(moduleName: string): string {
    return this.existingName ?? moduleName;
  }

  /** @internal */
  public _create(scope: Construct, id: string, metadata: KubeObjectProps['metadata']): ApiObject | undefined {
    if (this.existingName !== undefined) return undefined;
    const { annotations } = this.options;
    return new KubeObject(scope, id, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { ...metadata, ...(annotations && { annotations }) },
      automountServiceAccountToken: this._mountsToken,
    });
  }
}
