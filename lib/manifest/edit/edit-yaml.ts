import { type Document, isMap, parseAllDocuments, type YAMLMap } from 'yaml';
import { KUBERNETES_YAML } from '../kubernetes-yaml';
import { differences, sameValue } from './differences';
import { editNode } from './edit-node';

/** Mapping of a text, and its value. */
export interface EditedMapping {
  readonly document: Document.Parsed;
  readonly map: YAMLMap;
  readonly value: unknown;
}

/** Changes that are made at most: each adds or removes one field or list item, or sets one value. */
const MOST_CHANGES = 500;
/** Nodes that aliases may stand for, as where manifests are read. */
const MOST_ALIASES = 10_000;

/** Reads the documents of a text with the tokens that they were read from. */
export function documentsOf(text: string): Document.Parsed[] {
  return parseAllDocuments(text, { ...KUBERNETES_YAML, keepSourceTokens: true }) as Document.Parsed[];
}

/** Value of a mapping, with what aliases and merge keys bring. */
export function plainValue(map: YAMLMap, document: Document.Parsed): unknown {
  return map.toJS(document, { maxAliasCount: MOST_ALIASES });
}

/**
 * Edits the mappings of a text one change at a time, until each has the value that is wanted.
 *
 * @returns undefined if the text has no place for a change.
 */
export function editMappings(text: string, wanted: readonly unknown[], mappingsIn: (text: string) => readonly EditedMapping[]): string | undefined {
  let result = text;
  for (let made = 0; made < MOST_CHANGES; made++) {
    const mappings = mappingsIn(result);
    if (mappings.length !== wanted.length) return undefined;
    // An anchor that changed changes every object that names it, so all are looked at again.
    const changes = mappings.map(({ value }, i) => differences(value, wanted[i]));
    const next = changes.findIndex((each) => each.length > 0);
    if (next < 0) return result;
    const { document, map } = mappings[next];
    const edit = editNode({ text: result, document }, map, changes[next][0], wanted[next]);
    if (!edit) return undefined;
    result = result.slice(0, edit.from) + edit.text + result.slice(edit.to);
  }
  return undefined;
}

/** Reads the one mapping of a text of YAML; undefined if it holds something else, or cannot be read. */
export function readYaml(text: string): unknown {
  const mappings = mappingsOf(text);
  return mappings.length === 1 ? mappings[0].value : undefined;
}

/**
 * Edits the one mapping of a text of YAML, such as the values of a chart; comments, order and layout are kept.
 *
 * @returns undefined if the text cannot be edited so.
 */
export function editYaml(text: string, after: unknown): string | undefined {
  const result = editMappings(text, [after], mappingsOf);
  return result !== undefined && sameValue(readYaml(result), after) ? result : undefined;
}

function mappingsOf(text: string): EditedMapping[] {
  return documentsOf(text).flatMap((document) => {
    const { contents, errors } = document;
    return errors.length === 0 && isMap(contents) ? [{ document, map: contents as YAMLMap, value: plainValue(contents as YAMLMap, document) }] : [];
  });
}
