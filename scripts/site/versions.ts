import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../../lib/report/html/markup';

const FOLDER = /^v(\d+)\.(\d+)$/;

/** Returns the folder of the site for a version of the package: patches of one minor version share it. */
export function versionFolder(version: string): string {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === undefined) throw new Error(`version of package.json is '${version}'; use MAJOR.MINOR.PATCH`);
  return `v${major}.${minor}`;
}

/** Returns the folders of versions among the names, the newest first. */
export function versionFolders(names: readonly string[]): string[] {
  const order = (name: string): number[] => FOLDER.exec(name)!.slice(1).map(Number);
  return names.filter((name) => FOLDER.test(name)).sort((a, b) => {
    const [[majorA, minorA], [majorB, minorB]] = [order(a), order(b)];
    return majorB - majorA || minorB - minorA;
  });
}

/** Writes the pages beside the folders of versions: the entry, and the list of all versions that are there. */
export function writeVersionPages(dist: string): void {
  const folders = versionFolders(readdirSync(dist));
  writeFileSync(join(dist, 'index.html'), entryPage(folders));
  writeFileSync(join(dist, 'versions.html'), versionsPage(folders));
}

/** Returns the page that leads to the newest version. */
export function entryPage([newest]: readonly string[]): string {
  return document('cdk8s-kotaemon', `<meta http-equiv="refresh" content="0; url=${newest}/">`, `<p><a href="${newest}/">Documentation of ${newest}</a></p>`);
}

/** Returns the page that lists all versions. */
export function versionsPage(folders: readonly string[]): string {
  const items = folders.map((folder, i) => `<li><a href="${folder}/">${folder}</a>${i === 0 ? ' (newest)' : ''}</li>`);
  return document('Versions of cdk8s-kotaemon', '', `<h1>Versions of cdk8s-kotaemon</h1>\n<ul>\n${items.join('\n')}\n</ul>`);
}

function document(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
${head}
<style>body { font: 1.1rem/1.6 system-ui, sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem }</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
