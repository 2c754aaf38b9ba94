import { fieldsAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';

/** What prometheus-adapter's rules, as they stand in ConfigMaps, serve. */
export interface AdapterRules {
  /** The queries by the name of the metric that they serve. */
  readonly queries: ReadonlyMap<string, string>;
  /** The ConfigMaps with rules for the external metrics API. */
  readonly external: readonly Manifest[];
  /** Whether there are rules whose names are known only once the series are. */
  readonly open: boolean;
}

const CACHE = new WeakMap<ManifestIndex, AdapterRules>();
const NAMING = /\b(?:as|seriesQuery)["']?\s*:/;
/** A pattern with one wildcard and at most one group: anything else could take for ever to match. */
const SIMPLE_PATTERN = /^\^?[\w:]*(?:\(\.[*+]\)|\.[*+])?[\w:]*\$?$/;
/** A list behind the key that is not written out as empty. */
const EXTERNAL = /^["']?externalRules["']?[ \t]*:[ \t]*(?:#[^\n]*)?\n[ \t]*-|^["']?externalRules["']?[ \t]*:[ \t]*\[[ \t]*[^\]\s]/m;
const BLOCK = /^\s*-\s+(?=["']?(?:seriesQuery|seriesFilters|resources|name|metricsQuery)["']?\s*:)/m;

/**
 * Reads the rules without a YAML parser, which is not there at synth time: each begins with a list item and holds one value a line.
 * Source: prometheus-adapter pkg/naming/metric_namer.go.
 */
export function adapterRulesIn(manifests: ManifestIndex): AdapterRules {
  const known = CACHE.get(manifests) ?? readRules(manifests);
  CACHE.set(manifests, known);
  return known;
}

function readRules(manifests: ManifestIndex): AdapterRules {
  const queries = new Map<string, string>();
  const external = new Set<Manifest>();
  let open = false;
  for (const { configMap, text } of textsIn(manifests)) {
    if (!/^["']?(?:rules|externalRules)["']?\s*:/m.test(text)) continue;
    if (EXTERNAL.test(text)) external.add(configMap);
    for (const block of text.split(BLOCK).slice(1).filter((each) => NAMING.test(each))) {
      const name = servedName(block);
      if (name === undefined) open = true;
      else queries.set(name, scalar(block, 'metricsQuery') ?? '');
    }
  }
  return { queries, external: [...external], open };
}

function textsIn(manifests: ManifestIndex): readonly { readonly configMap: Manifest; readonly text: string }[] {
  return manifests.ofKind('ConfigMap', '').flatMap((configMap) => Object.values(fieldsAt(configMap, 'data') ?? {})
    .flatMap((text) => (typeof text === 'string' ? [{ configMap, text }] : [])));
}

function servedName(block: string): string | undefined {
  const as = scalar(block, 'as') ?? '';
  if (as !== '' && !as.includes('$')) return as;
  const series = /^["']?([A-Za-z_:][\w:]*)/.exec(scalar(block, 'seriesQuery') ?? '')?.[1];
  if (series === undefined) return undefined;
  const matches = scalar(block, 'matches') ?? '.*';
  if (!SIMPLE_PATTERN.test(matches)) return undefined;
  const replacement = as || (matches.includes('(') ? '$1' : '$0');
  return series.replace(new RegExp(matches), replacement.replace(/\$\{(\w+)\}/g, '$$$1').replaceAll('$0', '$$&'));
}

/** The value of a key in a text of YAML, on one line, in block or in flow style. */
function scalar(text: string, key: string): string | undefined {
  const match = new RegExp(`([{,][ \\t]*)?["']?\\b${key}["']?\\s*:\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'((?:[^']|'')*)'|([^\\n]*))`).exec(text);
  if (!match) return undefined;
  const [, inFlow, double, single, plain] = match;
  return double ?? single ?? (inFlow === undefined ? plain : plain.replace(/\s*[,}].*$/, '')).replace(/\s+#.*$/, '').trim();
}
