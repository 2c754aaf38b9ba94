import { entryPage, versionFolder, versionFolders, versionsPage } from '../../../scripts/site/versions';

test.each([['0.1.0', 'v0.1'], ['2.10.3', 'v2.10'], ['1.0.0-rc.1', 'v1.0']])('version %s stands in folder %s', (version, folder) => {
  expect(versionFolder(version)).toBe(folder);
});

test('refuses a version without a minor part', () => {
  expect(() => versionFolder('1')).toThrow("version of package.json is '1'; use MAJOR.MINOR.PATCH");
});

test('orders folders by number, the newest first, and leaves what is no version', () => {
  expect(versionFolders(['v0.2', 'v0.10', 'assets', 'v1.0', 'v1', 'index.html', 'v0.9'])).toEqual(['v1.0', 'v0.10', 'v0.9', 'v0.2']);
});

test('leads to the newest version, and lists all of them', () => {
  expect(entryPage(['v1.0', 'v0.9'])).toContain('<meta http-equiv="refresh" content="0; url=v1.0/">');
  expect(versionsPage(['v1.0', 'v0.9'])).toContain('<li><a href="v1.0/">v1.0</a> (newest)</li>\n<li><a href="v0.9/">v0.9</a></li>');
});
