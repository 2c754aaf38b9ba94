import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { KubeObject, type KubeObjectProps } from '../kube/kube-object';
import { requireReferencedName } from '../kube/names';

/** API token options of a ServiceAccount. */
export interface PodTokenOptions {
  /**
   * Mounts a token for the Kubernetes API into the pods (`automountServiceAccountToken`).
   *
   * @default false
   */
  readonly mountToken?: boolean;
}

/** Options of a new ServiceAccount. */
export interface ModuleServiceAccountOptions extends PodTokenOptions {
  /**
   * Annotations of the ServiceAccount, such as those for the workload identity of a cloud.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;
}

/** ServiceAccount of a module's pods. */
export class ModuleServiceAccount {
  /** Creates a ServiceAccount for the module. */
  public static create(options: ModuleServiceAccountOptions = {}): ModuleServiceAccount {
    return new ModuleServiceAccount(options);
  }

  /** Uses an existing ServiceAccount and creates none. */
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
