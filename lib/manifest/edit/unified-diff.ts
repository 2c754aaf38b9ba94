/** Run of different lines: positions in the text before and in the text after. */
interface Change {
  from: number;
  to: number;
  readonly freshFrom: number;
  freshTo: number;
}

const CONTEXT = 3;
/** Maximum edit distance; beyond it, the diff replaces all lines between the first and the last difference. */
const MOST_EDITS = 1500;

/**
 * Formats a unified diff of a file, for `git apply` and `patch -p1`; empty without differences.
 *
 * @param path of the file, with slashes, relative to the folder where the patch is applied.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const hunks: Change[][] = [];
  for (const change of changesOf(old, fresh)) {
    const last = hunks.at(-1);
    if (last && change.from - last[last.length - 1].to <= 2 * CONTEXT) last.push(change);
    else hunks.push([change]);
  }
  return `--- ${label('a', path)}\n+++ ${label('b', path)}\n${hunks.map((hunk) => hunkText(hunk, old, fresh)).join('')}`;
}

/** Splits a text into lines with their line breaks. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/**
 * Formats a path as git does: quoted if it contains a control character, and followed by a tab if it contains a
 * blank.
 */
function label(side: string, path: string): string {
  const named = `${side}/${path}`;
  if (!/[\x00-\x1f\x7f"\\]/.test(named)) return named.includes(' ') ? `${named}\t` : named;
  const octal = (each: string): string => `\\${each.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return `"${named.replace(/["\\]/g, '\\$&').replace(/[\x00-\x1f\x7f]/g, octal)}"`;
}

function hunkText(hunk: readonly Change[], old: readonly string[], fresh: readonly string[]): string {
  const [first, last] = [hunk[0], hunk[hunk.length - 1]];
  const before = Math.min(CONTEXT, first.from);
  const behind = Math.min(CONTEXT, old.length - last.to);
  const body: string[] = [];
  let at = first.from - before;
  for (const { from, to, freshFrom, freshTo } of hunk) {
    body.push(...old.slice(at, from).map((line) => marked(' ', line)));
    body.push(...old.slice(from, to).map((line) => marked('-', line)));
    body.push(...fresh.slice(freshFrom, freshTo).map((line) => marked('+', line)));
    at = to;
  }
  body.push(...old.slice(at, last.to + behind).map((line) => marked(' ', line)));
  const oldSpan = span(first.from - before, last.to + behind);
  return `@@ -${oldSpan} +${span(first.freshFrom - before, last.freshTo + behind)} @@\n${body.join('')}`;
}

/** Formats a hunk range; an empty range has the number of the line before it. */
function span(from: number, to: number): string {
  return `${to === from ? from : from + 1},${to - from}`;
}

function marked(mark: string, line: string): string {
  return line.endsWith('\n') ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`;
}

function changesOf(old: readonly string[], fresh: readonly string[]): Change[] {
  const shorter = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < shorter && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++;
  const [a, b] = [old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)];
  const changes: Change[] = [];
  for (const [x, y, isOld] of shortestEdits(a, b) ?? [...a.map((_, i) => [i, 0, true] as Edit), ...b.map((_, i) => [a.length, i, false] as Edit)]) {
    const [from, freshFrom] = [head + x, head + y];
    const last = changes.at(-1);
    const current = last && last.to === from && last.freshTo === freshFrom ? last : { from, to: from, freshFrom, freshTo: freshFrom };
    if (current !== last) changes.push(current);
    if (isOld) current.to++;
    else current.freshTo++;
  }
  return changes;
}

/** Edit step: removal of a line of the old text, or insertion of a line of the new text, at a position in both. */
type Edit = readonly [old: number, fresh: number, isOld: boolean];

/** Returns the shortest edit script in text order (Myers, 1986); undefined if it would be very long. */
function shortestEdits(a: readonly string[], b: readonly string[]): Edit[] | undefined {
  const trace: Map<number, number>[] = [];
  let reached = new Map<number, number>([[1, 0]]);
  for (let distance = 0; distance <= Math.min(a.length + b.length, MOST_EDITS); distance++) {
    trace.push(new Map(reached));
    for (let k = -distance; k <= distance; k += 2) {
      let x = comesFromAbove(reached, k, distance) ? reached.get(k + 1)! : reached.get(k - 1)! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reached.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtracked(trace, a.length, b.length);
    }
    reached = new Map(reached);
  }
  return undefined;
}

function comesFromAbove(reached: ReadonlyMap<number, number>, k: number, distance: number): boolean {
  return k === -distance || (k !== distance && reached.get(k - 1)! < reached.get(k + 1)!);
}

function backtracked(trace: readonly ReadonlyMap<number, number>[], oldLength: number, freshLength: number): Edit[] {
  const edits: Edit[] = [];
  let [x, y] = [oldLength, freshLength];
  for (let distance = trace.length - 1; distance > 0; distance--) {
    const above = comesFromAbove(trace[distance], x - y, distance);
    const k = x - y + (above ? 1 : -1);
    const from = trace[distance].get(k)!;
    // The edit precedes the diagonal of equal lines.
    edits.push(above ? [from, from - k, false] : [from, from - k, true]);
    [x, y] = [from, from - k];
  }
  return edits.reverse();
}
