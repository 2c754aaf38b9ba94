import { requireReferencedName } from '../kube/names';
import { type SecretKey } from '../kube/secret-key';
import { UserError } from '../values/user-error';

/** Reference to an existing TriggerAuthentication. */
export interface ExistingAuthenticationOptions {
  /**
   * Refers to a ClusterTriggerAuthentication.
   *
   * @default false
   */
  readonly clusterWide?: boolean;
}

/** Options of a pod identity. */
export interface PodIdentityOptions {
  /**
   * The id of the identity, where it is not the operator's own.
   *
   * @default - the operator's
   */
  readonly identityId?: string;
}

/** Authentication of KEDA at the source of a trigger. Secrets are referred to and read by KEDA, never written. */
export class KedaAuthentication {
  /**
   * Parameters out of Secrets of the policy's namespace, by the names that the trigger's type knows, as in `{ username:
   * …, password: … }`.
   *
   * @param parameters at least one
   */
  public static secrets(parameters: Record<string, SecretKey>): KedaAuthentication {
    const entries = Object.entries(parameters);
    if (entries.length === 0) throw new UserError('an authentication by secrets has no parameters; set at least one of the trigger, as in { password: SecretKey.of(…) }');
    entries.forEach(([parameter]) => {
      if (!/^[A-Za-z][\w.-]*$/.test(parameter)) throw new UserError(`'${parameter}' is not the name of a parameter; use letters, digits, '-', '_' and '.'`);
    });
    return new KedaAuthentication({ secretTargetRef: entries.map(([parameter, { name, key }]) => ({ parameter, name, key })) });
  }

  /**
   * The identity that the cloud gives to KEDA's own pod.
   *
   * @param provider as KEDA names it: 'aws', 'azure-workload' or 'gcp'
   */
  public static podIdentity(provider: string, options: PodIdentityOptions = {}): KedaAuthentication {
    if (!/^[a-z][a-z-]*$/.test(provider)) throw new UserError(`'${provider}' is not a pod identity provider of KEDA; use one such as 'aws', 'azure-workload' or 'gcp'`);
    return new KedaAuthentication({ podIdentity: { provider, ...(options.identityId !== undefined && { identityId: options.identityId }) } });
  }

  /** A TriggerAuthentication that is there already. */
  public static existing(name: string, options: ExistingAuthenticationOptions = {}): KedaAuthentication {
    requireReferencedName('TriggerAuthentication', name);
    return new KedaAuthentication(undefined, { name, ...(options.clusterWide && { kind: 'ClusterTriggerAuthentication' }) });
  }

  private constructor(private readonly spec?: object, private readonly reference?: object) {}

  /**
   * Spec of a TriggerAuthentication; undefined where it exists already.
   *
   * @internal
   */
  public _spec(): object | undefined {
    return this.spec;
  }

  /** @internal */
  public _reference(name: string): object {
    return this.reference ?? { name };
  }
}
