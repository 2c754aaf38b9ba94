import { type k8s } from 'cdk8s-plus-28';
import { UserError } from '../values/user-error';
import { type Plain } from './plain';

const RUNTIME_DEFAULT = { type: 'RuntimeDefault' };

/** Options of the restricted profile. */
export interface RestrictedProfileOptions {
  /**
   * User id of the containers.
   *
   * Linters require 10000 or above, so that it does not collide with a user of the node.
   *
   * @default 10001
   */
  readonly user?: number;

  /**
   * Group id of the containers and of the volumes.
   *
   * @default 10001
   */
  readonly group?: number;

  /**
   * Mounts the root file system read-only. /tmp stays writable.
   *
   * @default true
   */
  readonly readOnlyRootFilesystem?: boolean;
}

/** Options of the restricted profile without ids. */
export interface RestrictedV2ProfileOptions {
  /**
   * Mounts the root file system read-only. /tmp stays writable.
   *
   * @default true
   */
  readonly readOnlyRootFilesystem?: boolean;
}

/** Security profile: the security contexts of a pod and its containers. */
export class SecurityProfile {
  /**
   * Pod Security Standard "restricted" with a read-only root file system: no root, no capabilities, no privilege
   * escalation, the runtime's default seccomp profile.
   *
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
   */
  public static restricted(options: RestrictedProfileOptions = {}): SecurityProfile {
    const { user = 10001, group = 10001, readOnlyRootFilesystem = true } = options;
    for (const [what, id] of [['user', user], ['group', group]] as const) {
      if (!Number.isSafeInteger(id) || id < 1) throw new UserError(`the ${what} of a restricted profile must be a whole number above 0, got ${id}; 0 is root`);
    }
    return new SecurityProfile(
      { runAsNonRoot: true, runAsUser: user, runAsGroup: group, fsGroup: group, fsGroupChangePolicy: 'OnRootMismatch', seccompProfile: RUNTIME_DEFAULT },
      {
        runAsNonRoot: true,
        runAsUser: user,
        runAsGroup: group,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem,
        capabilities: { drop: ['ALL'] },
        seccompProfile: RUNTIME_DEFAULT,
      },
    );
  }

  /**
   * Pod Security Standard "restricted" without user and group ids, for namespaces that assign them: the SCC
   * restricted-v2 of OpenShift, and admission controllers that allow a range of ids. The API server or the container
   * runtime sets the user. On a cluster that assigns none, the image must set a non-root user.
   *
   * @see https://docs.openshift.com/container-platform/latest/authentication/managing-security-context-constraints.html
   */
  public static restrictedV2(options: RestrictedV2ProfileOptions = {}): SecurityProfile {
    const { readOnlyRootFilesystem = true } = options;
    return new SecurityProfile(
      { runAsNonRoot: true, seccompProfile: RUNTIME_DEFAULT },
      { runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem, capabilities: { drop: ['ALL'] }, seccompProfile: RUNTIME_DEFAULT },
    );
  }

  /**
   * User of the image, possibly root, and a writable root file system: for images that need them. A namespace that
   * enforces "restricted" rejects such pods.
   */
  public static imageDefaults(): SecurityProfile {
    const container = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: false, seccompProfile: RUNTIME_DEFAULT };
    return new SecurityProfile({ seccompProfile: RUNTIME_DEFAULT }, container);
  }

  private constructor(
    private readonly pod: Plain<k8s.PodSecurityContext>,
    private readonly container: Plain<k8s.SecurityContext>,
  ) {}

  /** @internal */
  public _podManifest(): Plain<k8s.PodSecurityContext> {
    return this.pod;
  }

  /** @internal */
  public _containerManifest(): Plain<k8s.SecurityContext> {
    return this.container;
  }
}
