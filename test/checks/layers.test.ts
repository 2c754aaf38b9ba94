import { RULE_FOLDERS } from '../../scripts/generate-rule-index';
import { filesBelow, importsOf } from '../support/imports';

/** Folders of lib/checks by layer, the lowest last. A file imports from its own folder and from lower layers. */
const LAYERS: readonly (readonly string[])[] = [['index.ts'], ['report'], ['run', 'guardrails'], RULE_FOLDERS, ['api-types'], ['analysis'], ['rule'], ['hpa-validation']];

const files = filesBelow('lib/checks');
const edges = files.flatMap((file) => importsOf(file)).filter(({ to }) => to.startsWith('lib/checks/'));

test('every folder of lib/checks has a layer', () => {
  const unknown = files.map(folderOf).filter((folder) => layerOf(folder) < 0);
  expect([...new Set(unknown)]).toEqual([]);
});

test('imports within lib/checks go from a higher layer to a lower one', () => {
  const wrong = edges.filter(({ from, to }) => folderOf(from) !== folderOf(to) && layerOf(folderOf(from)) >= layerOf(folderOf(to)));
  expect(wrong.map(({ from, line, to }) => `${from}:${line} imports ${to}`)).toEqual([]);
});

test('a rule imports no other rule', () => {
  const rules = new Set<string>(RULE_FOLDERS);
  const wrong = edges.filter(({ from, to }) => rules.has(folderOf(from)) && rules.has(folderOf(to)));
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

function folderOf(file: string): string {
  return file.split('/')[2];
}

function layerOf(folder: string): number {
  return LAYERS.findIndex((layer) => layer.includes(folder));
}
