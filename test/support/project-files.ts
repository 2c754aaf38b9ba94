import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from './imports';

/** Every file of the project that belongs to it: all but what .gitignore names. Git itself need not be there. */
export function projectFiles(): string[] {
  const patterns = readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  const ignored = patterns.map((pattern) => new RegExp(`^${pattern.replace(/\/$/, '').replace(/\./g, '\\.').replace(/\*/g, '.*')}$`));
  const walk = (folder: string): string[] => readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== '.git' && !ignored.some((pattern) => pattern.test(name)))
    .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]));
  return walk(ROOT).map((file) => relative(ROOT, file).split(sep).join('/')).sort();
}

/** The text of a project file, or nothing where it is not text. */
export function textOf(file: string): string | undefined {
  const bytes = readFileSync(join(ROOT, file));
  return bytes.includes(0) ? undefined : bytes.toString('utf8');
}
