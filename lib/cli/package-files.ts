import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Folder of this package: a checkout, or where npm installed it. The single file that `npm run onefile` writes carries
 * the files of the package and has no folder; it has another module in the place of this one.
 */
export const PACKAGE_FOLDER: string | undefined = join(__dirname, '../..');

/** Reads a file of this package, by its path below the package's folder. */
export function packageFile(path: string): Buffer {
  return readFileSync(join(PACKAGE_FOLDER!, path));
}

/** Paths of the files below a folder of this package, relative to it, in their order. */
export function packageFilesIn(folder: string): string[] {
  return filesIn(join(PACKAGE_FOLDER!, folder));
}

/** Paths of the files below a folder, relative to it, in their order. */
export function filesIn(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix)).sort().flatMap((entry) => {
    const path = prefix === '' ? entry : `${prefix}/${entry}`;
    return statSync(join(folder, path)).isDirectory() ? filesIn(folder, path) : [path];
  });
}
