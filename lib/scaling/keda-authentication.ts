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
   * ID of the identity, if it is not the identity of KEDA's operator.
   *
   * @default - the identity of KEDA's operator
   */
  readonly identityId?: string;
}

/**
 * Authentication of KEDA at the source of a trigger. Manifests reference Secrets and never contain their values; KEDA
 * reads them.
 */
export class KedaAuthentication {
  /**
   * Authentication parameters from Secrets in the policy's namespace, by the parameter names of the trigger type, as in
   * `{ username: …, password: … }`.
   *
   * @param parameters at least one parameter
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
   * Pod identity of KEDA's operator at a cloud provider.
   *
   * @param provider the provider name in KEDA: 'aws', 'azure-workload' or 'gcp'
   */
  public static podIdentity(provider: string, options: PodIdentityOptions = {}): KedaAuthentication {
    if (!/^[a-z][a-z-]*$/.test(provider)) throw new UserError(`'${provider}' is not a pod identity provider of KEDA; use one such as 'aws', 'azure-workload' or 'gcp'`);
    return new KedaAuthentication({ podIdentity: { provider, ...(options.identityId !== undefined && { identityId: options.identityId }) } });
  }

  /** Existing TriggerAuthentication. */
  public static existing(name: string, options: ExistingAuthenticationOptions = {}): KedaAuthentication {
    requireReferencedName('TriggerAuthentication', name);
    return new KedaAuthentication(undefined, { name, ...(options.clusterWide && { kind: 'ClusterTriggerAuthentication' }) });
  }

  private constructor(private readonly spec?: object, private readonly reference?: object) {}

  /**
   * Spec of a new TriggerAuthentication; undefined if it exists already.
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
