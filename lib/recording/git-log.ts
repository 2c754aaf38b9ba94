import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { clip } from '../traffic/trace-clock';
import { UserError } from '../values/user-error';

/** Commit of the branch that is checked out, with the manifests that it changed. */
export interface Commit {
  readonly commit: string;
  /** Unix seconds of the committer's date; never before those of the commit that it follows. */
  readonly time: number;
  /** Paths from the root of the repository. */
  readonly files: readonly string[];
}

/** Commits, from the oldest to the newest. */
export interface CommitLog {
  readonly commits: readonly Commit[];
  /** Paths that files had before they were renamed to one that is asked for. */
  readonly formerPaths: ReadonlySet<string>;
  /** Number of commits whose date is before that of the commit that they follow, or in the future. */
  readonly misdated: number;
}

const run = promisify(execFile);
const MOST_COMMITS = 2000;
const MOST_BYTES = 64 * 2 ** 20;
/** Settings by which a repository could have another program run. */
const HARMLESS = ['-c', 'core.fsmonitor=false', '-c', 'log.showSignature=false', '-c', 'core.pager=cat'];
const MANIFEST_FILE = /\.(?:ya?ml|json)$/i;
const MANIFEST_FILES = ['*.yaml', '*.yml', '*.json'];

/**
 * Reads the commits that changed the manifests at or below a path, along the first parents, and those that changed
 * them where they were before a rename.
 *
 * @param now Unix seconds, which no date is after.
 * @param problem sentence for a path without a history.
 */
export async function commitsBelow(root: string, below: string, now: number, problem: string): Promise<CommitLog> {
  const formerPaths = below === '.' ? new Set<string>() : await renamedTo(root, below);
  const log = await git(
    root, ['--literal-pathspecs', 'log', '--first-parent', '-m', '--no-renames', '--name-only', '-z', '--format=%x01%H %ct', `--max-count=${MOST_COMMITS}`, '--', below, ...formerPaths],
    problem,
  );
  let before = -Infinity;
  let misdated = 0;
  const commits = entriesOf(log).reverse().map(([head, ...files]): Commit => {
    const [commit, seconds] = head.trim().split(' ');
    const time = Math.max(before, Math.min(now, Number(seconds)));
    if (time !== Number(seconds)) misdated++;
    before = time;
    return { commit, time, files: files.filter((name) => MANIFEST_FILE.test(name)) };
  });
  return { commits, formerPaths, misdated };
}

/** Paths elsewhere whose files were renamed to one at or below a path, over several renames as well. */
async function renamedTo(root: string, below: string): Promise<Set<string>> {
  const log = await git(
    root, ['log', '--first-parent', '-m', '-M', '--diff-filter=R', '--name-status', '-z', '--format=%x01%H', `--max-count=${MOST_COMMITS}`, '--', ...MANIFEST_FILES], '',
  );
  const former = new Set<string>();
  const isAskedFor = (path: string): boolean => path === below || path.startsWith(`${below}/`) || former.has(path);
  for (const [, ...fields] of entriesOf(log)) {
    for (let i = 0; i + 2 < fields.length; i += 3) {
      const [, from, to] = fields.slice(i, i + 3);
      if (isAskedFor(to) && !isAskedFor(from)) former.add(from);
    }
  }
  return former;
}

/** Variables by which Git reads another repository than that of a folder, as within its hooks. */
const OF_A_REPOSITORY = new Set([
  'GIT_DIR', 'GIT_WORK_TREE', 'GIT_IMPLICIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_PREFIX', 'GIT_NAMESPACE', 'GIT_SHALLOW_FILE', 'GIT_GRAFT_FILE', 'GIT_CONFIG', 'GIT_CONFIG_PARAMETERS', 'GIT_CONFIG_COUNT',
  'GIT_LITERAL_PATHSPECS', 'GIT_GLOB_PATHSPECS', 'GIT_NOGLOB_PATHSPECS', 'GIT_ICASE_PATHSPECS',
]);

/** Environment without what names a repository: a path decides which one is read. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !OF_A_REPOSITORY.has(name));
  return { ...Object.fromEntries(kept), GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
}

/** Fields of each commit of a log that is separated by zeros: its format, then names of files. */
function entriesOf(log: string): string[][] {
  return log.split('\x01').slice(1).map((entry) => entry.split('\0').map((field) => field.replace(/^\n/, '')));
}

/** Output of a command of Git. @param problem sentence for its failure. */
export async function git(folder: string, args: readonly string[], problem: string): Promise<string> {
  try {
    const { stdout } = await run('git', ['-C', folder, ...HARMLESS, ...args], {
      maxBuffer: MOST_BYTES, encoding: 'utf8', env: plainEnvironment(),
    });
    return stdout;
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') throw new UserError('--policy-history needs the program git, which is not found; install it, or remove the option');
    throw new UserError(`${problem}${stderr === '' ? '' : ` (${clip(stderr)})`}`);
  }
}
