import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';
import { requireBuild } from './build';
import { pacmak } from './pacmak';
import { say } from './run';

const LANGUAGES = ['go', 'java'];

/** Generates the code of the constructs in Go or Java, which the tools of these languages build. */
function generate(language: string | undefined): void {
  if (language === undefined || !LANGUAGES.includes(language)) {
    process.stderr.write(`got ${language ?? 'no language'}; use one of ${LANGUAGES.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  requireBuild();
  rmSync(join(ROOT, 'packages', language), { recursive: true, force: true });
  pacmak(language, join(ROOT, 'packages'));
  say(`packages/${language}`);
}

generate(process.argv[2]);
