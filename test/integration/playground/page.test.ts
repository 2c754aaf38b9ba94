import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { type Browser, chromium, type Page } from 'playwright-core';
import { playgroundCommand } from '../../../lib/cli/playground';
import { EXAMPLES, stateOf } from '../../../playground/examples';
import { judge } from '../../../playground/judge';
import { toFragment } from '../../../playground/link';
import { type State } from '../../../playground/state';
import { playgroundPage } from '../../../scripts/build-playground';
import { axeViolations } from '../../support/axe';
import { ARGS, BROWSER, WITHOUT_BROWSER } from '../../support/chromium';

const reason = WITHOUT_BROWSER;
if (reason) process.stderr.write(`skipped: ${reason}\n`);
const RECORDING = { name: 'short.csv', text: 'seconds,requests\n0,600\n60,3000\n120,6000\n180,600\n' };
const SHORT: State = { ...stateOf(EXAMPLES[0]), traffic: RECORDING };
const DESKTOP = { width: 1400, height: 1000 };
const PHONE = { width: 390, height: 844 };
const HOSTILE = '<img src=x onerror="document.title=1">';

jest.setTimeout(120_000);

/** Asks from outside the page, whose security policy forbids what playwright does to wait inside it. */
async function until(holds: () => Promise<boolean>, seconds = 40): Promise<void> {
  for (let tries = 0; !await holds(); tries++) {
    if (tries === seconds * 20) throw new Error(`it did not come to hold within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

(reason ? describe.skip : describe)('the playground in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'playground-'));
  const controller = new AbortController();
  const complaints: string[] = [];
  let browser: Browser;
  let address: string;
  let served: Promise<number>;

  beforeAll(async () => {
    const file = join(folder, 'index.html');
    writeFileSync(file, playgroundPage());
    const stdout = new PassThrough();
    served = playgroundCommand({ file, signal: controller.signal }, { stdin: Readable.from([]), stdout, stderr: stdout, env: {} });
    const [line] = await Promise.race([stdout.take(1).toArray(), served.then(() => [])]) as Buffer[];
    address = /http:\S+/.exec(String(line))![0];
    browser = await chromium.launch({ executablePath: BROWSER, args: ARGS });
  });

  afterAll(async () => {
    await browser?.close();
    controller.abort();
    await served;
    rmSync(folder, { recursive: true });
  });

  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  async function open(fragment: string, viewport = DESKTOP, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const page = await browser.newPage({ viewport, ...options });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && !/^(?:data|blob):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(`${address}#${fragment}`);
    return page;
  }

  const status = (page: Page) => page.locator('#status').textContent();
  const isDone = async (page: Page): Promise<boolean> => /simulated in/.test(await status(page) ?? '');
  const figure = (page: Page, name: string) => page.locator('#figures div', { hasText: name }).locator('dd').evaluate((node) => node.firstChild!.textContent);

  async function openShort(state: Partial<State> = {}, viewport = DESKTOP, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const page = await open(await toFragment({ ...SHORT, ...state }), viewport, options);
    await until(() => isDone(page));
    return page;
  }

  test('shows the figures that Node computes, and draws four charts', async () => {
    const page = await openShort();
    const { result } = await judge(SHORT);
    const [{ replicas }] = result!.summary.workloads;
    expect(await figure(page, 'Peak replicas')).toBe(String(replicas.peak));
    expect(await figure(page, 'Mean replicas')).toBe(replicas.mean.toFixed(1));
    const painted = await page.evaluate(`Array.from(document.querySelectorAll('.chart canvas'), (canvas) =>
      canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte !== 0))`);
    expect(painted).toEqual([true, true, true, true]);
    await page.close();
  });

  test('begins with an example, and works as a file without a server', async () => {
    const page = await browser.newPage();
    await page.goto(`file://${join(folder, 'index.html')}`);
    await until(() => isDone(page));
    expect(await figure(page, 'Peak replicas')).toBe('14');
    await page.close();
  });

  test('keeps the state in its link: what is changed is there again where the link is opened', async () => {
    const page = await openShort();
    await page.locator('#slider-concurrency').fill('300');
    await page.locator('#yaml').fill(SHORT.yaml.replace('maxReplicas: 20', 'maxReplicas: 7'));
    await until(async () => (await page.locator('#figures').textContent())?.includes('2 to 7 allowed') ?? false);
    const shown = await page.locator('#figures').textContent();
    const link = page.url();
    const other = await open(link.split('#')[1]);
    await until(() => isDone(other));
    expect(await other.locator('#figures').textContent()).toBe(shown);
    expect(await other.locator('#slider-concurrency').inputValue()).toBe(await page.locator('#slider-concurrency').inputValue());
    await page.close();
    await other.close();
  });

  test.each([
    ['damaged', '1.AAAA', 'The link is cut or damaged'],
    ['of another version', '9.AAAA', 'The link is of another version of this page'],
  ])('answers a link that is %s by a message and an example', async (_, fragment, message) => {
    const page = await open(fragment);
    await until(async () => (await page.locator('#message').textContent())?.toLowerCase().includes(message.toLowerCase()) ?? false);
    expect(await page.locator('#yaml').inputValue()).toBe(SHORT.yaml);
    await page.close();
  });

  test('reports YAML with expanding aliases, deep nesting or syntax errors', async () => {
    const page = await openShort();
    const bomb = `l0: &l0 x\n${Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`).join('\n')}\n`;
    for (const [text, message] of [[bomb, 'aliases expand to more than'], [`a: ${'['.repeat(20_000)}`, 'nested'], ['{{ .Values.x }}', 'Helm template']]) {
      await page.locator('#yaml').fill(text);
      await until(async () => (await page.locator('#findings').textContent())?.includes(message) ?? false);
      expect(await page.locator('#message').textContent()).toContain('there is no Kubernetes object yet');
    }
    await page.close();
  });

  test('stops a run that takes too long, says so, and goes on with the next state', async () => {
    const page = await openShort();
    const days = Array.from({ length: 60_000 }, (_, minute) => `${minute * 60},60000`).join('\n');
    await page.locator('#file').setInputFiles({ name: 'weeks.csv', mimeType: 'text/csv', buffer: Buffer.from(`seconds,requests\n${days}\n`) });
    await page.locator('#slider-time').fill('400');
    await until(async () => (await page.locator('#message').textContent())?.startsWith('stopped after 20 s') ?? false, 60);
    await page.locator('input[value=ramp]').check({ force: true });
    await page.locator('#slider-time').fill('100');
    await page.locator('#slider-load').fill('0');
    await until(async () => await isDone(page) && await page.locator('#message').isHidden());
    await page.close();
  });

  test('takes a dropped or opened recording, and manifests by their name', async () => {
    const page = await openShort({ traffic: 'ramp', load: 0.1 });
    await page.locator('#file').setInputFiles([
      { name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(RECORDING.text) },
      { name: 'mine.yaml', mimeType: 'text/yaml', buffer: Buffer.from(SHORT.yaml.replace('maxReplicas: 20', 'maxReplicas: 5')) },
    ]);
    await until(async () => (await page.locator('#figures').textContent())?.includes('2 to 5 allowed') ?? false);
    expect(await page.locator('.choice:has(:checked)').textContent()).toBe('Recordingmine.csv');
    await page.close();
  });

  test('can be operated by keyboard alone, in page order', async () => {
    const page = await openShort({}, DESKTOP, { reducedMotion: 'reduce' });
    const stops: string[] = [];
    for (let presses = 0; presses < 25; presses++) {
      await page.keyboard.press('Tab');
      stops.push(await page.evaluate('document.activeElement.id || document.activeElement.name || document.activeElement.tagName'));
    }
    expect(stops.slice(0, 15)).toEqual([
      'skip', 'example', 'copy', 'reset', 'file', 'yaml', 'kubernetes', 'traffic', 'slider-load', 'slider-slo', 'slider-time', 'slider-cv', 'slider-concurrency', 'slider-cpu', 'slider-startUp',
    ]);
    await page.locator('#slider-cv').focus();
    await page.keyboard.press('Home');
    expect(await page.locator('#slider-cv').getAttribute('aria-valuetext')).toBe('0');
    await page.locator('input[value=recording]').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('input:checked').getAttribute('value')).toBe('flash-sale');
    await page.locator('#skip').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('results');
    await page.close();
  });

  test.each([['light', DESKTOP], ['dark', DESKTOP], ['light', PHONE], ['dark', PHONE]] as const)('in the %s at %j has no fault that axe finds, and fits', async (colorScheme, viewport) => {
    const page = await openShort({ yaml: SHORT.yaml.replace('maxReplicas: 20', 'maxReplicas: 20\n  minReplica: 3') }, viewport, { colorScheme });
    for (const summary of await page.locator('summary:visible').all()) await summary.click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(await axeViolations(page)).toEqual([]);
    await page.close();
  });

  test('has no animation with prefers-reduced-motion', async () => {
    const page = await openShort({}, DESKTOP, { reducedMotion: 'reduce' });
    const moving = await page.evaluate(`Array.from(document.querySelectorAll('*')).filter((node) => /[1-9]/.test(getComputedStyle(node).transitionDuration + getComputedStyle(node).animationDuration)).length`);
    expect(moving).toBe(0);
    await page.close();
  });

  test('executes no script from a name, a message or a file', async () => {
    const yaml = SHORT.yaml.replaceAll('name: web', `name: '${HOSTILE}'`);
    const page = await openShort({ yaml, traffic: { ...RECORDING, name: HOSTILE } });
    for (const summary of await page.locator('summary:visible').all()) await summary.click();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('#findings').textContent()).toContain(HOSTILE);
    expect(await page.title()).toBe('Autoscaling playground: cdk8s-kotaemon');
    await page.close();
  });
});
