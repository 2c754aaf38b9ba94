import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { wrap } from '../scripts/api-reference/render-api';

const DOCS = join(__dirname, '../docs');

/** A Markdown table with numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, i) => (rows.every((row) => /^[\d.,]/.test(String(row[i]))) ? '---:' : '---'));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

/** Machine that a figure was measured on. */
export function machine(): string {
  const [{ model }, ...others] = cpus();
  return `Node ${process.versions.node}, ${others.length + 1} cores of ${model.trim()}`;
}

/**
 * Prints a result, and with --write puts it into a page of docs/ between the markers of the benchmark.
 *
 * @throws where the page has no such markers.
 */
export function report(name: string, args: readonly string[], text: string, pageName = 'performance.md'): void {
  const wrapped = text.split('\n').map((line) => (/^\s*(\||<!--|#|```|[-*] )/.test(line) ? line : wrap(line))).join('\n');
  process.stdout.write(`${wrapped}\n`);
  if (!args.includes('--write')) return;
  const [begin, end] = [`<!-- ${name}: npm run bench -- ${name} --write -->`, `<!-- /${name} -->`];
  const path = join(DOCS, pageName);
  const page = readFileSync(path, 'utf8');
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/${pageName} has no place for ${name}: write ${begin} and ${end}, each on a line of its own`);
  writeFileSync(path, `${page.slice(0, from)}${begin}\n\n${wrapped}\n\n${page.slice(to)}`);
}

/** The middle of some measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
