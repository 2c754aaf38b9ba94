import { type Dirent, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../values/user-error';
import { type Manifest } from './manifest';
import { type ManifestSource, type ParseProblem, parseManifests } from './parse';

/** Command-line argument for standard input. */
export const STDIN = '-';
const MANIFEST_FILE = /\.(?:ya?ml|json)$/i;
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules']);

/** Options for input other than files and folders. */
export interface ReadOptions {
  /** Stream of bytes or text for the path `-`. @default - `-` is refused */
  readonly stdin?: AsyncIterable<Uint8Array | string>;
}

/** Objects of some files, and their problems. */
export interface ReadResult {
  /** Objects that were read. */
  readonly manifests: readonly Manifest[];
  /** Parts of the input that are not Kubernetes objects; all other parts were read. */
  readonly problems: readonly ParseProblem[];
  /** Position of each object in the input. */
  readonly sources: ReadonlyMap<Manifest, ManifestSource>;
}

/**
 * Reads every Kubernetes object of files, of folders (all `*.yaml`, `*.yml` and `*.json` below, in name order) and of
 * standard input (`-`).
 *
 * @throws UserError if a path does not exist or cannot be read, or if a folder holds no such file.
 */
export async function readManifests(paths: readonly string[], options: ReadOptions = {}): Promise<ReadResult> {
  const manifests: Manifest[] = [];
  const problems: ParseProblem[] = [];
  const sources = new Map<Manifest, ManifestSource>();
  const take = (bytes: Uint8Array, file: string): void => {
    const text = decode(bytes);
    if (text === undefined) {
      problems.push({ file, document: 1, line: 1, message: 'not UTF-8 text; save the file as UTF-8' });
      return;
    }
    const parsed = parseManifests(text, file);
    for (const problem of parsed.problems) problems.push(problem);
    for (const { manifest, source } of parsed.manifests) {
      manifests.push(manifest);
      sources.set(manifest, source);
    }
  };
  const seen = new Set<string>();
  for (const path of paths) {
    if (path === STDIN) {
      take(await readAll(options.stdin), 'stdin');
      continue;
    }
    for (const file of filesOf(path)) {
      const real = identityOf(file);
      if (seen.has(real)) continue;
      seen.add(real);
      const fault = file === path ? undefined : whyNotRead(file);
      if (fault === undefined) take(readBytes(file), file);
      else problems.push({ file, document: 1, line: 1, message: fault });
    }
  }
  return { manifests, problems, sources };
}

/** Resolves symbolic links of a file. A pipe resolves to itself. */
function identityOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

async function readAll(stdin: ReadOptions['stdin']): Promise<Uint8Array> {
  if (!stdin) throw new UserError(`'${STDIN}' stands for standard input, which is not readable here; name a file or a folder`);
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function filesOf(path: string): readonly string[] {
  const stats = withPath(path, () => statSync(path));
  if (!stats.isDirectory()) return [path];
  const files = filesBelow(path, new Set());
  if (files.length === 0) throw new UserError(`folder '${path}' holds no *.yaml, *.yml or *.json file; name the folder that the manifests were written to`);
  return files;
}

/** Returns the reason to skip an entry that is not a regular file: reading a FIFO would block. */
function whyNotRead(file: string): string | undefined {
  const stats = tryStat(file);
  return stats === undefined || stats.isFile() ? undefined : `a ${stats.isFIFO() ? 'FIFO' : stats.isSocket() ? 'socket' : 'device'}, which is read only where it is named itself; name it, or remove it from the folder`;
}

function tryStat(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') return undefined;
    throw error;
  }
}

function filesBelow(folder: string, visited: Set<string>): string[] {
  const real = withPath(folder, () => realpathSync(folder));
  if (visited.has(real)) return [];
  visited.add(real);
  const entries = withPath(folder, () => readdirSync(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (isFolder(entry, path)) return entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name) ? [] : filesBelow(path, visited);
    return MANIFEST_FILE.test(entry.name) ? [path] : [];
  });
}

function isFolder(entry: Dirent, path: string): boolean {
  return entry.isDirectory() || (entry.isSymbolicLink() && (tryStat(path)?.isDirectory() ?? false));
}

function readBytes(path: string): Uint8Array {
  return withPath(path, () => readFileSync(path));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
  ELOOP: 'its symbolic links form a loop',
  ENAMETOOLONG: 'the name is too long',
  ENOTDIR: 'a part of the path is a file, not a folder',
};

function withPath<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot read '${path}': ${REASONS[code ?? ''] ?? message}`);
  }
}
