import { deadLinks } from '../../../scripts/site/check-links';

const BASE = '/kotaemon/v0.1/';

function dead(html: string, at = 'api/hpa.html'): string[] {
  const pages = new Map([['index.html', '<h2 id="install">'], ['api/index.html', '<h2 id="names">'], ['hpa.html', '<h2 id="it\'s">'], [at, html]]);
  return deadLinks(pages, BASE, (path) => path === 'assets/style.css');
}

test.each([
  ['a page', '<a href="../hpa.html">'],
  ['a page by its path', '<a href="/kotaemon/v0.1/hpa.html">'],
  ['an index', '<a class="x" href="/kotaemon/v0.1/api/#names">'],
  ['the home page', '<a href="/kotaemon/v0.1/#install">'],
  ['an escaped anchor', '<a href="../hpa.html#it&#39;s">'],
  ['an anchor of the same page', '<h2 id="here"><a href="#here">'],
  ['a file that is no page', '<link href="/kotaemon/v0.1/assets/style.css">'],
  ['the pages beside the versions', '<a href="/kotaemon/v0.1/../versions.html">'],
  ['another site', '<a href="https://keda.sh/nowhere.html#x">'],
  ['a data URL', '<link href="data:image/svg+xml,x">'],
  ['text of a script', '<script type="x">"<a href="gone.html">"</script>'],
])('takes a link to %s', (_, html) => {
  expect(dead(html)).toEqual([]);
});

test.each([
  ['a file that is not there', '<a href="gone.html">', 'api/hpa.html: gone.html leads to no file; correct the link'],
  ['a folder without an index', '<a href="/kotaemon/v0.1/playground/">', 'api/hpa.html: /kotaemon/v0.1/playground/ leads to no file; correct the link'],
  ['a heading that is not there', '<a href="../hpa.html#gone">', 'api/hpa.html: ../hpa.html#gone leads to no heading of hpa.html; correct the part behind #'],
  ['a heading of the same page that is not there', '<a href="#gone">', 'api/hpa.html: #gone leads to no heading of api/hpa.html; correct the part behind #'],
])('reports a link to %s', (_, html, expected) => {
  expect(dead(html)).toEqual([expected]);
});
