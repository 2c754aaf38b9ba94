/** Part of the sidebar of the site. */
export interface SidebarGroup {
  readonly text: string;
  readonly items: readonly SidebarItem[];
}

export interface SidebarItem {
  readonly text: string;
  readonly link: string;
}

/** Names of the pages of each group, in order. A page that none of them names stands under "More". */
const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['Constructs', ['modules', 'platform', 'kotaemon-app', 'engines', 'model-preload', 'sessions', 'vector-stores', 'clusters', 'python', 'go-and-java']],
  ['Scaling', ['scaling-policies', 'signals', 'keda-validation', 'schedules', 'forecasts', 'policy-changes']],
  ['Checks', ['checks', 'hpa']],
  ['Simulator', ['simulator', 'scenario', 'recording', 'calibration', 'playground', 'browser', 'templates']],
  ['Project', ['compatibility', 'performance', 'architecture']],
];
const INDEX = 'api/README.md';

/**
 * Returns the sidebar of the site.
 *
 * @param pages Text of each Markdown file by its name, relative to docs/.
 */
export function sidebarOf(pages: ReadonlyMap<string, string>): SidebarGroup[] {
  const item = (file: string): SidebarItem => ({ text: titleOf(file, pages.get(file)!), link: `/${file.replace(/\.md$/, '').replace(/README$/, '')}` });
  const files = [...pages.keys()].sort();
  const placed = new Set(GROUPS.flatMap(([, names]) => names.map((name) => `${name}.md`)));
  const groups = GROUPS.map(([text, names]) => ({ text, items: names.map((name) => `${name}.md`).filter((file) => pages.has(file)).map(item) }));
  const more = files.filter((file) => !file.includes('/') && !placed.has(file)).map(item);
  const reference = files.filter((file) => file.startsWith('api/')).sort((a, b) => Number(b === INDEX) - Number(a === INDEX)).map(item);
  return [...groups, { text: 'More', items: more }, { text: 'API reference', items: reference }].filter(({ items }) => items.length > 0);
}

/** Title of a page: its first heading, without code marks. */
export function titleOf(file: string, text: string): string {
  const heading = /^# (.+)$/m.exec(text)?.[1];
  if (!heading) throw new Error(`docs/${file} has no heading; begin it with '# Title'`);
  return heading.replaceAll('`', '');
}
