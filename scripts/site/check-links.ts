import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';

/** Pages of a site by their path, such as `api/hpa.html`. */
type Pages = ReadonlyMap<string, string>;

/**
 * Returns the links of built pages that lead nowhere: to a file that is not there, or to an anchor that its page lacks.
 * The generator checks files and no anchors.
 *
 * @param base Path that the site is served under, with a slash at both ends.
 * @param isFile Tells whether the site has a file that is no page.
 */
export function deadLinks(pages: Pages, base: string, isFile: (path: string) => boolean): string[] {
  const anchors = new Map([...pages].map(([path, html]) => [path, new Set(valuesOf(html, 'id'))]));
  return [...pages].flatMap(([path, html]) => [...new Set(valuesOf(html, 'href'))].flatMap((href) => {
    const url = new URL(href, `http://site${base}${path}`);
    if (url.origin !== 'http://site') return [];
    const at = posix.relative(base, decodeURIComponent(url.pathname));
    // Pages beside the versions are written when all of them are there.
    if (at.startsWith('../')) return [];
    const target = url.pathname.endsWith('/') ? posix.join(at, 'index.html') : at;
    const found = anchors.get(target);
    if (!found) return isFile(target) ? [] : [`${path}: ${href} leads to no file; correct the link`];
    const anchor = decodeURIComponent(url.hash.slice(1));
    return !anchor || found.has(anchor) ? [] : [`${path}: ${href} leads to no heading of ${target}; correct the part behind #`];
  }));
}

/** Reads all pages below a folder. */
export function readPages(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  return new Map(files.map((name) => [name.split(sep).join('/'), readFileSync(join(folder, name), 'utf8')]));
}

/** Values of an attribute in all elements; scripts, which hold HTML as text, are left out. */
function valuesOf(html: string, attribute: 'href' | 'id'): string[] {
  const markup = html.replace(/<script\b[^>]*>.*?<\/script>/gs, '');
  return [...markup.matchAll(new RegExp(`<[a-z][^>]*?\\s${attribute}="([^"]*)"`, 'g'))].map(([, value]) => value.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"'));
}
