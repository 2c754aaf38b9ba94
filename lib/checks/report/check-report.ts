import { type ManifestSource, type ParseProblem } from '../../manifest/parse';
import { type Finding } from '../rule/rule';
import { fails } from '../run/run-checks';

/** A finding with what a reader of it wants to know. */
export interface ReportedFinding {
  readonly finding: Finding;
  /** Where the object stands; undefined where it was not read from a text. */
  readonly source?: ManifestSource;
  /** Whether it is an old one that the baseline freezes. */
  readonly isOld: boolean;
}

/** The outcome of a run of the checks. */
export interface CheckReport {
  readonly findings: readonly ReportedFinding[];
  /** Documents that could not be read; the rest was checked. */
  readonly problems: readonly ParseProblem[];
  /** How many objects were checked. */
  readonly objects: number;
}

/** How many findings of each sort there are. */
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
