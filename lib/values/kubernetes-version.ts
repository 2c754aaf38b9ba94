import { UserError } from './user-error';
interface FeatureRow {
  /** The gate that switches the feature, and the minor version in which the gate appeared. */
  readonly gate: string;
  readonly gateSince: number;
  /** The minor version from which the feature is on by default. */
  readonly onByDefault: number;
}

/**
 * Features that the library uses only where the cluster has them. Sources: the feature gates page of kubernetes.io, and
 * the release notes of each version.
 */
const FEATURES = {
  nativeSidecars: { gate: 'SidecarContainers', gateSince: 28, onByDefault: 29 },
  preStopSleep: { gate: 'PodLifecycleSleepAction', gateSince: 29, onByDefault: 30 },
  imageVolume: { gate: 'ImageVolume', gateSince: 31, onByDefault: 35 },
  hpaTolerance: { gate: 'HPAConfigurableTolerance', gateSince: 33, onByDefault: 35 },
  hpaScaleToZero: { gate: 'HPAScaleToZero', gateSince: 16, onByDefault: 37 },
} satisfies Record<string, FeatureRow>;

export type KubernetesFeature = keyof typeof FEATURES;

const OLDEST = 28;
const NEWEST = 37;

/** A supported minor version of Kubernetes, 1.28 to 1.37. */
export class KubernetesVersion {
  /** Kubernetes 1.28. */
  public static readonly V1_28 = new KubernetesVersion(28);
  /** Kubernetes 1.29. */
  public static readonly V1_29 = new KubernetesVersion(29);
  /** Kubernetes 1.30. */
  public static readonly V1_30 = new KubernetesVersion(30);
  /** Kubernetes 1.31. */
  public static readonly V1_31 = new KubernetesVersion(31);
  /** Kubernetes 1.32. */
  public static readonly V1_32 = new KubernetesVersion(32);
  /** Kubernetes 1.33. */
  public static readonly V1_33 = new KubernetesVersion(33);
  /** Kubernetes 1.34. */
  public static readonly V1_34 = new KubernetesVersion(34);
  /** Kubernetes 1.35. */
  public static readonly V1_35 = new KubernetesVersion(35);
  /** Kubernetes 1.36. */
  public static readonly V1_36 = new KubernetesVersion(36);
  /** Kubernetes 1.37. */
  public static readonly V1_37 = new KubernetesVersion(37);

  /**
   * The version that a text such as '1.35', 'v1.35' or '1.35.4' names.
   *
   * @throws if the text names no supported version.
   */
  public static of(text: string): KubernetesVersion {
    const match = /^v?1\.(\d{1,3})(?:\.\d+)?(?:[-+].*)?$/.exec(text);
    const minor = match ? Number(match[1]) : NaN;
    if (!(minor >= OLDEST && minor <= NEWEST)) {
      throw new UserError(`Kubernetes version '${text}' is not supported; use one from 1.${OLDEST} to 1.${NEWEST}, as in '1.35'`);
    }
    return new KubernetesVersion(minor);
  }

  /** @param minor the second number of the version: 35 for 1.35. */
  private constructor(public readonly minor: number) {}

  /** '1.35' */
  public toString(): string {
    return `1.${this.minor}`;
  }
}

/** Text of a feature gate that a cluster switches off, as in the flag `--feature-gates` of an API server. */
export function switchedOff(gate: string): string {
  return `${gate}=false`;
}

/**
 * Returns whether a cluster has a feature: on by default in the version and not switched off, or switched on by its
 * gate.
 */
export function hasFeature(version: KubernetesVersion, featureGates: readonly string[], feature: KubernetesFeature): boolean {
  const { gate, onByDefault } = FEATURES[feature];
  return (version.minor >= onByDefault && !featureGates.includes(switchedOff(gate))) || featureGates.includes(gate);
}

/** Advice on how to get a feature: the end of an error message. */
export function howToHave(version: KubernetesVersion, feature: KubernetesFeature): string {
  const { gate, gateSince, onByDefault } = FEATURES[feature];
  if (version.minor >= onByDefault) return `switch on the feature gate ${gate}`;
  const declare = `declare Kubernetes 1.${onByDefault}, which has it on by default`;
  return version.minor >= gateSince ? `${declare}, or the feature gate ${gate} if the cluster switches it on` : declare;
}

/**
 * Refuses a feature gate that the library does not know or the version does not have.
 *
 * @throws naming the gates that the version has.
 */
export function requireKnownGate(version: KubernetesVersion, gate: string): void {
  const rows: FeatureRow[] = Object.values(FEATURES);
  if (rows.some((row) => row.gate === gate && row.gateSince <= version.minor)) return;
  const known = rows.filter((row) => row.gateSince <= version.minor && row.onByDefault > version.minor).map((row) => row.gate);
  throw new UserError(`feature gate '${gate}' is not known for Kubernetes ${version}; known and off by default are: ${known.join(', ') || 'none'}`);
}
