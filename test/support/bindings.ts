import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateBindings, installedVersion, type Language } from '../../scripts/package-language';
import { ROOT } from './imports';

/** Folder of what is generated, written and compiled to try the bindings. */
export const BINDINGS = join(ROOT, '.cache/bindings');

/**
 * Bindings of a peer, generated from its package in node_modules: registries of Go and Java lack releases that npm has.
 *
 * @returns folder of the Go module or the Maven project.
 */
export function peerBindings(language: Language, peer: string): string {
  const outdir = join(BINDINGS, peer);
  const [stamp, version] = [join(outdir, `${language}.stamp`), `${installedVersion(peer)} ${installedVersion('jsii-pacmak')}`];
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== version) {
    mkdirSync(outdir, { recursive: true });
    generateBindings(language, join(ROOT, 'node_modules', peer), outdir);
    writeFileSync(stamp, version);
  }
  return join(outdir, language);
}

/** Runs a program of another language, whose constructs run in Node. */
export function runForeign(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): SpawnSyncReturns<string> {
  const silent = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] };
  return spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...silent, ...env } });
}

/** First line of an answer that says that a registry cannot be reached or lacks a package. */
export function registryFailure({ stdout, stderr }: SpawnSyncReturns<string>): string | undefined {
  const missing = /could not (?:resolve|transfer|find artifact)|not available|unknown host|no such host|connection refused|i\/o timeout|\b(?:403|404|410|502|503)\b/i;
  return `${stdout}\n${stderr}`.split('\n').find((line) => missing.test(line))?.trim();
}
