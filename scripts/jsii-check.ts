import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';
import { jsiiModule } from './jsii-module';
import { say } from './run';

/** Compiles the package root as a jsii module, and compares docs/API.md with its docstrings; --write writes the page. */
const PAGE = 'docs/API.md';
const path = join(ROOT, PAGE);

const { files, reference } = jsiiModule();
const page = `${reference.trimEnd()}\n`;
if (process.argv.includes('--write')) writeFileSync(path, page);
const stale = !existsSync(path) || readFileSync(path, 'utf8') !== page;
say(stale ? `${PAGE} is not what the docstrings say; run npm run docs` : `${files} files are jsii-clean, and ${PAGE} says what they say`);
process.exitCode = stale ? 1 : 0;
