import { type Document, isMap, isNode, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import { printable } from '../values/printable';
import { isFields } from '../values/fields';
import { isTooDeep, TOO_DEEP } from './depth';
import { rememberText, type WrittenObject } from './field-lines';
import { duplicateKeys, KUBERNETES_YAML } from './kubernetes-yaml';
import { type Manifest } from './manifest';

/** Position of an object or a problem in the input. */
export interface ManifestSource {
  /** Path of the file. */
  readonly file: string;
  /** Document within the file, counted from 1, including empty documents. */
  readonly document: number;
  /** Line within the file, counted from 1. */
  readonly line: number;
}

/** Kubernetes object with its position in the input. */
export interface ParsedManifest {
  /** Parsed object. */
  readonly manifest: Manifest;
  /** File and line that it comes from. */
  readonly source: ManifestSource;
}

/** Document, or a part of one, that could not be read as a Kubernetes object. */
export interface ParseProblem extends ManifestSource {
  /** Sentence about the problem. */
  readonly message: string;
}

/** Objects of a text, and the parts that could not be read. */
export interface ParseResult {
  /** Objects that were parsed. */
  readonly manifests: readonly ParsedManifest[];
  /** Problems of the text. */
  readonly problems: readonly ParseProblem[];
}

/**
 * Maximum number of nodes that aliases expand to; real manifests stay far below, a "billion laughs" attack is far
 * above.
 */
const MAX_ALIASES = 10_000;

const TEMPLATE = 'looks like an unrendered Helm template; render the chart with helm template first';

interface Found {
  readonly manifests: ParsedManifest[];
  readonly problems: ParseProblem[];
}

/** Formats a problem as one line: 'chart.yaml:12: (document 3) …'. */
export function describeProblem(problem: ParseProblem): string {
  return printable(`${problem.file}:${problem.line}: (document ${problem.document}) ${problem.message}`);
}

/**
 * Parses every Kubernetes object of a text of YAML documents or JSON, and flattens Lists. Unreadable parts are
 * returned as problems beside all other objects: this function never throws.
 *
 * Scalars have the types that kubectl reads. For a duplicate key the last value counts, as in kubectl, and the key is
 * a problem.
 *
 * @param file the name to show in problems.
 */
export function parseManifests(text: string, file: string): ParseResult {
  const result: Found = { manifests: [], problems: [] };
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const json = parseJson(plain);
  if (json !== undefined) {
    collectAll(json, { file, document: 1, line: 1 }, result, { text: plain, firstLine: 1, document: 0, path: [] });
    return result;
  }
  let document = 0;
  for (const chunk of splitDocuments(plain)) {
    document++;
    if (!isEmpty(chunk.text)) parseChunk(chunk, { file, document }, result);
  }
  return result;
}

function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Text that is not JSON may still be YAML, whose parser also reports the line of the problem.
    return undefined;
  }
}

interface Chunk {
  readonly text: string;
  readonly firstLine: number;
}

/**
 * Splits a text as kubectl does: at each line that begins with `---`. So an invalid document does not affect the
 * next.
 */
function splitDocuments(text: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let lines: string[] = [];
  let firstLine = 1;
  const all = text.split(/\r\n|\n|\r/);
  all.forEach((line, position) => {
    if (/^---(?:\s|$)/.test(line) && lines.length > 0) {
      chunks.push({ text: lines.join('\n'), firstLine });
      lines = [];
      firstLine = position + 1;
    }
    lines.push(line);
  });
  chunks.push({ text: lines.join('\n'), firstLine });
  return chunks;
}

/** Returns whether a text holds only comments, directives and document markers. */
function isEmpty(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#|$)|^%|^---\s*(?:#|$)|^\.\.\.\s*$/.test(line));
}

function parseChunk(chunk: Chunk, at: { file: string; document: number }, result: Found): void {
  const lines = new LineCounter();
  const lineOf = (offset: number): number => chunk.firstLine + Math.max(1, lines.linePos(offset).line) - 1;
  let line = chunk.firstLine;
  try {
    const parsed = parseAllDocuments(chunk.text, { ...KUBERNETES_YAML, lineCounter: lines });
    for (const [position, document] of (parsed as Document.Parsed[]).entries()) {
      line = lineOf(document.contents?.range?.[0] ?? 0);
      const [fault] = document.errors;
      if (fault) {
        result.problems.push({ ...at, line: lineOf(fault.pos[0]), message: isTemplate(chunk.text) ? TEMPLATE : unreadable(fault) });
        continue;
      }
      for (const offset of duplicateKeys(document)) {
        result.problems.push({ ...at, line: lineOf(offset), message: `${duplicateKey(chunk.text, offset)}; keep one, the last counts` });
      }
      const written = { ...chunk, document: position, path: [] };
      collectAll(document.toJS({ maxAliasCount: MAX_ALIASES }), { ...at, line }, result, written, itemOffsets(document).map(lineOf));
    }
  } catch (error) {
    result.problems.push({ ...at, line, message: unreadable(error) });
  }
}

/** Returns whether a text has Helm actions at the beginning of a line or a value. */
function isTemplate(text: string): boolean {
  return /^\s*(?:-\s+|[\w./-]+:\s*)?\{\{/m.test(text) || HELM_VALUE.test(text);
}

/** Names that only Helm templates use, unlike the templates of other tools. */
const HELM_VALUE = /\{\{-?[(\s]*(?:\.(?:Values|Release|Chart|Capabilities|Template)\b|(?:include|template|tpl|toYaml|required|default|quote|printf|if|with|range)\s[^}]*\.(?:Values|Release|Chart)\b|include\s+")/;
/** Fields whose texts other components interpret, and which may be templates of those. */
const OTHERS_TEXTS: ReadonlySet<string> = new Set(['annotations', 'data', 'stringData', 'binaryData']);

/** Returns whether an object holds a Helm action as text, in quotes or within a word, so that the YAML is valid. */
function namesHelmValue(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{') && !value.includes('\n') && HELM_VALUE.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => !OTHERS_TEXTS.has(key) && (namesHelmValue(inner) || namesHelmValue(key)));
}

function duplicateKey(text: string, offset: number): string {
  const key = /^[^\s:,}]+/.exec(text.slice(offset, offset + 100))?.[0];
  return key === undefined ? 'a key is given twice' : `the key ${key} is given twice`;
}

function unreadable(error: unknown): string {
  const { message } = error as Error;
  if (/call stack/i.test(message)) return TOO_DEEP;
  return /alias count/i.test(message) ? `aliases expand to more than ${MAX_ALIASES} nodes; write the values out` : message.charAt(0).toLowerCase() + message.slice(1);
}

/** Returns the offsets of the items of a List or a sequence; empty for any other document. */
function itemOffsets({ contents }: Document.Parsed): number[] {
  const list = isMap(contents) ? contents.get('items') : contents;
  return isSeq(list) ? list.items.map((item) => (isNode(item) ? item.range?.[0] ?? 0 : 0)) : [];
}

/** @param itemLines the lines on which the items of a list begin, if they are known. */
function collectAll(value: unknown, source: ManifestSource, result: Found, written: WrittenObject, itemLines: readonly number[] = []): void {
  if (isTooDeep(value)) result.problems.push({ ...source, message: TOO_DEEP });
  else collect(value, source, result, written, itemLines);
}

function collect(value: unknown, source: ManifestSource, result: Found, written: WrittenObject, itemLines: readonly number[] = []): void {
  if (value === null || value === undefined) return;
  const items = Array.isArray(value) ? value : listItems(value);
  if (items) {
    const path = [...written.path, ...(Array.isArray(value) ? [] : ['items'])];
    for (const [i, item] of items.entries()) {
      collect(item, { ...source, line: itemLines[i] ?? source.line }, result, { ...written, path: [...path, i] });
    }
    return;
  }
  const message = whyNoManifest(value);
  if (message !== undefined) {
    result.problems.push({ ...source, message });
    return;
  }
  const manifest = value as Manifest;
  if (namesHelmValue(manifest)) {
    result.problems.push({ ...source, message: TEMPLATE });
    return;
  }
  rememberText(source, written);
  result.manifests.push({ manifest: isFields(manifest.metadata) ? manifest : { ...manifest, metadata: {} }, source });
}

/**
 * Returns the items of a List, or of a typed list such as DeploymentList, whose items may omit the version and kind
 * of the list.
 */
function listItems(value: unknown): readonly unknown[] | undefined {
  if (!isFields(value) || typeof value.kind !== 'string' || !value.kind.endsWith('List') || typeof value.apiVersion !== 'string') return undefined;
  if (value.items === null) return [];
  if (!Array.isArray(value.items)) return undefined;
  const kind = value.kind.slice(0, -'List'.length);
  if (kind === '') return value.items;
  const { apiVersion } = value;
  return value.items.map((item) => isFields(item) ? { apiVersion, kind, ...item } : item);
}

function whyNoManifest(value: unknown): string | undefined {
  if (!isFields(value)) return `expected a Kubernetes object (a mapping with apiVersion, kind and metadata), got a ${typeof value}`;
  for (const field of ['apiVersion', 'kind'] as const) {
    const found = value[field];
    if (typeof found !== 'string' || found === '') {
      return `not a Kubernetes object: ${found === undefined ? `it has no ${field}` : `its ${field} is ${JSON.stringify(found)}, not a text`}`;
    }
  }
  const { metadata } = value;
  if (metadata !== undefined && metadata !== null && !isFields(metadata)) return `${value.kind} has metadata that is not a mapping`;
  const name = isFields(metadata) ? metadata.name : undefined;
  if (name !== undefined && name !== null && typeof name !== 'string') return `${value.kind} has the name ${JSON.stringify(name)}, which is not a text; quote it`;
  return undefined;
}
