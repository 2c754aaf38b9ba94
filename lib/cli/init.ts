import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { isServiceName } from '../values/names';
import { UserError } from '../values/user-error';
import { type Io, say, STATUS } from './io';
import { isInstalled, ownPackage, packageTarball, type PackageTarball } from './package-source';
import { addedFiles, classNameOf, manifestOf, packagesOf, repositoryFiles, type TemplateFile, type TemplateName } from './template';

export interface InitOptions {
  readonly template: TemplateName;
  /** The repository that gets one chart, one test and one workflow more; a new one is made where it is left out. */
  readonly into?: string;
  /**
   * Tarball of this package, where the registry does not have it.
   * @default - the one that this package was installed from
   */
  readonly package?: string;
}

/** File that `init` writes. */
interface WrittenFile {
  readonly path: string;
  readonly content: string | Buffer;
}

/** Writes a repository to begin with, or adds to one; what is there already is never touched. */
export function initCommand(given: string | undefined, options: InitOptions, io: Io): number {
  const name = given ?? (options.into === undefined ? undefined : 'rag');
  if (name === undefined) throw new UserError('name the repository, as in: cdk8s-kotaemon init shop-search');
  requireName(name, options.template);
  const tarball = packageTarball(options.package);
  const files = options.into === undefined ? newRepository(name, options.template, tarball) : addition(name, options.template, options.into);
  files.forEach(write);
  const source = sourceRemark(options, tarball);
  say(io.stdout, `${files.map(({ path }) => `wrote ${path}`).join('\n')}\n\n${source === undefined ? '' : `${source}\n\n`}${nextSteps(name, options, tarball)}\n`);
  return STATUS.ok;
}

function newRepository(name: string, template: TemplateName, tarball: PackageTarball | undefined): WrittenFile[] {
  if (isTaken(name) && (!isFolder(name) || readdirSync(name).length > 0)) {
    throw new UserError(`folder '${name}' exists and is not empty; choose another name, or add to a repository with --into`);
  }
  const files = below(name, repositoryFiles(template, name));
  if (tarball === undefined) return files;
  return [
    // A copy, so that the repository can be moved, and its workflow finds it.
    ...files.map((file) => file.path === join(name, 'package.json') ? { ...file, content: withSource(file.content, `file:${tarball.fileName}`) } : file),
    { path: join(name, tarball.fileName), content: tarball.content },
  ];
}

/** A package.json that takes this package from elsewhere than the registry. */
function withSource(manifest: string, source: string): string {
  const { name } = ownPackage();
  return manifest.replace(new RegExp(`("${name}": )"[^"]*"`), (_, key: string) => `${key}${JSON.stringify(source)}`);
}

/** Line that says from where the package is installed, and what to do once it is published. */
function sourceRemark({ into }: InitOptions, tarball: PackageTarball | undefined): string | undefined {
  const { name, version } = ownPackage();
  if (tarball === undefined) {
    return isInstalled() ? undefined : `note: ${name} may not be published yet; if npm does not find it, run npm pack in its checkout and pass the file with --package`;
  }
  const where = into === undefined ? tarball.fileName : tarball.path;
  return `note: ${name} is installed from ${where}, not from the registry; once version ${version} is published, run npm install ${name}@^${version}${into === undefined ? ' and remove the file' : ''}`;
}

function addition(name: string, template: TemplateName, into: string): TemplateFile[] {
  if (!isFolder(into)) throw new UserError(`there is no folder '${into}'; name the folder of a repository, as in --into .`);
  const files = below(into, addedFiles(template, name));
  const taken = files.filter(({ path }) => isTaken(path)).map(({ path }) => path);
  if (taken.length > 0) throw new UserError(`${taken.join(', ')} would be overwritten, so nothing was written; choose another name`);
  for (const { path } of files) {
    const blocked = foldersAbove(path, into).find((folder) => isTaken(folder) && !isFolder(folder));
    if (blocked !== undefined) throw new UserError(`cannot write '${path}': ENOTDIR: '${blocked}' is not a folder; name a folder that can be written`);
  }
  return files;
}

/** Folders between a root and a file, the outermost first. */
function foldersAbove(path: string, root: string): string[] {
  const folder = dirname(path);
  return folder === path || folder === join(root) || folder === '.' ? [] : [...foldersAbove(folder, root), folder];
}

/** Tells if the path exists, including dangling symbolic links. */
function isTaken(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A part of the path is no folder, which is told of that part.
    return false;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

function below(folder: string, files: readonly TemplateFile[]): TemplateFile[] {
  return files.map(({ path, content }) => ({ path: join(folder, path), content }));
}

function write({ path, content }: WrittenFile): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { flag: 'wx' });
  } catch (error) {
    throw new UserError(`cannot write '${path}': ${(error as Error).message.replace(/, \w+ '.*$/, '')}; name a folder that can be written`);
  }
}

/** The name becomes that of a folder, an npm package, a class, a namespace and an object of Kubernetes. */
function requireName(name: string, template: TemplateName): void {
  if (!isServiceName(name)) {
    throw new UserError(`'${name}' is not a valid name; use lower-case letters, digits and '-', at most 63, starting with a letter, as in shop-search`);
  }
  if (packagesOf(template).includes(name)) throw new UserError(`'${name}' is the name of a package that the repository needs; choose another`);
}

function nextSteps(name: string, { into, template }: InitOptions, tarball: PackageTarball | undefined): string {
  if (into === undefined) return `next:\n  cd ${name}\n  npm install\n  npm test\n  npm run synth`;
  const chart = `${classNameOf(name)}Chart`;
  return [
    'next:',
    `  npm install ${tarball === undefined ? ownPackage().name : shellPath(relative(resolve(into), tarball.path))} cdk8s cdk8s-plus-28 constructs`,
    ...testRunnerSteps(into, template),
    `  in the file of your app: import { ${chart} } from './${name}/chart'; and, before app.synth(): new ${chart}(app, '${name}');`,
    ...(template === 'platform' ? ['  the guardrails apply to the whole app: synthesis reports violations of its other charts as well'] : []),
  ].join('\n');
}

/** Path that npm takes for a file, and a shell for one word. */
function shellPath(path: string): string {
  const whole = /^\.{0,2}\//.test(path) ? path : `./${path}`;
  return /^[\w./@+-]+$/.test(whole) ? whole : `'${whole.replaceAll("'", "'\\''")}'`;
}

/** Returns the steps that a new test needs in a repository without jest. */
function testRunnerSteps(into: string, template: TemplateName): string[] {
  if (Object.keys(manifestIn(into).devDependencies ?? {}).includes('jest')) return [];
  const { jest, devDependencies } = manifestOf(template);
  const packages = Object.keys(devDependencies).filter((each) => /jest|^@swc\/|^typescript$/.test(each));
  return [
    `  npm install --save-dev ${packages.map((each) => (each === 'typescript' ? `typescript@${devDependencies[each]}` : each)).join(' ')}`,
    `  in package.json: "scripts": { "test": "jest" }, "jest": ${JSON.stringify(jest)}`,
  ];
}

function manifestIn(folder: string): { devDependencies?: Record<string, string> } {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    // An unreadable file names no package.
    return {};
  }
}
