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

/** Maximum number of changes: each adds or removes one field or list item, or sets one value. */
const MOST_CHANGES = 500;
/** Maximum number of nodes that aliases expand to, as for manifests. */
const MOST_ALIASES = 10_000;

/** Parses the documents of a text and keeps the source tokens. */
export function documentsOf(text: string): Document.Parsed[] {
  return parseAllDocuments(text, { ...KUBERNETES_YAML, keepSourceTokens: true }) as Document.Parsed[];
}

/** Returns the value of a mapping, with aliases and merge keys expanded. */
export function plainValue(map: YAMLMap, document: Document.Parsed): unknown {
  return map.toJS(document, { maxAliasCount: MOST_ALIASES });
}

/**
 * Edits the mappings of a text one change at a time, until each has the requested value.
 *
 * @returns undefined if the text has no place for a change.
 */
export function editMappings(text: string, wanted: readonly unknown[], mappingsIn: (text: string) => readonly EditedMapping[]): string | undefined {
  let result = text;
  for (let made = 0; made < MOST_CHANGES; made++) {
    const mappings = mappingsIn(result);
    if (mappings.length !== wanted.length) return undefined;
    // A changed anchor changes every object with an alias of it, so all are compared again.
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

/** Parses a YAML text with a single mapping; undefined if it has other content, or is invalid. */
export function readYaml(text: string): unknown {
  const mappings = mappingsOf(text);
  return mappings.length === 1 ? mappings[0].value : undefined;
}

/**
 * Edits the single mapping of a YAML text, such as the values of a chart. It keeps comments, order and layout.
 *
 * @returns undefined if the text cannot be edited in place.
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
