import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, ROOT } from '../test/support/imports';
import { playgroundPage } from './build-playground';
import { run, say } from './run';
import { deadLinks, readPages } from './site/check-links';
import { type Repository } from './site/links';
import { type SidebarGroup, sidebarOf } from './site/sidebar';
import { versionFolder, writeVersionPages } from './site/versions';

/** Facts that the configuration of the site generator reads. */
export interface SiteFacts {
  readonly version: string;
  /** Path that this version is served under, with a slash at both ends. */
  readonly base: string;
  /** Folder of this version in site/dist. */
  readonly folder: string;
  readonly repository: Repository;
  readonly sidebar: readonly SidebarGroup[];
}

export const SITE = join(ROOT, 'site');
const WORK = join(SITE, '.cache');
const DIST = join(SITE, 'dist');

/** Builds this version of the documentation into its folder of site/dist; folders of other versions stay. */
function buildSite(): void {
  const facts = siteFacts();
  const target = join(DIST, facts.folder);
  install();
  stage(facts);
  rmSync(target, { recursive: true, force: true });
  run(process.execPath, [join(SITE, 'node_modules/vitepress/bin/vitepress.js'), 'build'], { cwd: SITE });
  mkdirSync(join(target, 'playground'), { recursive: true });
  writeFileSync(join(target, 'playground/index.html'), playgroundPage());
  const pages = readPages(target);
  const dead = deadLinks(pages, facts.base, (path) => existsSync(join(target, path)));
  if (dead.length > 0) {
    process.stderr.write(`${dead.join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  writeVersionPages(DIST);
  say(`site/dist/${facts.folder}: ${pages.size} pages, served under ${facts.base}`);
}

function siteFacts(): SiteFacts {
  const { version, repository: { url } } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string; repository: { url: string } };
  const folder = versionFolder(version);
  const tag = `v${version}`;
  const isTagged = spawnSync('git', ['rev-parse', '--quiet', '--verify', `refs/tags/${tag}`], { cwd: ROOT }).status === 0;
  return {
    version, folder, base: `${siteBase(process.env.SITE_BASE)}${folder}/`,
    repository: { address: url.replace(/\.git$/, ''), ref: isTagged ? tag : 'main' },
    sidebar: sidebarOf(new Map(filesBelow('docs', '.md').map((file) => [file.replace('docs/', ''), readFileSync(join(ROOT, file), 'utf8')]))),
  };
}

function siteBase(base = '/'): string {
  if (/^\/([\w.-]+\/)*$/.test(base)) return base;
  process.stderr.write(`SITE_BASE is '${base}'; use the path of the site with a slash at both ends, as in /cdk8s-kotaemon/\n`);
  process.exit(2);
}

/** Installs the generator, unless it is there as the lock file has it. */
function install(): void {
  const [installed, locked] = ['node_modules/.package-lock.json', 'package-lock.json'].map((name) => join(SITE, name));
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(locked).mtimeMs) return;
  run('npm', ['ci'], { cwd: SITE });
}

/** Copies the pages, and the home page with the answer of its command, to the folder that the generator reads. */
function stage(facts: SiteFacts): void {
  const source = join(WORK, 'src');
  rmSync(source, { recursive: true, force: true });
  for (const file of filesBelow('docs', '.md')) {
    const copy = join(source, file.replace('docs/', '').replace(/README\.md$/, 'index.md'));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(join(ROOT, file), copy);
  }
  writeFileSync(join(source, 'index.md'), homePage());
  writeFileSync(join(WORK, 'site.json'), JSON.stringify(facts));
}

/** Returns the home page: the line that stands for the answer is what the command above it prints. */
function homePage(): string {
  const text = readFileSync(join(SITE, 'home.md'), 'utf8');
  const command = /^npx cdk8s-kotaemon (.+)$/m.exec(text)![1].split(' ');
  const main = ['-r', 'ts-node/register/transpile-only', join(ROOT, 'lib/cli/main.ts')];
  const answer = run(process.execPath, [...main, ...command], { cwd: join(ROOT, 'examples/simulate-in-ci'), env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' } });
  return text.replace('(the answer)', () => answer.trim());
}

if (require.main === module) buildSite();
