import { readFileSync } from 'node:fs';
import { type Finding, RULES, runChecks, type TargetCluster } from '../checks';
import { Baseline } from '../checks/report/baseline';
import { type CheckReport, summaryOf } from '../checks/report/check-report';
import { explain } from '../checks/report/explain';
import { formatHuman } from '../checks/report/human';
import { formatJson } from '../checks/report/json';
import { formatSarif } from '../checks/report/sarif';
import { KubernetesVersion, requireKnownGate } from '../values/kubernetes-version';
import { UserError } from '../values/user-error';
import { type Io, say, STATUS } from './io';
import { type CheckOutput } from './options';
import { readFiles } from './read-files';
import { isStdout, writeOutput } from './write-output';

export interface CheckCommandOptions {
  readonly output: CheckOutput;
  readonly complete?: boolean;
  readonly kubernetes?: string;
  readonly featureGates?: readonly string[];
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly explain?: string;
}

/**
 * Checks manifests by every rule.
 *
 * @returns 1 where there is an error that nobody accepted, 2 where a document could not be read.
 * @throws UserError where there is nothing to check, or the baseline cannot be read.
 */
export async function checkCommand(paths: readonly string[], options: CheckCommandOptions, io: Io, version: string): Promise<number> {
  if (options.explain !== undefined) return explainCommand(options.explain, io);
  if (paths.length === 0) throw new UserError("name the files or folders to check, or '-' for standard input, as in: cdk8s-kotaemon check dist");
  if (options.updateBaseline && options.baseline === undefined) throw new UserError('--update-baseline needs a file to write; name it by --baseline');
  const { manifests, problems, sources } = await readFiles(paths, io, 'error');
  const kustomization = [...sources.values(), ...problems].find(({ file }) => /(?:^|\/)kustomization\.ya?ml$/i.test(file));
  if (kustomization) say(io.stderr, `note: ${kustomization.file} is a source of kustomize, as what lies beside it may be; check what it builds: kubectl kustomize FOLDER | npx cdk8s-kotaemon check -\n`);
  const cluster = clusterOf(options);
  const findings = runChecks(manifests, { complete: options.complete, clusterOf: () => cluster });
  const old = oldFindings(findings, options, io);
  const reported = findings.map((finding) => ({ finding, source: sources.get(finding.manifest), isOld: old.has(finding) }));
  const report: CheckReport = { findings: reported, problems, objects: manifests.length };
  const text = format(report, options.output, version);
  const output = options.updateBaseline && isStdout(options.baseline) ? io.stderr : io.stdout;
  if (options.output === 'human') say(output, text);
  else output.write(text);
  const { errors } = summaryOf(report);
  return errors > 0 ? STATUS.failed : problems.length > 0 ? STATUS.misuse : STATUS.ok;
}

function clusterOf({ kubernetes, featureGates = [] }: CheckCommandOptions): TargetCluster {
  const kubernetesVersion = kubernetes === undefined ? KubernetesVersion.V1_28 : KubernetesVersion.of(kubernetes);
  try {
    featureGates.forEach((gate) => requireKnownGate(kubernetesVersion, gate));
  } catch (error) {
    throw new UserError((error as Error).message);
  }
  return { kubernetesVersion, featureGates, isAssumed: kubernetes === undefined };
}

function explainCommand(id: string, io: Io): number {
  const rule = RULES.find((each) => each.id === id.toUpperCase());
  if (!rule) throw new UserError(`there is no rule '${id}'; name one from ${RULES[0].id} to ${RULES[RULES.length - 1].id}`);
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
  if (gone > 0) say(io.stderr, `note: ${gone} of the baseline ${gone === 1 ? 'is' : 'are'} mended; take them out by --update-baseline\n`);
  return old;
}

function readBaseline(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UserError(`there is no baseline '${path}'; write it by --update-baseline`);
    throw new UserError(`cannot read the baseline '${path}': ${code === 'EISDIR' ? 'it is a folder' : message}; name the file that --update-baseline wrote`);
  }
}

function format(report: CheckReport, output: CheckCommandOptions['output'], version: string): string {
  switch (output) {
    case 'json': return formatJson(report);
    case 'sarif': return formatSarif(report, { version, rules: RULES });
    case 'human': return formatHuman(report);
  }
}
