import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';
import { packageStamp, requireBuild } from './build';
import { run, say, tool } from './run';

/** Folder of the wheel. */
const PACKAGES = join(ROOT, 'packages/python');
const GENERATED = join(ROOT, '.cache/pacmak');
const STAMP = join(ROOT, '.cache/pacmak/stamp');

/**
 * Builds the wheel of the package, constructs and command line, unless the sources are those of the last one.
 *
 * jsii-pacmak generates the Python code; pip builds the wheel, since jsii-pacmak would install its own tools for that
 * and convert the examples of the docstrings a second time.
 *
 * @returns path of the wheel.
 */
export function pythonWheel(): string {
  requireBuild();
  const stamp = packageStamp();
  const built = wheelIn(PACKAGES);
  if (built !== undefined && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return built;
  [GENERATED, PACKAGES].forEach((path) => rmSync(path, { recursive: true, force: true }));
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] };
  const options = ['--outdir', GENERATED, '--code-only', '--no-npmignore', '--rosetta-unknown-snippets', 'verbatim', ROOT];
  run(tool('jsii-pacmak'), ['--targets', 'python', ...options], { env });
  run('python3', ['-m', 'pip', 'wheel', '--quiet', '--no-deps', '--wheel-dir', PACKAGES, join(GENERATED, 'python')]);
  writeFileSync(STAMP, stamp);
  return wheelIn(PACKAGES)!;
}

function wheelIn(folder: string): string | undefined {
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.endsWith('.whl')) : undefined;
  return name && join(folder, name);
}

if (require.main === module) say(pythonWheel());
