import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/imports';
import { packageStamp, requireBuild } from './build';
import { exclusively } from './lock';
import { pacmak } from './pacmak';
import { run, say } from './run';

/** Folder of the wheel. */
const PACKAGES = join(ROOT, 'packages/python');
const GENERATED = join(ROOT, '.cache/pacmak');
const STAMP = join(ROOT, '.cache/pacmak/stamp');

/**
 * Builds the wheel of the package, constructs and command line, unless the sources are those of the last one.
 *
 * jsii-pacmak generates the Python code, and has jsii-rosetta translate the examples of docstrings and README; pip
 * builds the wheel, since jsii-pacmak would install tools of its own for that.
 *
 * @returns path of the wheel.
 */
export function pythonWheel(): string {
  requireBuild();
  return exclusively('wheel', buildWheel);
}

function buildWheel(): string {
  const stamp = packageStamp();
  const built = wheelIn(PACKAGES);
  if (built !== undefined && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return built;
  [GENERATED, PACKAGES].forEach((path) => rmSync(path, { recursive: true, force: true }));
  pacmak('python', GENERATED);
  run('python3', ['-m', 'pip', 'wheel', '--quiet', '--no-deps', '--wheel-dir', PACKAGES, join(GENERATED, 'python')]);
  writeFileSync(STAMP, stamp);
  return wheelIn(PACKAGES)!;
}

function wheelIn(folder: string): string | undefined {
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.endsWith('.whl')) : undefined;
  return name && join(folder, name);
}

if (require.main === module) say(pythonWheel());
