import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { axeViolations } from '../../support/axe';
import { ARGS, BROWSER, WITHOUT_BROWSER } from '../../support/chromium';
import { advisePage, comparePage, simulatePage } from './sample-pages';

const reason = WITHOUT_BROWSER;
if (reason) process.stderr.write(`skipped: ${reason}\n`);

const DESKTOP = { width: 1200, height: 900 };
const PHONE = { width: 360, height: 740 };
/** A4 at 96 pixels an inch, without margins of 1 cm. */
const PAPER = { width: 718, height: 1047 };
/** Folder for pictures of what the tests look at, for a person to look at. */
const PICTURES = process.env.REPORT_PICTURES;
const PAGES = ['simulate', 'compare', 'advise'] as const;

jest.setTimeout(180_000);

(reason ? describe.skip : describe)('the report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'look-'));
  const complaints: string[] = [];
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(join(folder, 'simulate.html'), simulatePage());
    writeFileSync(join(folder, 'compare.html'), await comparePage());
    writeFileSync(join(folder, 'advise.html'), advisePage());
    browser = await chromium.launch({ executablePath: BROWSER, args: ARGS });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  async function open(name: string, viewport = DESKTOP, colorScheme: 'light' | 'dark' = 'light', before?: string): Promise<Page> {
    const page = await browser.newPage({ viewport, colorScheme });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    if (before !== undefined) await page.addInitScript(before);
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
    return page;
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  }

  const painted = (page: Page): Promise<boolean[]> => page.evaluate(`Array.from(document.querySelectorAll('.chart canvas'), (canvas) =>
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte !== 0))`);

  const LOOKS = [['desktop', DESKTOP, 'light'], ['phone', PHONE, 'light'], ['dark', DESKTOP, 'dark'], ['dark-phone', PHONE, 'dark']] as const;

  test.each(PAGES.flatMap((name) => LOOKS.map(([look, viewport, scheme]) => ({ name, look, viewport, scheme }))))(
    'of $name on $look has no violation that axe-core finds, and is no wider than the window', async ({ name, look, viewport, scheme }) => {
      const page = await open(name, viewport, scheme);
      await picture(page, `${name}-${look}`);
      for (const summary of await page.locator('summary:visible').all()) await summary.click();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      expect(await axeViolations(page)).toEqual([]);
      await page.close();
    },
  );

  test.each(PAGES.flatMap((name) => (['light', 'dark'] as const).map((scheme) => ({ name, scheme }))))(
    'of $name prints dark on white from a $scheme screen, and cuts no table', async ({ name, scheme }) => {
      const page = await open(name, PAPER, scheme);
      await page.emulateMedia({ media: 'print', colorScheme: scheme });
      const { ground, text, cut } = await page.evaluate(`({
        ground: getComputedStyle(document.body).backgroundColor, text: getComputedStyle(document.body).color,
        cut: Array.from(document.querySelectorAll('.scroll, .chart'), (box) => box.scrollWidth - box.clientWidth).filter((beyond) => beyond > 1),
      })`) as { ground: string; text: string; cut: number[] };
      expect({ ground, text, cut }).toEqual({ ground: 'rgb(255, 255, 255)', text: 'rgb(0, 0, 0)', cut: [] });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PAPER.width);
      await picture(page, `${name}-print-${scheme}`);
      if (PICTURES) await page.pdf({ path: join(PICTURES, `${name}-${scheme}.pdf`), format: 'A4', margin: { top: '1cm', right: '1cm', bottom: '1cm', left: '1cm' } });
      await page.close();
    },
  );

  test.each(['C', 'en-US@posix', '', 'de_DE'])('keeps its charts where the browser says that its language is %j', async (language) => {
    const said = `Object.defineProperty(navigator, 'language', { configurable: true, get: () => ${JSON.stringify(language)} });`;
    for (const name of ['simulate', 'compare']) {
      const page = await open(name, DESKTOP, 'light', said);
      const charts = await painted(page);
      expect(charts.length).toBeGreaterThan(2);
      expect(charts).not.toContain(false);
      await page.close();
    }
  });
});
