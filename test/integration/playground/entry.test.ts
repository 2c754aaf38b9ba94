import { buildSync } from 'esbuild';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import * as browserEntry from '../../../lib/entry/browser';
import { EXAMPLES } from '../../../playground/examples';
import { ARGS, BROWSER, WITHOUT_BROWSER } from '../../support/chromium';
import { ROOT } from '../../support/imports';

const reason = WITHOUT_BROWSER;
if (reason) process.stdout.write(`skipped: ${reason}\n`);

jest.setTimeout(120_000);

const SCENARIO = { traffic: { file: 'short' }, workloads: { web: { service: { time: { mean: '90ms', cv: 0.7 }, concurrency: 4 } } } };
const RECORDING = 'seconds,requests\n0,600\n60,3000\n120,6000\n180,600\n';

/** Runs in Node and in the page: everything that it needs is given. */
async function judge(entry: typeof browserEntry, yaml: string, given: unknown, recording: string): Promise<string> {
  const manifests = entry.parseManifests(yaml, 'pasted').manifests.map(({ manifest }) => manifest);
  const scenario = entry.checkScenario(given);
  const world = entry.buildWorld({ manifests, scenario, traffic: await entry.trafficOfTexts(scenario, { short: recording }) });
  const refused = await Promise.resolve().then(() => entry.checkScenario({ seed: 'a' })).catch((error: Error) => error.message);
  return JSON.stringify([entry.checkManifests(manifests).findings.map(entry.formatFinding), entry.summarize(entry.simulate(world)), refused]);
}

/** Engines round the last digits of logarithms and powers in ways of their own. */
function rounded(json: string): unknown {
  return JSON.parse(json, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(10)) : value));
}

describe('cdk8s-kotaemon/browser in a browser', () => {
  const { outputFiles: [{ text }] } = buildSync({
    entryPoints: [join(ROOT, 'lib/entry/browser.ts')], bundle: true, platform: 'browser', format: 'iife', globalName: 'entry', write: false, logLevel: 'silent', target: 'es2022',
  });
  let server: Server;

  beforeAll(async () => {
    server = createServer((request, response) => {
      // No eval, and nothing but the bundle.
      response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'self'");
      response.setHeader('Content-Type', request.url === '/entry.js' ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
      response.end(request.url === '/entry.js' ? text : '<!doctype html><link rel="icon" href="data:,"><script src="/entry.js"></script>');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  (reason ? test.skip : test)('finds, refuses and simulates what it does in Node, under a policy without eval', async () => {
    const browser = await chromium.launch({ executablePath: BROWSER, args: ARGS });
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const given = [EXAMPLES[0].yaml, SCENARIO, RECORDING] as const;
      const judged = await page.evaluate(`(${judge.toString()})(entry, ...${JSON.stringify(given)})`);
      expect(rounded(judged as string)).toEqual(rounded(await judge(browserEntry, ...given)));
      expect(judged).toContain('seed is \\"a\\"; use a whole number');
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
