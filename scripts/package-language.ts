import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';
import { packageStamp, requireBuild } from './build';
import { hashOf, hashOfTexts } from './hash';
import { pacmak } from './pacmak';
import { say } from './run';

export type Language = 'go' | 'java';

const LANGUAGES: readonly string[] = ['go', 'java'] satisfies Language[];
/** Dependencies of the bindings that are jsii modules of npm, whose names in Maven are the same. */
const PEERS = ['cdk8s', 'cdk8s-plus-28', 'constructs'];

/** Version of a package in node_modules. */
export function installedVersion(name: string): string {
  return createRequire(join(ROOT, 'package.json'))(`${name}/package.json`).version;
}

/**
 * Generates the code of the constructs in Go or Java, which the tools of these languages build, unless the sources are
 * those of the last time.
 *
 * @returns folder of the Go module or of the Maven project.
 */
export function packageLanguage(language: Language): string {
  requireBuild();
  const folder = join(ROOT, 'packages', language);
  const stamp = hashOfTexts([packageStamp(), hashOf(['scripts/package-language.ts', 'scripts/pacmak.ts'])]);
  const file = join(ROOT, '.cache', `${language}-stamp`);
  if (!existsSync(folder) || !existsSync(file) || readFileSync(file, 'utf8') !== stamp) {
    generateBindings(language, ROOT, join(ROOT, 'packages'));
    writeFileSync(file, stamp);
  }
  return folder;
}

/** Generates the bindings of one jsii module below `outdir/language`. */
export function generateBindings(language: Language, module: string, outdir: string): void {
  rmSync(join(outdir, language), { recursive: true, force: true });
  pacmak(language, outdir, module);
  if (language === 'java') pinVersions(join(outdir, 'java/pom.xml'));
}

/**
 * Replaces the version ranges of a pom, for which Maven reads the metadata of every release, by the versions of
 * node_modules, and by the lowest for what npm does not have. A project that names another version has that one.
 */
function pinVersions(pom: string): void {
  const range = /(<artifactId>([\w-]+)<\/artifactId>\s*<version>)\[([^,\]]+),[^<]*/g;
  const pinned = readFileSync(pom, 'utf8').replace(range, (_, before: string, name: string, lowest: string) => before + (PEERS.includes(name) ? installedVersion(name) : lowest));
  writeFileSync(pom, pinned);
}

if (require.main === module) {
  const [, , language] = process.argv;
  if (LANGUAGES.includes(language)) {
    packageLanguage(language as Language);
    say(`packages/${language}`);
  } else {
    process.stderr.write(`got ${language ?? 'no language'}; use one of ${LANGUAGES.join(', ')}\n`);
    process.exitCode = 2;
  }
}
