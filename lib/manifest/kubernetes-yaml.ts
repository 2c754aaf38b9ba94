import { type Document, type DocumentOptions, isMap, isScalar, isSeq, type ParseOptions, type ScalarTag, type SchemaOptions } from 'yaml';

/**
 * kubectl reads YAML 1.1 scalars: `on` and `yes` are booleans and 010 is eight. Unlike YAML 1.1 proper it leaves
 * 12:30:45 and dates as text. Source: resolve.go of the YAML library that kubectl is built with.
 */
const boolean: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/,
  resolve: (text) => /^(?:y|on)/i.test(text),
};

const octal: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0[0-7_]+$/,
  resolve: (text) => signed(text, (digits) => parseInt(digits, 8)),
};

const binary: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0b[01_]+$/,
  resolve: (text) => signed(text, (digits) => parseInt(digits.slice(2), 2)),
};

const underscored: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?(?:\.\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?$/,
  resolve: (text) => Number(text.replaceAll('_', '')),
};

function signed(text: string, read: (digits: string) => number): number {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  return text.startsWith('-') ? -read(digits) : read(digits);
}

/** Options with which `yaml` parses a text as kubectl does. */
export const KUBERNETES_YAML: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.2',
  schema: 'core',
  merge: true,
  customTags: (tags) => [boolean, octal, binary, underscored, ...tags],
  stringKeys: true,
  // Quadratic in the parser, which compares each key with all before it; `duplicateKeys` needs one pass.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
};

/** Returns the offsets of the duplicate keys of a document, in text order. */
export function duplicateKeys({ contents }: Document.Parsed): readonly number[] {
  const offsets: number[] = [];
  const open: unknown[] = [contents];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isSeq(node)) node.items.forEach((item) => open.push(item ?? null));
    if (!isMap(node)) continue;
    const seen = new Set<unknown>();
    for (const { key, value } of node.items) {
      if (isScalar(key)) {
        if (seen.has(key.value)) offsets.push(key.range?.[0] ?? 0);
        seen.add(key.value);
      }
      open.push(value ?? null);
    }
  }
  return offsets.sort((a, b) => a - b);
}
