import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byFolder, examplesWithApp, filesBelow, objectsIn, synthesizedFiles } from '../support/examples';
import { breakingChanges, unannounced } from '../support/golden';
import { ROOT } from '../support/imports';

const GOLDEN = join(ROOT, 'test/golden');
const released = existsSync(GOLDEN) ? readdirSync(GOLDEN).sort() : [];
const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');

describe('since the last release', () => {
  test('every example still exists', () => {
    expect(unannounced(released.filter((example) => !examplesWithApp().includes(example)), changelog)).toEqual([]);
  });

  test('no name, selector or claim template has changed that the changelog does not name', () => {
    const changes = released.filter((example) => examplesWithApp().includes(example)).flatMap((example) => {
      const [before, after] = [filesBelow(join(GOLDEN, example)), synthesizedFiles(example)];
      const now = new Map(byFolder(after));
      return byFolder(before).flatMap(([folder, files]) => breakingChanges(objectsIn(files), objectsIn(now.get(folder) ?? {}))).map((change) => `${example}: ${change}`);
    });
    const missing = unannounced(changes, changelog).map((change) => `write into CHANGELOG.md, under Unreleased, why and what to do: \`${change}\``);
    expect(missing).toEqual([]);
  });
});

describe('a breaking change', () => {
  const statefulSet = (name: string, fields: object): object => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace: 'rag' },
    spec: { selector: { matchLabels: { app: 'a' } }, volumeClaimTemplates: [{ metadata: { name: 'data' } }], ...fields },
  });
  const before = [statefulSet('redis', {})];

  test.each<[string, object[], string[]]>([
    ['nothing', [statefulSet('redis', { replicas: 3 }), statefulSet('new', {})], []],
    ['a name', [statefulSet('valkey', {})], ['StatefulSet rag/redis']],
    ['a selector', [statefulSet('redis', { selector: { matchLabels: { app: 'b' } } })], ['StatefulSet rag/redis spec.selector']],
    ['a claim template', [statefulSet('redis', { volumeClaimTemplates: [] })], ['StatefulSet rag/redis spec.volumeClaimTemplates']],
    ['a field that was not there', [statefulSet('redis', { serviceName: 'redis' })], ['StatefulSet rag/redis spec.serviceName']],
  ])('is reported where %s differs', (_, after, changes) => {
    expect(breakingChanges(before, after)).toEqual(changes);
  });

  test('is accepted when the changelog names it under Unreleased', () => {
    const log = (unreleased: string, old: string): string => `# Changelog\n\n## [Unreleased]\n\n${unreleased}\n\n## [0.1.0] - 2026-01-01\n\n${old}\n`;
    expect(unannounced(['a: Service b'], log('### Changed\n\n- `a: Service b` is called c', ''))).toEqual([]);
    expect(unannounced(['a: Service b'], log('- a: Service b', '- `a: Service b` is called c'))).toEqual(['a: Service b']);
    expect(unannounced(['a: Service b'], '# Changelog\n\n## [Unreleased]\n\n- `a: Service b`\n')).toEqual([]);
  });
});
