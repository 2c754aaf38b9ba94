import { posix } from 'node:path';

/** Repository that links out of docs/ lead to. */
export interface Repository {
  /** Address in a browser, without a slash at its end. */
  readonly address: string;
  /** Branch or tag. */
  readonly ref: string;
}

/**
 * Returns the link of a page of the site for a link of the Markdown file.
 *
 * Links between pages stay relative, and an API index is `index.md`. A link out of docs/ leads to the repository.
 *
 * @param page The Markdown file, relative to docs/.
 */
export function siteLink(page: string, link: string, { address, ref }: Repository): string {
  if (/^([a-z][a-z0-9+.-]*:|\/|#)/i.test(link)) return link;
  const [, path, fragment] = /^([^#]*)(#.*)?$/s.exec(link)!;
  const file = posix.normalize(posix.join('docs', posix.dirname(page), path));
  if (file === 'docs' || file.startsWith('docs/')) return `${path.replace(/(^|\/)README\.md$/, '$1index.md')}${fragment ?? ''}`;
  return `${address}/blob/${ref}/${file}${fragment ?? ''}`;
}
