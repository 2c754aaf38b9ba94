import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { renderHtml } from '../../../lib/report/html/report-page';
import { simulate } from '../../../lib/simulator/engine/simulate';
import { sampleRun, sampleWorkload, sampleWorld } from '../../report/sample-run';
import { ARGS, BROWSER, WITHOUT_BROWSER } from '../../support/chromium';

const HOSTILE = '</script><img src=x onerror="document.title=1">';

jest.setTimeout(120_000);

/**
 * Asks from outside the page: the page's own security policy forbids what playwright's waitForFunction does from its
 * second try on.
 */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !await holds(); tries++) {
    if (tries === 200) throw new Error('it did not come to hold within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const complaints: string[] = [];
  let browser: Browser;

  beforeAll(async () => {
    if (WITHOUT_BROWSER) throw new Error(WITHOUT_BROWSER);
    browser = await chromium.launch({ executablePath: BROWSER, args: ARGS });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  async function open(html: string, viewport = { width: 1200, height: 900 }, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const file = join(folder, 'report.html');
    writeFileSync(file, html);
    const page = await browser.newPage({ viewport, colorScheme });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  const shown = (page: Page) => page.locator('#shown').textContent();

  test('draws four charts for a workload, and makes no network request', async () => {
    const page = await open(renderHtml(sampleRun()));
    expect(await page.locator('.chart canvas').count()).toBe(4);
    const painted = await page.evaluate(`Array.from(document.querySelectorAll('.chart canvas'), (canvas) =>
      canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte !== 0))`);
    expect(painted).toEqual([true, true, true, true]);
    expect(await shown(page)).toBe('09:00:00 to 09:30:00');
    await page.close();
  });

  test('zooms by dragging in all charts at once, and back by a double click', async () => {
    const page = await open(renderHtml(sampleRun()));
    const chart = page.locator('#chart-0-requests .u-over');
    await chart.scrollIntoViewIfNeeded();
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + box.width / 3, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 60, { steps: 5 });
    await page.mouse.up();
    expect(await shown(page)).toMatch(/^09:(09:5\d|10:0\d) to 09:1(4:5\d|5:0\d)$/);
    await page.locator('#chart-0-latency .u-over').dblclick();
    expect(await shown(page)).toBe('09:00:00 to 09:30:00');
    await page.close();
  });

  test('zooms and moves by buttons, within the run', async () => {
    const page = await open(renderHtml(sampleRun()));
    await page.getByRole('button', { name: 'Zoom in' }).click();
    expect(await shown(page)).toBe('09:07:30 to 09:22:30');
    await page.getByRole('button', { name: 'Later' }).click();
    await page.getByRole('button', { name: 'Later' }).click();
    expect(await shown(page)).toBe('09:15:00 to 09:30:00');
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.getByRole('button', { name: 'Whole run' }).click();
    expect(await shown(page)).toBe('09:00:00 to 09:30:00');
    await page.close();
  });

  test('can be operated by keyboard alone: tools, charts, then scale events', async () => {
    const page = await open(renderHtml(sampleRun()));
    const order: string[] = [];
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      order.push(await page.evaluate('document.activeElement.id || document.activeElement.dataset.action || document.activeElement.dataset.at && "scaling" || ""'));
      if (order.at(-1) === 'scaling') break;
    }
    const stops = order.filter((stop) => stop !== '');
    expect(stops).toEqual(['in', 'out', 'earlier', 'later', 'all', 'chart-0-requests', 'chart-0-replicas', 'chart-0-queue', 'chart-0-latency', 'scaling']);
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('chart-0-replicas');
    expect(await shown(page)).toMatch(/^09:05:\d\d to 09:15:\d\d$/);
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowRight');
    expect(await shown(page)).toMatch(/^09:10:\d\d to 09:15:\d\d$/);
    await page.keyboard.press('0');
    expect(await shown(page)).toBe('09:00:00 to 09:30:00');
    await page.close();
  });

  test.each([['light', 360], ['dark', 360], ['light', 1200]] as const)('in the %s fits a screen of %d pixels', async (scheme, width) => {
    const page = await open(renderHtml(sampleRun()), { width, height: 740 }, scheme);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.close();
  });

  test('follows a change of the window and of the colour scheme', async () => {
    const page = await open(renderHtml(sampleRun()));
    await page.setViewportSize({ width: 500, height: 800 });
    await until(async () => await page.locator('.chart canvas').first().evaluate((canvas) => canvas.clientWidth) < 500);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await page.locator('.chart canvas').count()).toBe(4);
    expect(await shown(page)).toBe('09:07:30 to 09:22:30');
    await page.close();
  });

  test.each(['light', 'dark'] as const)('has text of enough contrast in the %s', async (scheme) => {
    const page = await open(renderHtml(sampleRun()), { width: 1200, height: 900 }, scheme);
    const weakest = await page.evaluate(`(() => {
      const luminance = (color) => color.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
        .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const ground = (node) => { for (; node; node = node.parentElement) { const color = getComputedStyle(node).backgroundColor; if (!/, 0\\)|transparent/.test(color)) return color; } return 'rgb(255, 255, 255)'; };
      const texts = Array.from(document.querySelectorAll('body *')).filter((node) => Array.from(node.childNodes).some((child) => child.nodeType === 3 && child.data.trim()) && !/^(SCRIPT|STYLE)$/.test(node.tagName));
      return Math.min(...texts.map((node) => { const [a, b] = [luminance(getComputedStyle(node).color), luminance(ground(node))].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); }));
    })()`);
    expect(weakest).toBeGreaterThanOrEqual(4.5);
    await page.close();
  });

  test('executes no script from a name', async () => {
    const workload = sampleWorkload({ id: `shop/Deployment/${HOSTILE}`, name: HOSTILE });
    const flow = { ...sampleWorld().flows[0], name: HOSTILE, stages: [{ workload: workload.id }] };
    const page = await open(renderHtml(simulate(sampleWorld({ durationSeconds: 120, workloads: [workload], flows: [flow] }))));
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe(`${HOSTILE}: simulated scaling`);
    expect(await page.locator('.chart canvas').count()).toBe(4);
    await page.close();
  });
});
