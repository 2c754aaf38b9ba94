import { type Fields, fieldsAt, fieldsListAt, listAt, textAt } from '../values/fields';

/** Label key without a value, as Exists selects it. */
const ANY_VALUE = '';

interface Namespace<T> {
  readonly items: T[];
  /** Positions in `items` by label, in ascending order. */
  readonly positions: Map<string, number[]>;
}

/**
 * Index of labelled items, by namespace.
 *
 * Returns candidates for a label selector: a look-up costs what the most selective equality, `In` or `Exists` of the selector returns.
 */
export class LabelIndex<T> {
  private readonly namespaces = new Map<string, Namespace<T>>();

  public constructor(items: Iterable<T>, namespaceOf: (item: T) => string, labelsOf: (item: T) => Fields) {
    for (const item of items) {
      const name = namespaceOf(item);
      const { items: known, positions } = this.namespaces.get(name) ?? { items: [], positions: new Map<string, number[]>() };
      this.namespaces.set(name, { items: known, positions });
      for (const [key, value] of Object.entries(labelsOf(item))) {
        push(positions, labelled(key, String(value)), known.length);
        push(positions, labelled(key, ANY_VALUE), known.length);
      }
      known.push(item);
    }
  }

  /** Returns all items of a namespace. */
  public in(namespace: string): readonly T[] {
    return this.namespaces.get(namespace)?.items ?? [];
  }

  /** Returns whether an item of a namespace has a label of this key. */
  public hasKey(namespace: string, key: string): boolean {
    return this.namespaces.get(namespace)?.positions.has(labelled(key, ANY_VALUE)) ?? false;
  }

  /**
   * Returns the shortest list of items known to hold all that a label selector matches, in the order given; the caller still matches each.
   *
   * @param ignored keys that say nothing, since items get such a label later
   */
  public candidates(namespace: string, selector: Fields, ignored: (key: string) => boolean = () => false): readonly T[] {
    const { items, positions } = this.namespaces.get(namespace) ?? { items: [], positions: new Map<string, number[]>() };
    let shortest: readonly (readonly number[])[] | undefined;
    let length = items.length;
    for (const labels of requirementsOf(selector, ignored)) {
      const lists = labels.map((label) => positions.get(label) ?? []);
      const found = lists.reduce((sum, list) => sum + list.length, 0);
      if (found >= length) continue;
      shortest = lists;
      length = found;
    }
    if (!shortest) return items;
    const found = shortest.length === 1 ? shortest[0] : [...new Set(shortest.flat())].sort((a, b) => a - b);
    return found.map((position) => items[position]);
  }
}

/** Each requirement of a selector as the labels of which an item has one. */
function* requirementsOf(selector: Fields, ignored: (key: string) => boolean): Iterable<readonly string[]> {
  for (const [key, value] of Object.entries(fieldsAt(selector, 'matchLabels') ?? {})) {
    if (!ignored(key)) yield [labelled(key, String(value))];
  }
  for (const expression of fieldsListAt(selector, 'matchExpressions')) {
    const key = textAt(expression, 'key') ?? '';
    if (ignored(key)) continue;
    const operator = textAt(expression, 'operator');
    if (operator === 'In') yield listAt(expression, 'values').map((value) => labelled(key, String(value)));
    else if (operator === 'Exists') yield [labelled(key, ANY_VALUE)];
  }
}

function labelled(key: string, value: string): string {
  return `${key}\n${value}`;
}

function push(map: Map<string, number[]>, key: string, position: number): void {
  const list = map.get(key);
  if (list?.[list.length - 1] === position) return;
  if (list) list.push(position);
  else map.set(key, [position]);
}
