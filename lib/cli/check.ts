import { readFileSync } from 'node:fs';
import { checkManifests, type Finding, RULES, type TargetCluster } from '../checks';
import { Baseline } from '../checks/report/baseline';
import { type CheckReport, type ReportedFinding, summaryOf } from '../checks/report/check-report';
import { explain } from '../checks/report/explain';
import { sourceOfFinding } from '../checks/report/finding-source';
import { fixesOf, formatPatch } from '../checks/report/fixes';
import { formatGithub } from '../checks/report/github';
import { formatHuman } from '../checks/report/human';
import { formatJson } from '../checks/report/json';
import { formatJunit } from '../checks/report/junit';
import { formatSarif } from '../checks/report/sarif';
import { names, parseSelection, selects } from '../checks/report/selection';
import { KedaVersion } from '../keda/keda-version';
import { KubernetesVersion, requireKnownGate } from '../values/kubernetes-version';
import { UserError } from '../values/user-error';
import { type Io, say, STATUS, warn } from './io';
import { type CheckOutput } from './options';
import { readFiles } from './read-files';
import { isStdout, writeOutput } from './write-output';

export interface CheckCommandOptions {
  readonly output: CheckOutput;
  readonly complete?: boolean;
  readonly kubernetes?: string;
  readonly keda?: string;
  readonly featureGates?: readonly string[];
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly explain?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** File of the patch, or true for standard output. */
  readonly fix?: string | boolean;
  readonly fixInPlace?: boolean;
}

/**
 * Checks manifests by every rule.
 *
 * @returns 1 where there is an error that is not accepted, 2 where a document could not be read.
 * @throws UserError where there is nothing to check, or the baseline cannot be read.
 */
export async function checkCommand(paths: readonly string[], options: CheckCommandOptions, io: Io, version: string): Promise<number> {
  if (options.explain !== undefined) return explainCommand(options.explain, io);
  if (paths.length === 0) throw new UserError("name the files or folders to check, or '-' for standard input, as in: cdk8s-kotaemon check dist");
  if (options.updateBaseline && options.baseline === undefined) throw new UserError('--update-baseline needs a file to write; add --baseline');
  const { manifests, problems, sources } = await readFiles(paths, io, 'error');
  const kustomization = [...sources.values(), ...problems].find(({ file }) => /(?:^|\/)kustomization\.ya?ml$/i.test(file));
  if (kustomization) warn(io, `note: ${kustomization.file} is a source of kustomize; check its output instead: kubectl kustomize FOLDER | npx cdk8s-kotaemon check -`);
  const cluster = clusterOf(options);
  const [only, skip] = [parseSelection(options.only ?? [], '--only', RULES), parseSelection(options.skip ?? [], '--skip', RULES)];
  const checked = checkManifests(manifests, { complete: options.complete, clusterOf: () => cluster });
  const findings = checked.findings.filter((finding) => selects(only, finding) && !names(skip, finding));
  const old = oldFindings(findings, options, io);
  const reported = findings.map((finding) => ({ finding, source: sourceOfFinding(finding, sources.get(finding.manifest)), isOld: old.has(finding) }));
  const report: CheckReport = { findings: reported, problems, objects: manifests.length, manifests, unseenKinds: checked.unseenKinds };
  const text = format(report, options, version);
  const isTaken = (options.updateBaseline && isStdout(options.baseline)) || options.fix === true || (typeof options.fix === 'string' && isStdout(options.fix));
  const output = isTaken ? io.stderr : io.stdout;
  if (options.output === 'human') say(output, text);
  else output.write(text);
  if (options.fix !== undefined || options.fixInPlace) writeFixes(reported.filter(({ isOld }) => !isOld), options, io);
  const { errors } = summaryOf(report);
  return errors > 0 ? STATUS.failed : problems.length > 0 ? STATUS.misuse : STATUS.ok;
}

function clusterOf({ kubernetes, keda, featureGates = [] }: CheckCommandOptions): TargetCluster {
  const kubernetesVersion = kubernetes === undefined ? KubernetesVersion.V1_28 : KubernetesVersion.of(kubernetes);
  try {
    featureGates.forEach((gate) => requireKnownGate(kubernetesVersion, gate));
  } catch (error) {
    throw new UserError((error as Error).message);
  }
  return { kubernetesVersion, featureGates, isAssumed: kubernetes === undefined, ...(keda !== undefined && { kedaVersion: KedaVersion.of(keda) }) };
}

function explainCommand(id: string, io: Io): number {
  const rule = RULES.find((each) => each.id === id.toUpperCase());
  if (!rule) throw new UserError(`there is no rule '${id}'; use one from ${RULES[0].id} to ${RULES[RULES.length - 1].id}`);
  say(io.stdout, explain(rule));
  return STATUS.ok;
}

function oldFindings(findings: readonly Finding[], { baseline, updateBaseline }: CheckCommandOptions, io: Io): ReadonlySet<Finding> {
  if (baseline === undefined) return new Set();
  if (updateBaseline) {
    const fresh = Baseline.of(findings);
    writeOutput(baseline, fresh.toString(), io);
    return fresh.split(findings).old;
  }
  const { old, gone } = Baseline.parse(readBaseline(baseline), baseline).split(findings);
  if (gone > 0) say(io.stderr, `note: ${gone} of the baseline ${gone === 1 ? 'is' : 'are'} fixed; remove them with --update-baseline\n`);
  return old;
}

function readBaseline(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UserError(`there is no baseline '${path}'; create it with --update-baseline`);
    throw new UserError(`cannot read the baseline '${path}': ${code === 'EISDIR' ? 'it is a folder' : message}; name the file that --update-baseline wrote`);
  }
}

function format(report: CheckReport, { output, only = [] }: CheckCommandOptions, version: string): string {
  switch (output) {
    case 'json': return formatJson(report);
    case 'sarif': return formatSarif(report, { version, rules: RULES });
    case 'junit': return formatJunit(report);
    case 'github': return formatGithub(report);
    case 'human': return formatHuman(report, { showsPractice: only.some((each) => !/^(?:errors?|warnings?)$/.test(each)) });
  }
}

/** Writes what can be changed safely, as a patch or into the files. */
function writeFixes(findings: readonly ReportedFinding[], { fix, fixInPlace }: CheckCommandOptions, io: Io): void {
  const { files, fixed, left } = fixesOf(findings, (file) => readFileSync(file, 'utf8'));
  if (fixInPlace) files.forEach(({ file, after }) => writeOutput(file, after, io));
  if (fix !== undefined) writeOutput(typeof fix === 'string' ? fix : '-', files.map(formatPatch).join(''), io);
  const reason = left > 0 ? `; ${left} more cannot be edited (standard input, fields from a merge key)` : '';
  const apply = fix === undefined || fixed === 0 ? ''
    : typeof fix === 'string' && !isStdout(fix) ? `; apply the patch: git apply ${fix}` : '; apply the patch with git apply';
  say(io.stderr, `note: ${fixed} ${fixed === 1 ? 'finding has' : 'findings have'} a fix${reason}${apply}\n`);
}
