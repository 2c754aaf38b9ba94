import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { deadLinks, readPages } from '../../../scripts/site/check-links';
import { versionFolder } from '../../../scripts/site/versions';
import { axeViolations } from '../../support/axe';
import { ARGS, BROWSER, WITHOUT_BROWSER } from '../../support/chromium';
import { ROOT } from '../../support/imports';
import { serveFolder, type StaticServer } from '../../support/static-server';

const DIST = join(ROOT, 'site/dist');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const FOLDER = versionFolder(version);
const isBuilt = existsSync(join(DIST, 'index.html'));
const reason = isBuilt ? WITHOUT_BROWSER : 'there is no site/dist; build it by npm run site';
if (reason) process.stderr.write(`skipped: ${reason}\n`);

const DESKTOP = { width: 1400, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Folder for pictures of what the tests look at, for a person to look at. */
const PICTURES = process.env.SITE_PICTURES;

/** Rules that the generator's search dialog breaks: its options hold links, so that they open in a new tab as well. */
const OF_THE_SEARCH_DIALOG = ['nested-interactive', 'label-content-name-mismatch'];

jest.setTimeout(120_000);

const pages = isBuilt ? readPages(join(DIST, FOLDER)) : new Map<string, string>();
/** Path that the site was built for. */
const base = /<link rel="preload stylesheet" href="([^"]*)assets\//.exec(pages.get('index.html') ?? '')?.[1] ?? '/';

(isBuilt ? describe : describe.skip)('the links of the documentation site', () => {
  const isFile = (path: string): boolean => existsSync(join(DIST, FOLDER, path));

  test('lead to pages and headings that are there', () => {
    expect(pages.size).toBeGreaterThan(40);
    expect(deadLinks(pages, base, isFile)).toEqual([]);
  });

  test('are reported where a heading or a page is taken away', () => {
    const without = new Map([...pages].map(([path, html]) => [path, path === 'checks.html' ? html.replaceAll(' id="ksc012"', '') : html]));
    expect(deadLinks(without, base, isFile).join('\n')).toContain('#ksc012 leads to no heading of checks.html');
    without.delete('hpa.html');
    expect(deadLinks(without, base, (path) => path !== 'hpa.html' && isFile(path)).join('\n')).toMatch(/^scenario\.html: \S+hpa\.html leads to no file/m);
  });
});

(reason ? describe.skip : describe)('the documentation site in a browser', () => {
  const complaints: string[] = [];
  let server: StaticServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await serveFolder(DIST, base.slice(0, -`${FOLDER}/`.length));
    browser = await chromium.launch({ executablePath: BROWSER, args: ARGS });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  async function open(path: string, viewport = DESKTOP, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const page = await browser.newPage({ viewport, colorScheme });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(server.address) && !/^(?:data|blob):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(`${server.address}/${FOLDER}/${path}`, { waitUntil: 'networkidle' });
    return page;
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  const PAGES = [
    ['home', '', 'cdk8s-kotaemon Autoscaling, tested before it is applied'],
    ['page', 'templates.html', 'Templates'],
    ['api', 'api/scaling.html', 'cdk8s-kotaemon: scaling'],
    ['api-index', 'api/', 'API reference'],
  ] as const;
  const LOOKS = [['desktop', DESKTOP, 'light'], ['phone', PHONE, 'light'], ['dark', DESKTOP, 'dark']] as const;

  test.each(PAGES.flatMap(([name, path, heading]) => LOOKS.map(([look, viewport, scheme]) => ({ name, path, heading, look, viewport, scheme }))))(
    'shows $name on $look without a violation that axe-core finds, and no wider than the window',
    async ({ name, path, heading, look, viewport, scheme }) => {
      const page = await open(path, viewport, scheme);
      expect((await page.locator('h1').first().innerText()).replace(/\s+/g, ' ').trim()).toContain(heading);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      await picture(page, `${name}-${look}`);
      expect(await axeViolations(page)).toEqual([]);
      await page.close();
    },
  );

  test('shows on the home page what the command prints', async () => {
    const page = await open('');
    const [command, answer] = await page.locator('.vp-doc pre code').allInnerTexts();
    expect(command).toContain('npx cdk8s-kotaemon simulate web.yaml --scenario sale.yaml');
    expect(answer).toContain('web');
    expect(answer).toMatch(/SLO/);
    await page.close();
  });

  test.each([['desktop', DESKTOP], ['phone', PHONE]] as const)('finds a page by its words on %s, without a server', async (look, viewport) => {
    const page = await open('', viewport);
    await page.locator('#local-search button').click();
    await page.locator('#localsearch-input').fill('stabilizationWindow');
    const first = page.locator('#localsearch-list a').first();
    await first.waitFor();
    await picture(page, `search-${look}`);
    expect(await axeViolations(page, OF_THE_SEARCH_DIALOG)).toEqual([]);
    await first.click();
    await page.waitForURL(/\.html#/);
    expect(await page.locator('main').innerText()).toMatch(/stabilization/i);
    await page.close();
  });

  test('opens a phone\'s menu, and goes from it to another page', async () => {
    const page = await open('checks.html', PHONE);
    await page.locator('.VPLocalNav .menu').click();
    await page.locator('.VPSidebar a', { hasText: 'Forecasts' }).click();
    await page.waitForURL(/forecasts\.html/);
    expect(await page.locator('h1').innerText()).toContain('Forecasts');
    await page.close();
  });

  test.each([['desktop', DESKTOP], ['phone', PHONE]] as const)('has the playground inside, which simulates on %s', async (look, viewport) => {
    const page = await open('templates.html', viewport);
    if (look === 'phone') await page.locator('.VPNavBarHamburger').click();
    await page.locator(look === 'phone' ? '.VPNavScreen a' : '.VPNavBarMenu a', { hasText: 'Playground' }).click();
    await page.waitForURL(/\/playground\//);
    await page.locator('#figures div').first().waitFor({ timeout: 60_000 });
    await picture(page, `playground-${look}`);
    expect(await axeViolations(page)).toEqual([]);
    await page.close();
  });

  test('leads from its root to the newest version, and from a page to all versions', async () => {
    const page = await open('checks.html');
    await page.locator('.VPNavBarMenu a', { hasText: `v${version}` }).click();
    await page.waitForURL(/\/versions\.html$/);
    expect(await axeViolations(page)).toEqual([]);
    await page.locator('a', { hasText: FOLDER }).click();
    await page.waitForURL(`${server.address}/${FOLDER}/`);
    await page.goto(`${server.address}/`);
    await page.waitForURL(new RegExp(`/v\\d+\\.\\d+/$`));
    await page.close();
  });

  test('leads from a page to files of the repository, and draws no diagram it cannot', async () => {
    const page = await open('platform.html');
    expect(await page.locator('main a[href$="/examples/platform"]').first().getAttribute('href')).toMatch(/^https:\/\/github\.com\/cdk8s-kotaemon\/cdk8s-kotaemon\/blob\/(main|v[\d.]+)\//);
    await page.goto(`${server.address}/${FOLDER}/templates.html`);
    expect(await page.locator('.language-mermaid code').innerText()).toContain('flowchart LR');
    await page.close();
  });
});
