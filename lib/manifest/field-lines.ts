import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments, type Node } from 'yaml';
import { KUBERNETES_YAML } from './kubernetes-yaml';

/** Text that an object was read from, and its position in it. */
export interface WrittenObject {
  /** Text of one or more YAML documents, or of JSON. */
  readonly text: string;
  /** Line of the file on which the text begins. */
  readonly firstLine: number;
  /** Position of the document in the text, counted from 0. */
  readonly document: number;
  /** Keys from the document to the object, which is an item of a List or the document itself. */
  readonly path: readonly (string | number)[];
}

/** Texts by the source of an object. A text is parsed again only to look up a field. */
const WRITTEN = new WeakMap<object, WrittenObject>();

/** Records the text that an object was read from. */
export function rememberText(source: object, written: WrittenObject): void {
  WRITTEN.set(source, written);
}

/**
 * Returns the line of a field in its file, or that of its nearest parent in the text. Undefined if the object was not
 * read from a text, or no parent of the field is in it.
 *
 * @param field keys from the object to the field, or text such as `spec.triggers[0].metadata.topic`.
 */
export function lineOfField(source: object, field: readonly (string | number)[] | string): number | undefined {
  const written = WRITTEN.get(source);
  if (!written) return undefined;
  const { documents, lines } = parsedText(written.text);
  const document = documents[written.document];
  const root = document ? written.path.reduce<Step | undefined>((at, key) => at && below(at.node, key), { node: document.contents as Node | null, rest: '' }) : undefined;
  if (!root) return undefined;
  let [node, offset]: [Node | null, number | undefined] = [root.node, undefined];
  let rest: readonly (string | number)[] | string = field;
  while (rest.length > 0) {
    const step: Step | undefined = typeof rest === 'string' ? belowText(node, rest) : below(node, rest[0]);
    if (!step) break;
    [node, offset] = [step.node, step.offset];
    rest = typeof rest === 'string' ? step.rest : rest.slice(1);
  }
  return offset === undefined ? undefined : written.firstLine + Math.max(1, lines.linePos(offset).line) - 1;
}

interface ParsedText {
  readonly text: string;
  readonly documents: readonly Document[];
  readonly lines: LineCounter;
}

/** Text that was parsed last: all findings of one List look up the same text. */
let last: ParsedText | undefined;

function parsedText(text: string): ParsedText {
  if (last?.text === text) return last;
  const lines = new LineCounter();
  last = { text, documents: parseAllDocuments(text, { ...KUBERNETES_YAML, lineCounter: lines }) as Document[], lines };
  return last;
}

/** Node of a key or an item, its start offset, and the remaining text of the path. */
interface Step {
  readonly node: Node | null;
  readonly offset?: number;
  readonly rest: string;
}

function below(node: Node | null, key: string | number): Step | undefined {
  if (isSeq(node) && typeof key === 'number') {
    const item = node.items[key];
    return isNode(item) ? { node: item, offset: item.range?.[0], rest: '' } : undefined;
  }
  return keysOf(node).find(({ name }) => name === String(key));
}

/** Matches the longest key at the start of the text, so that label and annotation keys with dots are found. */
function belowText(node: Node | null, text: string): Step | undefined {
  const [, index, rest] = /^\[(\d+)\](.*)$/s.exec(text) ?? [];
  if (index !== undefined) {
    const step = below(node, Number(index));
    return step && { ...step, rest };
  }
  const plain = text.replace(/^(?:\.|\[["']?)/, '');
  const [found] = keysOf(node)
    .filter(({ name }) => name !== '' && plain.startsWith(name) && !/^[\w/-]/.test(plain.slice(name.length)))
    .sort((one, other) => other.name.length - one.name.length);
  return found && { ...found, rest: plain.slice(found.name.length).replace(/^["']?\]/, '') };
}

function keysOf(node: Node | null): (Step & { readonly name: string })[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => (
    isScalar(key) ? [{ name: String(key.value), node: isNode(value) ? value : null, offset: key.range?.[0], rest: '' }] : []
  ));
}
