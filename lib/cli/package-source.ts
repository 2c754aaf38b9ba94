import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../values/user-error';
import { PACKAGE_FOLDER, packageFile } from './package-files';

const LARGEST_UNPACKED = 200_000_000;
const BLOCK = 512;

/** Tarball of this package, which a repository installs while the registry does not have it. */
export interface PackageTarball {
  /** Absolute path. */
  readonly path: string;
  /** Name under which `npm pack` writes it. */
  readonly fileName: string;
  readonly content: Buffer;
}

/** Name and version of this package. */
export function ownPackage(): { readonly name: string; readonly version: string } {
  return JSON.parse(packageFile('package.json').toString());
}

/**
 * Tarball that a new repository installs this package from.
 *
 * @param given path of a tarball. @default - the one that this package was installed from, or that `npm pack` left in a
 * checkout or in the working folder
 * @returns the tarball, or undefined where the registry has to have the package.
 * @throws UserError where the path is not that of a tarball of this package.
 */
export function packageTarball(given?: string): PackageTarball | undefined {
  const path = given ?? installedFrom(PACKAGE_FOLDER) ?? packedIn(process.cwd()) ?? (isInstalled() ? undefined : packedIn(PACKAGE_FOLDER));
  if (path === undefined) return undefined;
  return read(resolve(path), path);
}

/** True where npm installed the package, as opposed to a checkout and to the single file. */
export function isInstalled(folder = PACKAGE_FOLDER): boolean {
  return folder !== undefined && basename(dirname(resolve(folder))) === 'node_modules';
}

/** Path of the tarball from which npm installed a package, by npm's own record. */
export function installedFrom(folder: string | undefined): string | undefined {
  if (folder === undefined || !isInstalled(folder)) return undefined;
  const modules = dirname(resolve(folder));
  try {
    const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'));
    const resolved: unknown = packages[`node_modules/${basename(folder)}`]?.resolved;
    const path = typeof resolved === 'string' && resolved.startsWith('file:') ? resolve(dirname(modules), resolved.slice('file:'.length)) : undefined;
    return path !== undefined && isFile(path) ? path : undefined;
  } catch {
    // Another package manager keeps no such record.
    return undefined;
  }
}

function packedIn(folder: string | undefined): string | undefined {
  if (folder === undefined) return undefined;
  const { name, version } = ownPackage();
  const path = join(folder, `${name}-${version}.tgz`);
  return isFile(path) ? path : undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function read(path: string, shown: string): PackageTarball {
  const { name } = ownPackage();
  const instead = `name a tarball of ${name}, as npm pack writes it`;
  const content = readRegular(shown, instead);
  const packed = packedManifest(content);
  if (packed?.name !== name || !/^\d[\w.+-]*$/.test(String(packed.version))) throw new UserError(`'${shown}' is not a tarball of ${name}; ${instead}`);
  return { path, fileName: `${name}-${packed.version}.tgz`, content };
}

function readRegular(path: string, instead: string): Buffer {
  try {
    if (!statSync(path).isFile()) throw new UserError(`'${path}' is not a file; ${instead}`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot read '${path}': ${code === 'ENOENT' ? 'there is no such file' : message.replace(/, \w+ '.*$/, '')}; ${instead}`);
  }
}

/** The package.json in a tarball; undefined where there is none. */
function packedManifest(tarball: Buffer): { readonly name?: unknown; readonly version?: unknown } | undefined {
  try {
    const archive = gunzipSync(tarball, { maxOutputLength: LARGEST_UNPACKED });
    for (let at = 0; at + BLOCK <= archive.length;) {
      const [path, size] = [text(archive, at, 100), parseInt(text(archive, at + 124, 12), 8) || 0];
      if (path === 'package/package.json') return JSON.parse(archive.toString('utf8', at + BLOCK, at + BLOCK + size));
      at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    }
    return undefined;
  } catch {
    // Neither gzip nor an archive with a package.json.
    return undefined;
  }
}

function text(archive: Buffer, from: number, length: number): string {
  return archive.toString('latin1', from, from + length).replace(/\0.*$/s, '');
}
