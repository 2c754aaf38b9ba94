import { type Manifest } from '../../manifest/manifest';
import { type ManifestSource, type ParseProblem } from '../../manifest/parse';
import { type Finding } from '../rule/rule';
import { fails } from '../run/run-checks';

/** Finding with its position and its baseline state. */
export interface ReportedFinding {
  readonly finding: Finding;
  /** Position of the object, on the line of the reported field; undefined if it was not read from a text. */
  readonly source?: ManifestSource;
  /** True if the baseline lists it. */
  readonly isOld: boolean;
}

/** Result of a run of the checks. */
export interface CheckReport {
  readonly findings: readonly ReportedFinding[];
  /** Parse problems of documents; all other documents were checked. */
  readonly problems: readonly ParseProblem[];
  /** Number of checked objects. */
  readonly objects: number;
  /** All objects, by which findings are grouped. @default - those with findings */
  readonly manifests?: readonly Manifest[];
  /** Kinds that the input references but does not contain, with the number of references. */
  readonly unseenKinds?: ReadonlyMap<string, number>;
}

/** Number of findings by category. */
export interface CheckSummary {
  readonly errors: number;
  readonly warnings: number;
  readonly suppressed: number;
  readonly old: number;
  readonly problems: number;
  readonly objects: number;
}

export function summaryOf({ findings, problems, objects }: CheckReport): CheckSummary {
  const open = findings.filter(({ finding, isOld }) => !isOld && finding.suppression === undefined);
  const errors = open.filter(({ finding }) => fails(finding)).length;
  return {
    errors,
    warnings: open.length - errors,
    suppressed: findings.filter(({ finding }) => finding.suppression !== undefined).length,
    old: findings.filter(({ isOld }) => isOld).length,
    problems: problems.length,
    objects,
  };
}
