import { describeManifest } from '../../manifest/manifest';
import { UserError } from '../../values/user-error';
import { type Finding } from '../rule/rule';

/** Returns the identity of a finding until it is fixed: rule, object and message, not the line. */
export function fingerprintOf({ rule, manifest, message }: Finding): string {
  return `${rule.id} ${describeManifest(manifest)}: ${message}`;
}

/** Baseline: known findings that a run accepts. */
export class Baseline {
  /**
   * Reads a baseline.
   *
   * @throws UserError if the text is not a baseline.
   */
  public static parse(text: string, file: string): Baseline {
    let value: { findings?: unknown } | null;
    try {
      value = JSON.parse(text);
    } catch {
      throw new UserError(`baseline '${file}' is not JSON; write it again by --update-baseline`);
    }
    const findings = value?.findings;
    if (!Array.isArray(findings) || !findings.every((each) => typeof each === 'string')) {
      throw new UserError(`baseline '${file}' has no list of findings; write it again by --update-baseline`);
    }
    return new Baseline(findings);
  }

  /** Creates a baseline of all findings without a suppression. */
  public static of(findings: readonly Finding[]): Baseline {
    return new Baseline(findings.filter(({ suppression }) => suppression === undefined).map(fingerprintOf).sort());
  }

  private constructor(private readonly fingerprints: readonly string[]) {}

  /** Separates the findings that the baseline lists; each baseline entry matches once. */
  public split(findings: readonly Finding[]): { readonly old: ReadonlySet<Finding>; readonly gone: number } {
    const left = new Map<string, number>();
    for (const fingerprint of this.fingerprints) left.set(fingerprint, (left.get(fingerprint) ?? 0) + 1);
    const old = new Set<Finding>();
    for (const finding of findings) {
      const fingerprint = fingerprintOf(finding);
      const count = left.get(fingerprint) ?? 0;
      if (count === 0 || finding.suppression !== undefined) continue;
      left.set(fingerprint, count - 1);
      old.add(finding);
    }
    return { old, gone: this.fingerprints.length - old.size };
  }

  public toString(): string {
    return `${JSON.stringify({ findings: this.fingerprints }, undefined, 2)}\n`;
  }
}
