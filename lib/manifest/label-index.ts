import { type Fields, fieldsAt, fieldsListAt, listAt, textAt } from '../values/fields';

/** Positions of the items that have a label key, by value and in total, in ascending order. */
interface Positions {
  readonly all: number[];
  readonly byValue: Map<string, number[]>;
}

interface Namespace<T> {
  readonly items: T[];
  readonly byKey: Map<string, Positions>;
}

const NONE: readonly number[] = [];

/**
 * Index of labelled items, by namespace.
 *
 * Returns candidates for a label selector. The cost of a look-up is the number of items that the most selective
 * equality, `In` or `Exists` of the selector returns.
 */
export class LabelIndex<T> {
  private readonly namespaces = new Map<string, Namespace<T>>();

  public constructor(items: Iterable<T>, namespaceOf: (item: T) => string, labelsOf: (item: T) => Fields) {
    for (const item of items) {
      const namespace = this.namespaceFor(namespaceOf(item));
      const labels = labelsOf(item);
      for (const key of Object.keys(labels)) add(namespace.byKey, key, String(labels[key]), namespace.items.length);
      namespace.items.push(item);
    }
  }

  /** Returns all items of a namespace. */
  public in(namespace: string): readonly T[] {
    return this.namespaces.get(namespace)?.items ?? [];
  }

  /** Returns whether an item of a namespace has a label of this key. */
  public hasKey(namespace: string, key: string): boolean {
    return this.namespaces.get(namespace)?.byKey.has(key) ?? false;
  }

  /**
   * Returns the shortest known list of items that contains all matches of a label selector, in input order. The
   * caller still has to match each item.
   *
   * @param ignored keys that are not selective, since items get such a label later
   */
  public candidates(namespace: string, selector: Fields, ignored: (key: string) => boolean = () => false): readonly T[] {
    const known = this.namespaces.get(namespace);
    if (!known) return [];
    const { items, byKey } = known;
    let shortest: readonly number[] | undefined;
    const propose = (positions: readonly number[]): void => {
      if (positions.length < (shortest?.length ?? items.length)) shortest = positions;
    };
    const equalities = fieldsAt(selector, 'matchLabels') ?? {};
    for (const key of Object.keys(equalities)) {
      if (!ignored(key)) propose(byKey.get(key)?.byValue.get(String(equalities[key])) ?? NONE);
    }
    for (const expression of fieldsListAt(selector, 'matchExpressions')) {
      const key = textAt(expression, 'key') ?? '';
      if (ignored(key)) continue;
      const operator = textAt(expression, 'operator');
      if (operator === 'In') propose(united(listAt(expression, 'values').map((value) => byKey.get(key)?.byValue.get(String(value)) ?? NONE)));
      else if (operator === 'Exists') propose(byKey.get(key)?.all ?? NONE);
    }
    return shortest?.map((position) => items[position]) ?? items;
  }

  private namespaceFor(name: string): Namespace<T> {
    const known = this.namespaces.get(name) ?? { items: [], byKey: new Map<string, Positions>() };
    this.namespaces.set(name, known);
    return known;
  }
}

function add(byKey: Map<string, Positions>, key: string, value: string, position: number): void {
  const known = byKey.get(key) ?? { all: [], byValue: new Map<string, number[]>() };
  byKey.set(key, known);
  known.all.push(position);
  const same = known.byValue.get(value);
  if (same) same.push(position);
  else known.byValue.set(value, [position]);
}

function united(lists: readonly (readonly number[])[]): readonly number[] {
  return lists.length === 1 ? lists[0] : [...new Set(lists.flat())].sort((a, b) => a - b);
}
