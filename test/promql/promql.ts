import { type Labels, labelsOf, MemorySource, METRIC_NAME, Query, type QueryOptions } from '../../lib/promql';

/**
 * A source of series written as `name{label="value"}`: a value for each minute from second 0; undefined ends the series
 * there, null is no sample.
 */
export function minutes(series: Readonly<Record<string, ReadonlyArray<number | undefined | null>>>): MemorySource {
  const source = new MemorySource();
  for (const [text, values] of Object.entries(series)) {
    values.forEach((value, minute) => value !== null && source.append(labels(text), minute * 60, value));
  }
  return source;
}

function labels(text: string): Labels {
  const [, name, rest] = /^(\w+)(?:\{(.*)\})?$/.exec(text)!;
  const pairs = [...(rest ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, label, value]) => [label, value]);
  return labelsOf({ [METRIC_NAME]: name, ...Object.fromEntries(pairs) });
}

/** The answer at a second, one line an element, as in `{pod="a"} 3`. */
export function ask(text: string, source = new MemorySource(), time = 0, options: QueryOptions = {}): string[] {
  return Query.parse(text, options).vector(source, time).map(({ labels, value }) => {
    const pairs = [...labels].filter(([name]) => name !== METRIC_NAME).sort(([a], [b]) => a < b ? -1 : 1).map(([name, each]) => `${name}="${each}"`);
    return `${labels.get(METRIC_NAME) ?? ''}{${pairs.join(', ')}} ${Number(value.toPrecision(12))}`;
  });
}
