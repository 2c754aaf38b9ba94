import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isSeq, parseAllDocuments, type YAMLMap } from 'yaml';
import { isFields } from '../../values/fields';
import { KUBERNETES_YAML } from '../kubernetes-yaml';
import { type Manifest } from '../manifest';
import { parseManifests } from '../parse';
import { differences } from './differences';
import { editNode } from './edit-node';

/** Object of a text, and what it is to be. */
export interface ObjectEdit {
  /** The object as `parseManifests` read it from the text. */
  readonly before: Manifest;
  readonly after: Manifest;
}

/** Changes of one object that are made at most: each adds or removes one field or list item, or sets one value. */
const MOST_CHANGES = 500;
/** Nodes that aliases may stand for, as where manifests are read. */
const MOST_ALIASES = 10_000;

/**
 * Edits objects of a text of YAML or JSON: comments, anchors, the order of keys and the layout are kept, and no line
 * changes that need not.
 *
 * The result is read again: it holds the objects that are wanted, and every other object as it was.
 *
 * @returns undefined where the text cannot be edited so, as where a merge key brings a field that is to go.
 */
export function editManifests(text: string, edits: readonly ObjectEdit[]): string | undefined {
  const left = [...edits];
  const edited = chunksOf(text).map((chunk) => {
    const wanted = mappingsIn(chunk).map((mapping) => {
      const now = objectOf(mapping);
      const edit = left.findIndex(({ before }) => isDeepStrictEqual(before, now));
      return edit < 0 ? now : left.splice(edit, 1)[0].after;
    });
    return editChunk(chunk, wanted);
  });
  if (left.length > 0 || edited.includes(undefined)) return undefined;
  const result = edited.join('');
  return holds(result, text, edits) ? result : undefined;
}

/** Returns whether a text holds the objects of another one, with these edits and no other difference. */
function holds(result: string, text: string, edits: readonly ObjectEdit[]): boolean {
  const [after, before] = [parseManifests(result, ''), parseManifests(text, '')];
  const left = [...edits];
  const wanted = before.manifests.map(({ manifest }) => {
    const edit = left.findIndex((each) => isDeepStrictEqual(each.before, manifest));
    return edit < 0 ? manifest : left.splice(edit, 1)[0].after;
  });
  return isDeepStrictEqual(plain(after.manifests.map(({ manifest }) => manifest)), plain(wanted)) && after.problems.length === before.problems.length;
}

/** Splits where kubectl does: at each line that begins with `---`. */
function chunksOf(text: string): string[] {
  return text.split(/(?<=[\n\r])(?=---(?:\s|$))/);
}

interface Mapping {
  readonly document: Document.Parsed;
  readonly map: YAMLMap;
  /** Version and kind of an item whose typed list says them. */
  readonly given: Readonly<Record<string, string>>;
}

/** Mappings of the objects of some documents, those of lists one by one. */
function mappingsIn(text: string): Mapping[] {
  const documents = parseAllDocuments(text, { ...KUBERNETES_YAML, keepSourceTokens: true }) as Document.Parsed[];
  return documents.flatMap((document) => {
    const { contents } = document;
    if (document.errors.length > 0) return [];
    const kind = isMap(contents) ? String(contents.get('kind')) : '';
    const items = isMap(contents) && kind.endsWith('List') ? contents.get('items', true) : contents;
    const given: Record<string, string> = isMap(contents) && items !== contents && kind !== 'List'
      ? { apiVersion: String(contents.get('apiVersion')), kind: kind.slice(0, -'List'.length) } : {};
    const maps: unknown[] = isSeq(items) ? items.items : [items];
    return maps.filter((map): map is YAMLMap => isMap(map)).map((map) => ({ document, map, given }));
  });
}

/** Object of a mapping, as `parseManifests` reads it. */
function objectOf({ document, map, given }: Mapping): Manifest {
  const fields = map.toJS(document, { maxAliasCount: MOST_ALIASES }) as Manifest;
  return { ...given, ...fields, ...(!isFields(fields.metadata) && { metadata: {} }) };
}

function editChunk(text: string, wanted: readonly unknown[]): string | undefined {
  let result = text;
  for (let made = 0; made < MOST_CHANGES; made++) {
    const mappings = mappingsIn(result);
    if (mappings.length !== wanted.length) return undefined;
    // An anchor that changed changes every object that names it, so all are looked at again.
    const changesOf = mappings.map((mapping, i) => differences(objectOf(mapping), wanted[i]));
    const next = changesOf.findIndex((each) => each.length > 0);
    if (next < 0) return result;
    const { document, map } = mappings[next];
    const edit = editNode({ text: result, document }, map, changesOf[next][0], wanted[next]);
    if (!edit) return undefined;
    result = result.slice(0, edit.from) + edit.text + result.slice(edit.to);
  }
  return undefined;
}

/** The same values without differences that no text shows, such as that of 0 and -0. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
