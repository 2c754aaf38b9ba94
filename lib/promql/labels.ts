/**
 * The labels of a series, its name among them as `__name__`: never changed once they are made. A map, since a label may
 * be called `constructor`.
 */
export type Labels = ReadonlyMap<string, string>;

export const METRIC_NAME = '__name__';

const NAME_ALONE = [METRIC_NAME];

/**
 * The same of the same labels and the same names: one query is evaluated over the same series, again and again, for a
 * whole run. Without it most of the time goes into texts of labels (a day with a latency took 11 s, and takes 4).
 */
function remembered(choose: (labels: Labels, names: readonly string[]) => Labels): (labels: Labels, names: readonly string[]) => Labels {
  const known = new WeakMap<readonly string[], WeakMap<Labels, Labels>>();
  return (labels, names) => {
    let chosen = known.get(names);
    if (!chosen) known.set(names, chosen = new WeakMap());
    let result = chosen.get(labels);
    if (!result) chosen.set(labels, result = choose(labels, names));
    return result;
  };
}

/** Labels of an object's own properties; an empty value is no label, as in Prometheus. */
export function labelsOf(entries: Readonly<Record<string, string>>): Labels {
  return new Map(Object.entries(entries).filter(([, value]) => value !== ''));
}

export const keep = remembered((labels, names) => new Map(names.flatMap((name) => labels.has(name) ? [[name, labels.get(name)!] as const] : [])));

export const drop = remembered((labels, names) => {
  if (!names.some((name) => labels.has(name))) return labels;
  const rest = new Map(labels);
  names.forEach((name) => rest.delete(name));
  return rest;
});

export function dropName(labels: Labels): Labels {
  return drop(labels, NAME_ALONE);
}

/** Sets a label, or removes it where the value is empty. */
export function withLabel(labels: Labels, name: string, value: string): Labels {
  if ((labels.get(name) ?? '') === value) return labels;
  const changed = new Map(labels);
  if (value === '') changed.delete(name);
  else changed.set(name, value);
  return changed;
}

const signatures = new WeakMap<Labels, string>();

/** The same text for the same labels, whatever their order. */
export function signatureOf(labels: Labels): string {
  if (labels.size === 0) return '';
  let signature = signatures.get(labels);
  if (signature === undefined) signatures.set(labels, signature = JSON.stringify([...labels].sort(([a], [b]) => a < b ? -1 : 1)));
  return signature;
}

/** As PromQL writes them: `http_requests_total{pod="a"}`. */
export function formatLabels(labels: Labels): string {
  const others = [...dropName(labels)].sort(([a], [b]) => a < b ? -1 : 1).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${labels.get(METRIC_NAME) ?? ''}{${others.join(', ')}}`;
}
