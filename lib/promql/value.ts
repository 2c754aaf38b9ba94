import { UserError } from '../values/user-error';
import { dropName, formatLabels, type Labels, signatureOf } from './labels';

/** One element of an instant vector. */
export interface Element {
  readonly labels: Labels;
  readonly value: number;
}

/** Instant vector. */
export type Vector = readonly Element[];

/** The samples of one series in the window of a range selector; never empty. */
export interface Window {
  readonly labels: Labels;
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly start: number;
  readonly end: number;
}

export type Value = number | string | Vector | readonly Window[];

/** The elements with new values and without the metric's name, as all functions give them; undefined leaves one out. */
export function mapValues<E extends { readonly labels: Labels }>(elements: readonly E[], value: (element: E) => number | undefined): Vector {
  const mapped = elements.flatMap((element) => {
    const result = value(element);
    return result === undefined ? [] : [{ labels: dropName(element.labels), value: result }];
  });
  return distinct(mapped);
}

/**
 * The same vector.
 *
 * @throws UserError where two elements have the same labels, as Prometheus refuses them.
 */
export function distinct(vector: Vector): Vector {
  if (vector.length < 2) return vector;
  const seen = new Set<string>();
  for (const { labels } of vector) {
    const signature = signatureOf(labels);
    if (seen.has(signature)) throw new UserError(`a result holds ${formatLabels(labels)} twice; keep a label whose values differ`);
    seen.add(signature);
  }
  return vector;
}
