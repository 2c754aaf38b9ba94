/** The one of some names that a mistyped one most likely means; undefined where none is near. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  const limit = typed.length < 3 ? 0 : Math.max(1, Math.floor(typed.length / 3));
  let best: string | undefined;
  let least = limit + 1;
  for (const name of names) {
    const distance = editDistance(wanted, name.toLowerCase(), limit);
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** 'did you mean time? known are time, memory': what there is, after the nearest. */
export function suggestion(typed: string, names: readonly string[]): string {
  const near = nearest(typed, names);
  const all = names.length > 0 ? `known are ${names.join(', ')}` : 'none is known';
  return near === undefined ? all : `did you mean ${near}? ${all}`;
}

/** Characters to insert, delete, replace or swap with a neighbour; anything above the limit where it is more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + Number(!same));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}
