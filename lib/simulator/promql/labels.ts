/** The labels of a series, its name among them as `__name__`. A map, since a label may be called `constructor`. */
export type Labels = ReadonlyMap<string, string>;

export const METRIC_NAME = '__name__';

/** Labels of an object's own properties; an empty value is no label, as in Prometheus. */
export function labelsOf(entries: Readonly<Record<string, string>>): Labels {
  return new Map(Object.entries(entries).filter(([, value]) => value !== ''));
}

export function keep(labels: Labels, names: readonly string[]): Labels {
  return new Map(names.flatMap((name) => labels.has(name) ? [[name, labels.get(name)!] as const] : []));
}

export function drop(labels: Labels, names: readonly string[]): Labels {
  if (!names.some((name) => labels.has(name))) return labels;
  const rest = new Map(labels);
  names.forEach((name) => rest.delete(name));
  return rest;
}

export function dropName(labels: Labels): Labels {
  return drop(labels, [METRIC_NAME]);
}

/** Sets a label, or removes it where the value is empty. */
export function withLabel(labels: Labels, name: string, value: string): Labels {
  if ((labels.get(name) ?? '') === value) return labels;
  const changed = new Map(labels);
  if (value === '') changed.delete(name);
  else changed.set(name, value);
  return changed;
}

/** The same text for the same labels, whatever their order. */
export function signatureOf(labels: Labels): string {
  if (labels.size === 0) return '';
  return JSON.stringify([...labels].sort(([a], [b]) => a < b ? -1 : 1));
}

/** As PromQL writes them: `http_requests_total{pod="a"}`. */
export function formatLabels(labels: Labels): string {
  const others = [...dropName(labels)].sort(([a], [b]) => a < b ? -1 : 1).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${labels.get(METRIC_NAME) ?? ''}{${others.join(', ')}}`;
}
