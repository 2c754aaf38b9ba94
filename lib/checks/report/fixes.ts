import { isAbsolute, relative } from 'node:path';
import { type Document, isMap, isNode, isPair, isScalar, isSeq, parseAllDocuments, type Node, type Pair, type YAMLMap } from 'yaml';
import { type Manifest, nameOf } from '../../manifest/manifest';
import { type Fix } from '../rule/rule';
import { type ReportedFinding } from './check-report';

/** Text of a file before and after its fixes. */
export interface FixedFile {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly edits: readonly Edit[];
}

/** Fixes of some findings. */
export interface Fixes {
  readonly files: readonly FixedFile[];
  /** Number of findings that the files fix. */
  readonly fixed: number;
  /** Number of findings with a fix that no line of a file can take. */
  readonly left: number;
}

/** Replacement of a range of a text. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const CONTEXT = 3;

/** Makes the edits of all findings that have a fix, in the files that they were read from. */
export function fixesOf(findings: readonly ReportedFinding[], read: (file: string) => string): Fixes {
  const edits = new Map<string, Map<string, Edit>>();
  const texts = new Map<string, string>();
  let [fixed, left] = [0, 0];
  for (const { finding: { fix, manifest, suppression }, source } of findings) {
    if (!fix || suppression !== undefined) continue;
    const edit = source && isFile(source.file) ? editIn(textOf(texts, source.file, read), manifest, fix) : undefined;
    if (!source || !edit) {
      left++;
      continue;
    }
    fixed++;
    const known = edits.get(source.file) ?? new Map<string, Edit>();
    edits.set(source.file, known.set(`${edit.from} ${edit.to}`, edit));
  }
  const files = Array.from(edits, ([file, each]): FixedFile => {
    const sorted = [...each.values()].sort((a, b) => a.from - b.from).filter((edit, i, all) => i === 0 || edit.from >= all[i - 1].to);
    const before = texts.get(file)!;
    return { file, before, after: applied(before, sorted), edits: sorted };
  });
  return { files, fixed, left };
}

/** Unified diff of a fixed file, for `git apply` and `patch -p1`. */
export function formatPatch({ file, before, edits }: FixedFile): string {
  const path = (isAbsolute(file) ? relative(process.cwd(), file) : file).replaceAll('\\', '/').replace(/^\.\//, '');
  const lines = before.split('\n');
  const starts = lines.reduce<number[]>((found, line, i) => [...found, found[i] + line.length + 1], [0]);
  const lineOf = (offset: number): number => starts.filter((start) => start <= offset).length - 1;
  const spans: { from: number; to: number; edits: Edit[] }[] = [];
  for (const edit of edits) {
    const [from, to] = [lineOf(edit.from), lineOf(Math.max(edit.from, edit.to - 1))];
    const last = spans.at(-1);
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to);
      last.edits.push(edit);
    } else spans.push({ from, to, edits: [edit] });
  }
  const hunks: (typeof spans)[] = [];
  for (const span of spans) {
    const last = hunks.at(-1);
    if (last && span.from - last[last.length - 1].to <= 2 * CONTEXT) last.push(span);
    else hunks.push([span]);
  }
  let shift = 0;
  const count = before.endsWith('\n') ? lines.length - 1 : lines.length;
  const texts = hunks.map((hunk) => {
    const [first, end] = [Math.max(0, hunk[0].from - CONTEXT), Math.min(count, hunk[hunk.length - 1].to + 1 + CONTEXT)];
    const body: string[] = [];
    let [at, added] = [first, 0];
    for (const { from, to, edits: own } of hunk) {
      body.push(...lines.slice(at, from).map((line) => ` ${line}`), ...lines.slice(from, to + 1).map((line) => `-${line}`));
      const inSpan = own.map((edit) => ({ ...edit, from: edit.from - starts[from], to: edit.to - starts[from] }));
      const text = applied(before.slice(starts[from], starts[to + 1]), inSpan);
      const fresh = text === '' ? [] : text.replace(/\n$/, '').split('\n');
      body.push(...fresh.map((line) => `+${line}`));
      added += fresh.length - (to - from + 1);
      at = to + 1;
    }
    body.push(...lines.slice(at, end).map((line) => ` ${line}`));
    const head = `@@ -${first + 1},${end - first} +${first + 1 + shift},${end - first + added} @@`;
    shift += added;
    return [head, ...body].join('\n');
  });
  return `--- a/${path}\n+++ b/${path}\n${texts.join('\n')}\n`;
}

function isFile(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}

function textOf(texts: Map<string, string>, file: string, read: (file: string) => string): string {
  const known = texts.get(file) ?? read(file);
  texts.set(file, known);
  return known;
}

function applied(text: string, edits: readonly Edit[]): string {
  return [...edits].reverse().reduce((result, { from, to, text: inserted }) => result.slice(0, from) + inserted + result.slice(to), text);
}

/** The edit of a fix in a text; undefined where the object or the field is not on lines of its own. */
function editIn(text: string, manifest: Manifest, fix: Fix): Edit | undefined {
  const map = parseAllDocuments(text, { uniqueKeys: false }).flatMap((document) => objectsIn(document as Document)).find((each) => isObject(each, manifest));
  const pair = map && pairAt(map, fix.path);
  const range = pair && isNode(pair.key) ? pair.key.range : undefined;
  if (!pair || !range || !isNode(pair.value) || !pair.value.range) return undefined;
  const [start, end] = [range[0], pair.value.range[1]];
  if (fix.set !== undefined) return isScalar(pair.value) ? { from: pair.value.range[0], to: end, text: fix.set } : undefined;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const lineEnd = next < 0 ? text.length : next + 1;
  const isAlone = text.slice(lineStart, start).trim() === '' && /^\s*(?:#.*)?$/.test(text.slice(end, next < 0 ? undefined : next));
  return isAlone ? { from: lineStart, to: lineEnd, text: '' } : undefined;
}

function objectsIn({ contents }: Document): YAMLMap[] {
  if (!isMap(contents)) return [];
  const items = contents.get('items', true);
  return isSeq(items) ? items.items.filter((item): item is YAMLMap => isMap(item)) : [contents];
}

function isObject(map: YAMLMap, manifest: Manifest): boolean {
  return map.get('kind') === manifest.kind && map.get('apiVersion') === manifest.apiVersion
    && (map.getIn(['metadata', 'name']) ?? map.getIn(['metadata', 'generateName'])) === nameOf(manifest) && map.getIn(['metadata', 'namespace']) === manifest.metadata.namespace;
}

function pairAt(map: YAMLMap, path: readonly (string | number)[]): Pair<Node, Node> | undefined {
  const owner: unknown = path.length === 1 ? map : map.getIn(path.slice(0, -1), true);
  const key = path[path.length - 1];
  const pair = isMap(owner) ? owner.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key) : undefined;
  return pair as Pair<Node, Node> | undefined;
}
