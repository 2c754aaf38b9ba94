import { Yaml } from 'cdk8s';

const STRINGIFY = Yaml.stringify;

/** Thrown for data that the emitter does not support. */
const NOT_PLAIN = new Error('not plain data');

/** Strings that YAML 1.1 parses as strings without quotes. All others are hard strings. */
const EASY = /^[A-Za-z_/](?:[\w./+=@,;()~-]|:(?=[\w./+=@-])| (?=[\w./+=@()-]))*$/;
/** Words that YAML 1.1 parses as a boolean or null. */
const WORDS = /^(?:y|n|yes|no|true|false|on|off|null)$/i;
/** Key length above which a key is written as `? key`. */
const LONGEST_KEY = 1000;
/** Maximum number of cached texts of hard scalars on one line. */
const MOST_KEPT = 10_000;

const VALUES = new Map<string, string>();
const KEYS = new Map<string, string>();

/**
 * Writes documents with the same bytes as cdk8s' `Yaml.stringify`.
 *
 * Writes mappings, lists, numbers, booleans and unquoted strings itself, and all other strings by `yaml`. Falls back to
 * `Yaml.stringify` for a whole document with anything else: an object that occurs twice, a Date, an undefined value.
 */
export function plainYaml(documents: readonly unknown[]): string {
  return documents.map(textOf).join('---\n');
}

/** Runs a function during which `Yaml.stringify` and `Yaml.save` write by `plainYaml`, unless they were replaced. */
export function withPlainYaml<T>(run: () => T): T {
  if (Yaml.stringify !== STRINGIFY) return run();
  Yaml.stringify = (...documents) => plainYaml(documents);
  try {
    return run();
  } finally {
    Yaml.stringify = STRINGIFY;
  }
}

function textOf(document: unknown): string {
  try {
    if (typeof document !== 'object' || document === null) throw NOT_PLAIN;
    return new Emitter().document(document);
  } catch (error) {
    if (error !== NOT_PLAIN) throw error;
    return stringify(document);
  }
}

function stringify(document: unknown): string {
  return STRINGIFY.call(Yaml, document);
}

/** Writes one document. Indentation is two spaces per level, including lists. */
class Emitter {
  private readonly seen = new Set<object>();

  public document(document: object): string {
    return `${this.collection(document, 0)}\n`;
  }

  private collection(value: object, depth: number): string {
    if (this.seen.has(value)) throw NOT_PLAIN;
    this.seen.add(value);
    if (Array.isArray(value)) return this.list(value, depth);
    const prototype = Object.getPrototypeOf(value);
    if ((prototype !== Object.prototype && prototype !== null) || typeof (value as { toJSON?: unknown }).toJSON === 'function') throw NOT_PLAIN;
    return this.mapping(value as Record<string, unknown>, depth);
  }

  private mapping(value: Record<string, unknown>, depth: number): string {
    let text = '';
    for (const key of Object.keys(value)) {
      const inner = value[key];
      const nested = typeof inner === 'object' && inner !== null && !isEmpty(inner);
      text += `${text === '' ? '' : newLine(depth)}${keyText(key, depth)}:${nested ? newLine(depth + 1) : ' '}${this.value(inner, depth + 1)}`;
    }
    return text || '{}';
  }

  private list(value: readonly unknown[], depth: number): string {
    let text = '';
    for (let i = 0; i < value.length; i++) text += `${text === '' ? '' : newLine(depth)}- ${this.value(value[i], depth + 1)}`;
    return text || '[]';
  }

  private value(value: unknown, depth: number): string {
    switch (typeof value) {
      case 'string': return EASY.test(value) && !WORDS.test(value) ? value : hardValue(value, depth);
      case 'boolean': return value ? 'true' : 'false';
      case 'number':
        if (!Number.isFinite(value) || Object.is(value, -0)) throw NOT_PLAIN;
        return JSON.stringify(value);
      case 'object': return value === null ? 'null' : this.collection(value, depth);
      default: throw NOT_PLAIN;
    }
  }
}

function isEmpty(value: object): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return Object.keys(value).length === 0;
}

const NEW_LINES: string[] = [];

function newLine(depth: number): string {
  return NEW_LINES[depth] ??= `\n${'  '.repeat(depth)}`;
}

function keyText(key: string, depth: number): string {
  if (EASY.test(key) && !WORDS.test(key) && key.length < LONGEST_KEY) return key;
  // The level of a key affects its quotes only if one of its lines looks like a document marker.
  return kept(KEYS, `${depth > 0 ? 1 : 0}${key}`, () => {
    const text = within({ [key]: null }, depth);
    if (!text.endsWith(': null') || text.startsWith('? ')) throw NOT_PLAIN;
    return text.slice(0, -': null'.length);
  });
}

function hardValue(value: string, depth: number): string {
  const write = (): string => {
    const text = within({ k: value }, depth - 1);
    // Trailing newlines that are kept (`+`) affect the text that follows.
    if (!text.startsWith('k: ') || /^k: [|>]\d?\+/.test(text)) throw NOT_PLAIN;
    return text.slice('k: '.length);
  };
  return value.includes('\n') ? write() : kept(VALUES, value, write);
}

function kept(texts: Map<string, string>, key: string, write: () => string): string {
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = write();
  if (texts.size >= MOST_KEPT) texts.clear();
  texts.set(key, text);
  return text;
}

/** Writes a mapping of one key by `yaml`, as it is written at the given depth. */
function within(mapping: object, depth: number): string {
  let document: object = mapping;
  let head = '';
  for (let i = 0; i < depth; i++) {
    document = { k: document };
    head += `k:${newLine(i + 1)}`;
  }
  const text = stringify(document);
  if (!text.startsWith(head) || !text.endsWith('\n')) throw NOT_PLAIN;
  return text.slice(head.length, -1);
}
