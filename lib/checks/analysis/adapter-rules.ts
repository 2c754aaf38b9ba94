import { fieldsAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';

/** One rule of prometheus-adapter. */
export interface AdapterRule {
  readonly configMap: Manifest;
  /** Name of the metric that it serves; undefined where only the series of a running Prometheus tell. */
  readonly name?: string;
  /** Series of its query, where seriesQuery names one. */
  readonly series?: string;
  /** Template of the query; '' where it is not written on one line. */
  readonly query: string;
  readonly isExternal: boolean;
  /** Text of its resources, which map labels to objects. */
  readonly resources: string;
  /** True if it has resources, in whatever style they are written. */
  readonly hasResources: boolean;
}

/** Rules of prometheus-adapter in the ConfigMaps of the input. */
export interface AdapterRules {
  readonly rules: readonly AdapterRule[];
  /** Queries by the name of the metric that they serve. */
  readonly queries: ReadonlyMap<string, string>;
  /** ConfigMaps with rules for the external metrics API. */
  readonly external: readonly Manifest[];
  /** ConfigMaps whose rules are written as in the values of the adapter's Helm chart, which the adapter cannot read. */
  readonly unreadable: readonly Manifest[];
  /** True if there are rules whose metric names only a running Prometheus tells. */
  readonly open: boolean;
}

const CACHE = new WeakMap<ManifestIndex, AdapterRules>();
const NAMING = /\b(?:as|seriesQuery)["']?\s*:/;
/** A pattern with one wildcard and at most one group: anything else could take for ever to match. */
const SIMPLE_PATTERN = /^\^?[\w:]*(?:\(\.[*+]\)|\.[*+])?[\w:]*\$?$/;
/** Keys of the chart's values in place of a list of rules. */
const VALUES = /^["']?rules["']?[ \t]*:[ \t]*\n(?:[ \t]*#[^\n]*\n)*[ \t]+["']?(?:default|custom|external|existing|resource)["']?[ \t]*:/m;
/** A list behind the key that is not written out as empty. */
const EXTERNAL = /^["']?externalRules["']?[ \t]*:[ \t]*(?:#[^\n]*)?\n[ \t]*-|^["']?externalRules["']?[ \t]*:[ \t]*\[[ \t]*[^\]\s]/m;
const BLOCK = /^\s*-\s+(?=["']?(?:seriesQuery|seriesFilters|resources|name|metricsQuery)["']?\s*:)/m;

/**
 * Reads the rules without a YAML parser, which is not there at synth time: each begins with a list item and holds one
 * value a line.
 * Source: prometheus-adapter pkg/naming/metric_namer.go.
 */
export function adapterRulesIn(manifests: ManifestIndex): AdapterRules {
  const known = CACHE.get(manifests) ?? readRules(manifests);
  CACHE.set(manifests, known);
  return known;
}

function readRules(manifests: ManifestIndex): AdapterRules {
  const rules: AdapterRule[] = [];
  const external = new Set<Manifest>();
  const unreadable = new Set<Manifest>();
  for (const { configMap, file, text } of textsIn(manifests)) {
    if (/^config\.ya?ml$/.test(file) && VALUES.test(text)) unreadable.add(configMap);
    if (!/^["']?(?:rules|externalRules)["']?\s*:/m.test(text)) continue;
    if (EXTERNAL.test(text)) external.add(configMap);
    for (const { block, section } of blocksIn(text)) {
      if (!NAMING.test(block)) continue;
      const query = scalar(block, 'metricsQuery') ?? '';
      rules.push({ configMap, name: servedName(block), series: seriesOf(block), query: /^[|>][-+\d]*$/.test(query) ? '' : query, isExternal: section === 'externalRules', resources: resourcesIn(block), hasResources: /\bresources["']?\s*:/.test(block) });
    }
  }
  const queries = new Map(rules.flatMap(({ name, query }) => (name === undefined ? [] : [[name, query] as const])));
  return { rules, queries, external: [...external], unreadable: [...unreadable], open: rules.some(({ name }) => name === undefined) };
}

/** The items of the lists of rules, each with the key of its list. */
function blocksIn(text: string): { readonly block: string; readonly section: string }[] {
  let section = '';
  return text.split(BLOCK).map((part, i) => {
    const own = section;
    section = Array.from(part.matchAll(/^["']?(rules|externalRules|resourceRules)["']?[ \t]*:/gm), ([, key]) => key).at(-1) ?? section;
    return { block: i === 0 ? '' : part, section: own };
  });
}

/** The resources of a rule: the lines that are indented more than their key. */
function resourcesIn(block: string): string {
  const lines = block.split('\n');
  const start = lines.findIndex((line) => /^\s*(?:-\s+)?["']?resources["']?\s*:/.test(line));
  if (start < 0) return '';
  const indent = /^\s*/.exec(lines[start])![0].length;
  const end = lines.findIndex((line, i) => i > start && line.trim() !== '' && /^\s*/.exec(line)![0].length <= indent);
  return lines.slice(start, end < 0 ? undefined : end).join('\n').replace(/^\s*(?:-\s+)?["']?resources["']?\s*:/, '').trim();
}

function textsIn(manifests: ManifestIndex): readonly { readonly configMap: Manifest; readonly file: string; readonly text: string }[] {
  return manifests.ofKind('ConfigMap', '').flatMap((configMap) => Object.entries(fieldsAt(configMap, 'data') ?? {})
    .flatMap(([file, text]) => (typeof text === 'string' ? [{ configMap, file, text }] : [])));
}

function seriesOf(block: string): string | undefined {
  return /^["']?([A-Za-z_:][\w:]*)/.exec(scalar(block, 'seriesQuery') ?? '')?.[1];
}

function servedName(block: string): string | undefined {
  const as = scalar(block, 'as') ?? '';
  if (as !== '' && !as.includes('$')) return as;
  const series = seriesOf(block);
  if (series === undefined) return undefined;
  const matches = scalar(block, 'matches') ?? '.*';
  if (!SIMPLE_PATTERN.test(matches)) return undefined;
  const replacement = as || (matches.includes('(') ? '$1' : '$0');
  return series.replace(new RegExp(matches), replacement.replace(/\$\{(\w+)\}/g, '$$$1').replaceAll('$0', '$$&'));
}

/** Value of a key in a text of YAML, on one line, in block or in flow style. */
function scalar(text: string, key: string): string | undefined {
  const match = new RegExp(`([{,][ \\t]*)?["']?\\b${key}["']?\\s*:\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'((?:[^']|'')*)'|([^\\n]*))`).exec(text);
  if (!match) return undefined;
  const [, inFlow, double, single, plain] = match;
  return double ?? single ?? (inFlow === undefined ? plain : plain.replace(/\s*[,}].*$/, '')).replace(/\s+#.*$/, '').trim();
}
