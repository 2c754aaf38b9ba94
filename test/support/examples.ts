import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from './imports';

type Json = Record<string, any>;

/** The examples that synthesize manifests: those with an app. */
export function examplesWithApp(): string[] {
  return readdirSync(join(ROOT, 'examples')).filter((name) => existsSync(join(ROOT, 'examples', name, 'main.ts'))).sort();
}

/** Files that an example's app writes. */
export function synthesizedFiles(example: string): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  const { CDK8S_OUTDIR } = process.env;
  const silenced = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
  try {
    process.env.CDK8S_OUTDIR = folder;
    jest.isolateModules(() => jest.requireActual(join(ROOT, 'examples', example, 'main')));
    return filesBelow(folder);
  } finally {
    silenced.forEach((spy) => spy.mockRestore());
    if (CDK8S_OUTDIR === undefined) delete process.env.CDK8S_OUTDIR;
    rmSync(folder, { recursive: true });
  }
}

/** The files below a folder, by their paths in it. */
export function filesBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/**
 * Files that an example writes, by folder: a folder is a cluster, and an example with several environments writes one
 * for each.
 */
export function synthesizedClusters(example: string): [folder: string, files: Record<string, string>][] {
  return byFolder(synthesizedFiles(example));
}

/** Files by the folder that they are in. */
export function byFolder(files: Record<string, string>): [folder: string, files: Record<string, string>][] {
  const folders = [...new Set(Object.keys(files).map((file) => dirname(file)))];
  return folders.map((folder) => [folder, Object.fromEntries(Object.entries(files).filter(([file]) => dirname(file) === folder))]);
}

/** The objects of YAML files. */
export function objectsIn(files: Record<string, string>): Json[] {
  return Object.values(files).flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Json)).filter(Boolean);
}
