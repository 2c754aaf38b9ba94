import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { versionFolder, versionFolders, writeVersionPages } from '../../../scripts/site/versions';

test.each([['0.1.0', 'v0.1'], ['2.10.3', 'v2.10'], ['1.0.0-rc.1', 'v1.0']])('version %s stands in folder %s', (version, folder) => {
  expect(versionFolder(version)).toBe(folder);
});

test('refuses a version without a minor part', () => {
  expect(() => versionFolder('1')).toThrow("version of package.json is '1'; use MAJOR.MINOR.PATCH");
});

test('orders folders by number, the newest first, and leaves what is no version', () => {
  expect(versionFolders(['v0.2', 'v0.10', 'assets', 'v1.0', 'v1', 'index.html', 'v0.9'])).toEqual(['v1.0', 'v0.10', 'v0.9', 'v0.2']);
});

test('leads to the newest of the versions that are there, and lists all of them', () => {
  const dist = mkdtempSync(join(tmpdir(), 'site-'));
  for (const name of ['v0.9', 'v0.10', 'assets']) mkdirSync(join(dist, name));
  writeVersionPages(dist);
  expect(readFileSync(join(dist, 'index.html'), 'utf8')).toContain('<meta http-equiv="refresh" content="0; url=v0.10/">');
  expect(readFileSync(join(dist, 'versions.html'), 'utf8')).toContain('<li><a href="v0.10/">v0.10</a> (newest)</li>\n<li><a href="v0.9/">v0.9</a></li>\n</ul>');
  rmSync(dist, { recursive: true });
});
