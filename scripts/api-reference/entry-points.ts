import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../test/support/imports';

/** Entry point of the package, as package.json exports it. */
export interface EntryPoint {
  /** Specifier of the import, as in 'cdk8s-kotaemon/checks'. */
  readonly specifier: string;
  /** Source file, relative to the project. */
  readonly file: string;
  /** Page of the reference, without a folder; undefined for the root, which has one page an area. */
  readonly page?: string;
}

/** Every TypeScript entry point in the exports of package.json. */
export function entryPoints(): EntryPoint[] {
  const { name, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return Object.entries<string | { readonly types: string }>(exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return [];
    const file = target.types.replace(/^\.\/build\/(.*)\.d\.ts$/, 'lib/$1.ts');
    const page = path === '.' ? undefined : `${path.slice(2).replaceAll('/', '-')}.md`;
    return [{ specifier: join(name, path), file, page }];
  });
}
