import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from './imports';

type Json = Record<string, any>;

/** The examples that synthesize manifests: those with an app. */
export function examplesWithApp(): string[] {
  return readdirSync(join(ROOT, 'examples')).filter((name) => existsSync(join(ROOT, 'examples', name, 'main.ts'))).sort();
}

/** What an example writes when its app is run, by file. */
export function synthesizedFiles(example: string): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  const { CDK8S_OUTDIR } = process.env;
  const silenced = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
  try {
    process.env.CDK8S_OUTDIR = folder;
    jest.isolateModules(() => jest.requireActual(join(ROOT, 'examples', example, 'main')));
    return Object.fromEntries(readdirSync(folder).sort().map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  } finally {
    silenced.forEach((spy) => spy.mockRestore());
    if (CDK8S_OUTDIR === undefined) delete process.env.CDK8S_OUTDIR;
    rmSync(folder, { recursive: true });
  }
}

/** The objects of YAML files. */
export function objectsIn(files: Record<string, string>): Json[] {
  return Object.values(files).flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Json)).filter(Boolean);
}
