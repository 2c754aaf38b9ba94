import { readFileSync } from 'node:fs';
import { slug } from 'github-slugger';
import { defineConfig, type MarkdownOptions } from 'vitepress';
import type { SiteFacts } from '../../scripts/site';
import { siteLink } from '../../scripts/site/links';

const { version, base, folder, repository, sidebar } = JSON.parse(readFileSync(new URL('../.cache/site.json', import.meta.url), 'utf8')) as SiteFacts;

type MarkdownIt = Parameters<NonNullable<MarkdownOptions['config']>>[0];

/** Two replicas, one of them new. */
const ICON = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M1 5h6v10H1z" fill="#3451b2"/><path d="M9 1h6v14H9z" fill="#a8b1ff"/></svg>')}`;

/** Makes the links of the Markdown files, which lead where the code host has them, those of the site. */
function rewriteLinks(md: MarkdownIt): void {
  md.core.ruler.push('site-links', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const link = token.type === 'link_open' ? token.attrGet('href') : null;
      if (link !== null) token.attrSet('href', siteLink(env.relativePath, link, repository));
    }
  });
}

/** Keeps two braces in the text of a page from being an expression of Vue. */
function keepBraces(md: MarkdownIt): void {
  const { text } = md.renderer.rules;
  md.renderer.rules.text = (...args) => text!(...args).replaceAll('{{', '&#123;&#123;');
}

export default defineConfig({
  title: 'cdk8s-kotaemon',
  description: 'Autoscaling for modular RAG systems on Kubernetes: constructs, checks and a simulator.',
  lang: 'en',
  base,
  srcDir: '.cache/src',
  cacheDir: '.cache/vitepress',
  head: [['link', { rel: 'icon', href: ICON }]],
  outDir: `dist/${folder}`,
  metaChunk: true,
  markdown: {
    anchor: { slugify: slug },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      rewriteLinks(md);
      keepBraces(md);
    },
  },
  themeConfig: {
    nav: [
      { text: 'Playground', link: '/playground/', target: '_self' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: `v${version}`, link: '/../versions.html', target: '_self' },
      { text: 'Repository', link: repository.address },
    ],
    sidebar: [...sidebar].map(({ items, ...group }) => ({ ...group, items: [...items] })),
    search: { provider: 'local' },
    outline: [2, 3],
  },
});
