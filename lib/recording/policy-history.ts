import { realpathSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { type Manifest, nameOf, scaleTargetOf } from '../manifest';
import { parseManifests } from '../manifest/parse';
import { UserError } from '../values/user-error';
import { commitsBelow, git } from './git-log';
import { instantOf } from './instant';
import { type RecordedEvent, type RecordedPolicy } from './recording';
import { type RecordingTarget } from './targets';

/** Policies of one workload, and sentences about what is not known of them. */
export interface PolicyHistory {
  /** Ascending. */
  readonly policies: readonly RecordedPolicy[];
  readonly remarks: readonly string[];
}

/** Version of a file in Git. */
interface FileVersion {
  readonly commit: string;
  /** Unix seconds of the commit. */
  readonly time: number;
  readonly file: string;
  readonly manifests: readonly Manifest[];
}

/**
 * Policy of the manifests as they are: taken to be in force from the start of the recording, though since when is
 * unknown.
 */
export function presentPolicy({ autoscaler }: RecordingTarget, startEpochSeconds: number): PolicyHistory {
  return { policies: [{ fromEpochSeconds: startEpochSeconds, sinceUnknown: true, source: 'the manifests that were given', manifest: autoscaler }], remarks: [] };
}

/** Versions of the manifests in a folder or file of a Git repository, from the oldest to the newest. */
export class GitHistory {
  /**
   * Reads the history of the branch that is checked out.
   *
   * @throws UserError where the path is in no repository, or has no history there.
   */
  public static async read(path: string): Promise<GitHistory> {
    const place = realPath(path);
    const folder = statSync(place).isDirectory() ? place : dirname(place);
    const root = (await git(folder, ['rev-parse', '--show-toplevel'], `--policy-history '${path}' is in no Git repository`)).replace(/\n$/, '');
    const below = relative(realpathSync(root), place) || '.';
    const isShallow = (await git(root, ['rev-parse', '--is-shallow-repository'], '')).startsWith('true');
    const { commits, formerPaths, misdated } = await commitsBelow(root, below, Date.now() / 1000, `--policy-history '${path}' has no history in Git; commit it`);
    const versions: FileVersion[] = [];
    const gone = new Set<string>();
    for (const { commit, time, files } of commits) {
      for (const file of files.filter((each) => !gone.has(each))) {
        const manifests = await manifestsOf(root, commit, file);
        versions.push({ commit, time, file, manifests: manifests ?? [] });
        // What comes to a former path after the rename is another file.
        if (!manifests && formerPaths.has(file)) gone.add(file);
      }
    }
    if (versions.length === 0) {
      throw new UserError(`--policy-history '${path}' has no version of a manifest (*.yaml, *.yml, *.json) in Git; name the folder that holds the autoscalers`);
    }
    return new GitHistory(path, versions, { isShallow, misdated });
  }

  private constructor(
    private readonly path: string, private readonly versions: readonly FileVersion[],
    private readonly log: { readonly isShallow: boolean; readonly misdated: number },
  ) {}

  /**
   * Policies of a workload that were in force between two times.
   *
   * @throws UserError where two files hold its autoscaler at once, as those of two environments.
   */
  public policiesOf(target: RecordingTarget, start: number, end: number): PolicyHistory {
    const live = new Map<string, Manifest>();
    const policies: RecordedPolicy[] = [];
    let last = '';
    this.versions.forEach(({ commit, time, file, manifests }, i) => {
      const own = manifests.find((manifest) => isOf(manifest, target));
      if (own) live.set(file, own);
      else live.delete(file);
      // A commit may move the object from one file to another.
      if (this.versions[i + 1]?.commit === commit) return;
      if (live.size > 1) {
        throw new UserError(`--policy-history: ${[...live.keys()].join(' and ')} both contain the autoscaler of ${target.name} at commit ${commit.slice(0, 12)}; name the file of the cluster that is recorded`);
      }
      for (const [where, manifest] of live) {
        const text = JSON.stringify(manifest);
        if (text !== last) policies.push({ fromEpochSeconds: time, source: `commit ${commit.slice(0, 12)}, ${where}`, manifest });
        last = text;
      }
    });
    const inForce = policies.filter(({ fromEpochSeconds }, i) => fromEpochSeconds <= end && !(policies[i + 1]?.fromEpochSeconds <= start));
    if (inForce.length === 0) {
      const present = presentPolicy(target, start);
      return { ...present, remarks: [`--policy-history '${this.path}' has no autoscaler of ${target.name} in any version: templates have to be rendered. The manifests that were given are taken instead.`] };
    }
    return { policies: inForce, remarks: this.remarksOn(target, inForce, start, last) };
  }

  private remarksOn(target: RecordingTarget, policies: readonly RecordedPolicy[], start: number, last: string): string[] {
    return [
      'Policies are in force from the time of their commit; when they were applied is not known.',
      ...(this.log.misdated === 0 ? [] : [
        `Commits with a date before that of the commit they follow, or in the future: ${this.log.misdated}; their policies count from the nearest date that can be right.`,
      ]),
      ...(policies[0].fromEpochSeconds > start ? [
        `The first known policy is of ${instantOf(policies[0].fromEpochSeconds)}${this.log.isShallow ? ': the clone is shallow, fetch the rest of its history' : ''}.`,
      ] : []),
      ...(last === JSON.stringify(target.autoscaler) ? [] : [`The ${target.autoscaler.kind} ${nameOf(target.autoscaler)} that was given differs from the last version in Git.`]),
    ];
  }
}

/** Changes of the policy within a recording, as events. */
export function policyEvents(policies: readonly RecordedPolicy[], start: number): RecordedEvent[] {
  return policies.slice(1).filter(({ fromEpochSeconds }) => fromEpochSeconds > start).map(({ fromEpochSeconds, source }): RecordedEvent => (
    { atEpochSeconds: fromEpochSeconds, kind: 'policy-change', text: `The policy changed by ${source}.` }
  ));
}

function realPath(path: string): string {
  try {
    return realpathSync(resolve(path));
  } catch {
    throw new UserError(`--policy-history is '${path}', which does not exist; name the manifests in a Git repository`);
  }
}

/** Manifests of a file at a commit; undefined where the commit has removed it. */
async function manifestsOf(root: string, commit: string, file: string): Promise<readonly Manifest[] | undefined> {
  let text: string;
  try {
    text = await git(root, ['cat-file', 'blob', `${commit}:${file}`], '');
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
  try {
    return parseManifests(text, file).manifests.map(({ manifest }) => manifest);
  } catch (error) {
    // What is no YAML, such as a template, has no policy.
    if (error instanceof UserError) return [];
    throw error;
  }
}

function isOf(manifest: Manifest, { namespace, members: [{ kind, name }], autoscaler }: RecordingTarget): boolean {
  const reference = scaleTargetOf(manifest);
  if (reference?.kind !== kind || reference.name !== name || manifest.kind !== autoscaler.kind) return false;
  const own = manifest.metadata.namespace;
  return own === undefined || own === namespace;
}
