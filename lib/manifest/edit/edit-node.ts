import { type Document, isAlias, isCollection, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { valueAt } from '../../values/fields';
import { type Difference } from './differences';
import { blockLines, entryLines, flowText, jsonText, type Layout, type Quotes, scalarText } from './yaml-text';

/** Replacement of a text range. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Text of one document, its layout, and its nodes with their source tokens. */
export interface SourceDocument {
  readonly text: string;
  readonly document: Document.Parsed;
}

type AnyPair = Pair<unknown, Node | null>;
type Collection = YAMLMap<unknown, Node | null> | YAMLSeq<Node | null>;

/** Field or list item that holds a value. */
type Owner = { readonly pair: AnyPair } | { readonly list: YAMLSeq<Node | null>; readonly position: number } | undefined;

/**
 * Returns the text replacement that makes one change of an object and keeps comments, order and layout.
 *
 * A value from an alias or a merge key is written out at its use.
 *
 * @param after the object with all changes made.
 * @returns undefined if the text has no place for the change, such as if a merge key provides the field to remove.
 */
export function editNode(source: SourceDocument, root: YAMLMap, change: Difference, after: unknown): TextEdit | undefined {
  return new NodeEditor(source).edit(root as YAMLMap<unknown, Node | null>, change, after);
}

class NodeEditor {
  private readonly text: string;
  private readonly layout: Layout;
  private readonly isJson: boolean;

  public constructor({ text, document }: SourceDocument) {
    this.text = text;
    const { contents } = document;
    const first = isMap(contents) ? contents.items[0]?.key : undefined;
    this.isJson = isCollection(contents) && contents.flow === true && isScalar(first) && first.type === 'QUOTE_DOUBLE';
    this.layout = this.layoutOf(contents);
  }

  public edit(root: YAMLMap<unknown, Node | null>, change: Difference, after: unknown): TextEdit | undefined {
    const { path } = change;
    let node: Node | null = root;
    let owner: Owner;
    let isFlow = false;
    for (const [i, step] of path.entries()) {
      const wanted = valueAt(after, ...path.slice(0, i));
      if (!isMap(node) && !isSeq(node)) return this.replace(node, owner, wanted, isFlow);
      const here = node as Collection;
      if (!isFlow && here.flow && here.items.length === 0 && owner) return this.replace(node, owner, wanted, isFlow);
      isFlow ||= here.flow === true;
      const isLast = i === path.length - 1;
      if (isMap(here)) {
        const pair = pairOf(here, step);
        const inner = valueAt(after, ...path.slice(0, i + 1));
        if (!pair) return inner === undefined ? undefined : this.addPair(here as YAMLMap<unknown, Node | null>, String(step), inner, isFlow);
        if (isLast && change.after === undefined) return this.removeFrom(here, here.items.indexOf(pair), owner, isFlow);
        [node, owner] = [pair.value, { pair }];
      } else {
        const position = Number(step);
        if (isLast && change.before === undefined) return this.addItem(here as YAMLSeq<Node | null>, position, change.after, isFlow);
        if (isLast && change.after === undefined) return this.removeFrom(here, position, owner, isFlow);
        [node, owner] = [here.items[position] as Node | null, { list: here as YAMLSeq<Node | null>, position }];
      }
    }
    return this.replace(node, owner, change.after, isFlow);
  }

  /** Replaces a value. */
  private replace(node: Node | null, owner: Owner, value: unknown, isFlow: boolean): TextEdit | undefined {
    if (value === undefined || !owner) return undefined;
    const isPlain = typeof value !== 'object' || value === null;
    if (node?.range && isPlain && (isAlias(node) || (isScalar(node) && node.range[1] > node.range[0]))) {
      return { from: node.range[0], to: this.endOf(node)!, text: this.isJson ? jsonText(value) : scalarText(value, quotesOf(node)) };
    }
    if ('list' in owner) {
      const mark = this.markEnd(owner.list, owner.position);
      const from = node?.range && node.range[1] > node.range[0] ? node.range[0] : mark;
      return from === undefined ? undefined : { from, to: this.endOf(node) ?? from, text: `${from === mark ? ' ' : ''}${this.inline(value)}` };
    }
    const from = this.colonEnd(owner.pair);
    if (from === undefined) return undefined;
    const to = this.endOf(node) ?? from;
    if (isFlow || isPlain) return { from, to, text: ` ${this.inline(value)}` };
    const [head, ...rest] = entryLines('k', value, this.layout);
    const indent = ' '.repeat(this.columnOf(keyStart(owner.pair) ?? from));
    return { from, to, text: [head.slice('k:'.length), ...rest.map((line) => indent + line)].join(this.lineBreak()) };
  }

  private addPair(map: YAMLMap<unknown, Node | null>, key: string, value: unknown, isFlow: boolean): TextEdit | undefined {
    if (isFlow) return this.addToFlow(map, map.items.length, `${this.isJson ? jsonText(key) : scalarText(key)}: ${this.inline(value)}`);
    const [first, last] = [map.items[0], map.items[map.items.length - 1]];
    const start = first && keyStart(first);
    const end = last && (this.endOf(last.value) ?? this.colonEnd(last));
    return start === undefined || end === undefined ? undefined : this.addLines(end, this.columnOf(start), entryLines(key, value, this.layout));
  }

  private addItem(list: YAMLSeq<Node | null>, position: number, value: unknown, isFlow: boolean): TextEdit | undefined {
    if (isFlow) return this.addToFlow(list, position, this.inline(value));
    const lines = blockLines([value], this.layout);
    const before = Math.max(0, position - 1);
    const mark = this.markEnd(list, before);
    if (mark === undefined) return undefined;
    const column = this.columnOf(mark - 1);
    if (position > 0) return this.addLines(this.endOf(list.items[before]) ?? mark, column, lines);
    const from = mark - 1;
    return { from, to: from, text: lines.map((line) => line + this.lineBreak() + ' '.repeat(column)).join('') };
  }

  /** Adds lines below the line on which a value ends, after its comment. */
  private addLines(end: number, column: number, lines: readonly string[]): TextEdit | undefined {
    const lineEnd = this.lineEnd(end);
    if (!/^\s*(?:#.*)?$/.test(this.text.slice(end, lineEnd))) return undefined;
    const at = this.text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
    return { from: at, to: at, text: lines.map((line) => this.lineBreak() + ' '.repeat(column) + line).join('') };
  }

  private addToFlow(collection: Collection, position: number, text: string): TextEdit | undefined {
    const { items, range } = collection;
    if (!range) return undefined;
    if (items.length === 0) {
      const [open, close] = isMap(collection) ? ['{', '}'] : ['[', ']'];
      const gap = isMap(collection) && !this.isJson ? ' ' : '';
      return { from: range[0], to: range[1], text: `${open}${gap}${text}${gap}${close}` };
    }
    const beside = this.spanOf(collection, Math.max(0, position - 1));
    if (!beside) return undefined;
    const lineStart = this.lineStart(beside.from);
    const indent = this.text.slice(lineStart, beside.from);
    const gap = indent.trim() === '' && lineStart > range[0] ? this.lineBreak() + indent : ' ';
    const laidOut = gap === ' ' ? text : text.replaceAll('\n', `\n${indent}`);
    return position > 0 ? { from: beside.to, to: beside.to, text: `,${gap}${laidOut}` } : { from: beside.from, to: beside.from, text: `${laidOut},${gap}` };
  }

  private removeFrom(collection: Collection, position: number, owner: Owner, isFlow: boolean): TextEdit | undefined {
    const span = this.spanOf(collection, position);
    if (!span) return undefined;
    const isOnly = collection.items.length === 1;
    if (isFlow) return this.removeFromFlow(collection, position, span);
    if (isOnly) return this.replace(collection as Node, owner, isMap(collection) ? {} : [], isFlow);
    const [lineStart, lineEnd] = [this.lineStart(span.from), this.lineEnd(span.to)];
    if (!/^\s*(?:#.*)?$/.test(this.text.slice(span.to, lineEnd))) return undefined;
    if (this.text.slice(lineStart, span.from).trim() === '') return { from: lineStart, to: Math.min(lineEnd + 1, this.text.length), text: '' };
    // The first field of a list item follows the dash of the item.
    const next = this.spanOf(collection, position + 1);
    return next && this.text.slice(span.to, next.from).trim() === '' ? { from: span.from, to: next.from, text: '' } : undefined;
  }

  private removeFromFlow(collection: Collection, position: number, span: { from: number; to: number }): TextEdit {
    const [previous, next] = [this.spanOf(collection, position - 1), this.spanOf(collection, position + 1)];
    if (next) return { from: span.from, to: next.from, text: '' };
    return { from: previous?.to ?? span.from, to: span.to, text: '' };
  }

  /** Returns the range of a field or a list item; in a block list it includes the dash. */
  private spanOf(collection: Collection, position: number): { from: number; to: number } | undefined {
    const item = collection.items[position] as unknown;
    if (position < 0 || item === undefined) return undefined;
    if (isMap(collection)) {
      const pair = item as AnyPair;
      const [from, to] = [keyStart(pair), this.endOf(pair.value) ?? this.colonEnd(pair)];
      return from === undefined || to === undefined ? undefined : { from, to };
    }
    const node = item as Node | null;
    if (collection.flow) return node?.range ? { from: node.range[0], to: node.range[1] } : undefined;
    const mark = this.markEnd(collection as YAMLSeq<Node | null>, position);
    return mark === undefined ? undefined : { from: mark - 1, to: this.endOf(node) ?? mark };
  }

  /** Returns the end of a value, without the comments and line breaks after it; undefined if the value has no text. */
  private endOf(node: Node | null | undefined): number | undefined {
    if (!node?.range || node.range[1] === node.range[0]) return undefined;
    if (isCollection(node) && !node.flow && node.items.length > 0) {
      const last = node.items.length - 1;
      if (isSeq(node)) return this.endOf(node.items[last] as Node | null) ?? this.markEnd(node as YAMLSeq<Node | null>, last);
      const pair = node.items[last] as AnyPair;
      return this.endOf(pair.value) ?? this.colonEnd(pair);
    }
    const isBlockText = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
    return isBlockText ? node.range[0] + this.text.slice(node.range[0], node.range[1]).trimEnd().length : node.range[1];
  }

  private colonEnd(pair: AnyPair): number | undefined {
    const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
    return colon && colon.offset + 1;
  }

  /** Returns the end of a list item's dash. */
  private markEnd(list: YAMLSeq<Node | null>, position: number): number | undefined {
    const token = list.srcToken;
    if (token?.type !== 'block-seq') return undefined;
    const marks = token.items.flatMap(({ start }) => start.filter(({ type }) => type === 'seq-item-ind'));
    return marks[position] && marks[position].offset + 1;
  }

  private inline(value: unknown): string {
    return this.isJson ? jsonText(value, this.text.includes('\n') ? this.layout.step : undefined) : flowText(value);
  }

  private columnOf(offset: number): number {
    return offset - this.lineStart(offset);
  }

  private lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  private lineEnd(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end < 0 ? this.text.length : end;
  }

  private lineBreak(): string {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** Returns the layout of the first mapping and the first list inside a mapping. */
  private layoutOf(contents: unknown): Layout {
    let [step, indentsLists]: [number | undefined, boolean | undefined] = [undefined, undefined];
    const open: unknown[] = [contents];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (isSeq(node)) node.items.forEach((item) => open.push(item));
      if (!isMap(node)) continue;
      for (const pair of node.items as AnyPair[]) {
        const [at, value] = [keyStart(pair), pair.value];
        if (at !== undefined && isCollection(value) && !value.flow && value.range) {
          const inner = this.columnOf(value.range[0]) - this.columnOf(at);
          if (isSeq(value)) indentsLists ??= inner > 0;
          else if (inner > 0) step ??= inner;
        }
        open.push(value ?? null);
      }
    }
    return { step: step ?? 2, indentsLists: indentsLists ?? true };
  }
}

/** Returns the field of a key; the last one of a duplicate key. */
function pairOf(map: YAMLMap, key: string | number): AnyPair | undefined {
  return (map.items as AnyPair[]).filter((pair) => isScalar(pair.key) && String(pair.key.value) === String(key)).at(-1);
}

function keyStart({ key }: AnyPair): number | undefined {
  return (key as Scalar).range?.[0];
}

function quotesOf(node: Node): Quotes {
  const type = isScalar(node) ? node.type : undefined;
  return type === 'QUOTE_DOUBLE' ? 'double' : type === 'QUOTE_SINGLE' ? 'single' : 'plain';
}
