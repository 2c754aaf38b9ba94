import { type Document, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { isFields } from '../../values/fields';
import { type Manifest } from '../manifest';
import { parseManifests } from '../parse';
import { type FieldPath, sameValue } from './differences';
import { documentsOf, type EditedMapping, editMappings, plainValue } from './edit-yaml';

/** Edit of one object of a text. */
export interface ObjectEdit {
  /** Object as `parseManifests` read it from the text. */
  readonly before: Manifest;
  readonly after: Manifest;
}

/**
 * Edits objects of a YAML or JSON text in place. It keeps comments, anchors, key order and layout, and changes no
 * other lines.
 *
 * The result is parsed again to verify that it holds the requested objects, and every other object unchanged.
 *
 * @returns undefined if the text cannot be edited in place, such as if a merge key provides a field to remove.
 */
export function editManifests(text: string, edits: readonly ObjectEdit[]): string | undefined {
  const left = [...edits];
  const edited = chunksOf(text).map((chunk) => {
    const wanted = mappingsIn(chunk).map(({ value }) => {
      const edit = left.findIndex(({ before }) => sameValue(before, value));
      return edit < 0 ? value : left.splice(edit, 1)[0].after;
    });
    return editMappings(chunk, wanted, mappingsIn);
  });
  if (left.length > 0 || edited.includes(undefined)) return undefined;
  const result = edited.join('');
  return holds(result, text, edits) ? result : undefined;
}

/**
 * Returns the source text of a scalar, without quotes: '1.10' of a number that is read as 1.1.
 *
 * @returns undefined if the object or the field is not in the text, or an alias provides it.
 */
export function writtenAt(text: string, manifest: Manifest, path: FieldPath): string | undefined {
  const mapping = chunksOf(text).flatMap(mappingsIn).find(({ value }) => sameValue(value, manifest));
  const node = mapping?.map.getIn(path, true);
  return isScalar(node) && typeof node.source === 'string' ? node.source : undefined;
}

/** Returns whether a text holds the objects of another one, with these edits and no other difference. */
function holds(result: string, text: string, edits: readonly ObjectEdit[]): boolean {
  const [after, before] = [parseManifests(result, ''), parseManifests(text, '')];
  const left = [...edits];
  const wanted = before.manifests.map(({ manifest }) => {
    const edit = left.findIndex((each) => sameValue(each.before, manifest));
    return edit < 0 ? manifest : left.splice(edit, 1)[0].after;
  });
  return sameValue(plain(after.manifests.map(({ manifest }) => manifest)), plain(wanted)) && after.problems.length === before.problems.length;
}

/** Splits a text as kubectl does: at each line that begins with `---`. */
function chunksOf(text: string): string[] {
  return text.split(/(?<=[\n\r])(?=---(?:\s|$))/);
}

/** Returns the mappings of the objects of some documents, including each item of a List. */
function mappingsIn(text: string): EditedMapping[] {
  return documentsOf(text).flatMap((document) => {
    const { contents } = document;
    if (document.errors.length > 0) return [];
    const kind = isMap(contents) ? String(contents.get('kind')) : '';
    const items = isMap(contents) && kind.endsWith('List') ? contents.get('items', true) : contents;
    const given: Record<string, string> = isMap(contents) && items !== contents && kind !== 'List'
      ? { apiVersion: String(contents.get('apiVersion')), kind: kind.slice(0, -'List'.length) } : {};
    const maps: unknown[] = isSeq(items) ? items.items : [items];
    return maps.filter((map): map is YAMLMap => isMap(map)).map((map) => ({ document, map, value: objectOf(map, document, given) }));
  });
}

/**
 * Returns the object of a mapping, as `parseManifests` reads it.
 *
 * @param given version and kind from the typed list of an item.
 */
function objectOf(map: YAMLMap, document: Document.Parsed, given: Readonly<Record<string, string>>): Manifest {
  const fields = plainValue(map, document) as Manifest;
  return { ...given, ...fields, ...(!isFields(fields.metadata) && { metadata: {} }) };
}

/** Normalizes differences that no text shows, such as that of 0 and -0. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
