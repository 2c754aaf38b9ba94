import { buildSync, transformSync } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chartLibrary } from '../lib/report/html/chart-library';
import { escapeHtml } from '../lib/report/html/markup';
import { STYLE } from '../lib/report/html/style';
import { ROOT } from '../test/support/imports';
import { packagesIn } from './bundle';
import { notices } from './third-party-notices';

/** File that this script writes; it is not a part of the repository, and of the package it is. */
export const PLAYGROUND = join(ROOT, 'docs/playground/index.html');

/** ES modules of packages that are required as CommonJS elsewhere, so that a bundle holds only the used parts. */
const MODULES = { '@prometheus-io/lezer-promql': join(ROOT, 'node_modules/@prometheus-io/lezer-promql/dist/index.es.js') };

/** Returns the playground as one page, which needs nothing beside it. The same sources give the same bytes. */
export function playgroundPage(): string {
  const [worker, script] = ['worker', 'page'].map((name) => bundled(join(ROOT, 'playground', `${name}.ts`)));
  const packages = [...new Set([...worker.packages, ...script.packages])].sort();
  const styles = [chartLibrary().style, minified(STYLE), minified(readFileSync(join(ROOT, 'playground/style.css'), 'utf8'))];
  const policy = [
    "default-src 'none'", 'img-src data:', `script-src ${hashOf(script.code)}`, `style-src ${styles.map(hashOf).join(' ')}`, 'worker-src blob:', "base-uri 'none'", "form-action 'none'",
  ].join('; ');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const parts: Record<string, string> = {
    policy: escapeHtml(policy), styles: styles.map((style) => `<style>${style}</style>`).join('\n'), version: escapeHtml(version), worker: worker.code, script: script.code, notices: escapeHtml(notices(packages)),
  };
  return readFileSync(join(ROOT, 'playground/page.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name]);
}

function bundled(entry: string): { code: string; packages: string[] } {
  const { outputFiles: [{ text }], metafile } = buildSync({
    entryPoints: [entry], bundle: true, platform: 'browser', format: 'iife', target: 'es2022', minify: true, legalComments: 'none', charset: 'ascii', write: false, logLevel: 'warning', metafile: true, absWorkingDir: ROOT,
    tsconfig: join(ROOT, 'playground/tsconfig.json'), alias: MODULES,
  });
  const code = text.trim();
  if (/<\/script|<!--/i.test(code)) throw new Error(`${entry} has a text that would end the script element of the page`);
  return { code, packages: packagesIn(Object.keys(metafile.inputs)) };
}

function minified(style: string): string {
  return transformSync(style, { loader: 'css', minify: true }).code.trim();
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Writes the page to its place in the package. */
export function writePlayground(): void {
  mkdirSync(dirname(PLAYGROUND), { recursive: true });
  writeFileSync(PLAYGROUND, playgroundPage());
}

if (require.main === module) writePlayground();
