import { buildSync } from 'esbuild';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import * as browser from '../../lib/entry/browser';
import { simulate, summarize } from '../../lib/entry/simulator';
import { loadWorld } from '../../lib/scenario/load-world';
import { ROOT } from '../support/imports';

const MANIFESTS = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'example.com/web:1', resources: { requests: { cpu: 500m, memory: 256Mi } } }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 1
  maxReplicas: 10
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }]
`;
const SCENARIO = { kubernetes: '1.35', traffic: { file: 'recorded' }, duration: '10m', workloads: { web: { service: { time: '80ms' } } } } as const;
/** Globals that a browser does not have; esbuild marks where one is read, and no local variable of that name. */
const NODE_GLOBALS = ['Buffer', 'process', 'global', 'setImmediate', '__dirname', '__filename'];
const RECORDING = `seconds,requests\n${Array.from({ length: 10 }, (_, i) => `${i * 60},${600 + i * 300}`).join('\n')}\n`;

function manifestsOf({ parseManifests }: typeof browser): browser.Manifest[] {
  return parseManifests(MANIFESTS, 'pasted').manifests.map(({ manifest }) => manifest);
}

/** Checks and simulates by one instance of the entry; the result is a text, since a realm has classes of its own. */
async function judge(entry: typeof browser): Promise<string> {
  const manifests = manifestsOf(entry);
  const scenario = entry.checkScenario(SCENARIO);
  const traffic = await entry.trafficOfTexts(scenario, { recorded: RECORDING });
  const { findings } = entry.checkManifests(manifests);
  return JSON.stringify([findings.map(entry.formatFinding), entry.summarize(entry.simulate(entry.buildWorld({ manifests, scenario, traffic })))]);
}

test('a bundle for browsers holds no built-in of Node and no eval, and gives the figures of the source', async () => {
  const { outputFiles: [{ text }] } = buildSync({
    entryPoints: [join(ROOT, 'lib/entry/browser.ts')], bundle: true, platform: 'browser', format: 'iife', globalName: 'entry', write: false, logLevel: 'silent', target: 'es2022',
    define: Object.fromEntries(NODE_GLOBALS.map((name) => [name, `ONLY_IN_NODE_${name}`])),
  });
  expect(text).not.toMatch(/\bnew Function\b|\beval\(|\brequire\("/);
  const unguarded = (text.match(/^.*ONLY_IN_NODE_\w+.*$/gm) ?? []).filter((line) => !line.includes('typeof ONLY_IN_NODE_'));
  expect(unguarded).toEqual([]);
  // Globals of a browser beyond the language; reading one of Node's is a ReferenceError.
  const page = createContext({ TextEncoder, TextDecoder, URL, atob }, { codeGeneration: { strings: false, wasm: false } });
  new Script(text).runInContext(page);
  expect(await judge(page.entry as typeof browser)).toBe(await judge(browser));
});

test('a scenario object gives the same run as the simulator on Node', async () => {
  const scenario = { ...SCENARIO, traffic: { generator: { name: 'ramp', duration: '10m', to: 50 } } } as const;
  const manifests = manifestsOf(browser);
  const world = browser.buildWorld({ manifests, scenario, traffic: await browser.trafficOfTexts(scenario) });
  expect(browser.summarize(browser.simulate(world))).toEqual(summarize(simulate(await loadWorld({ manifests, scenario }))));
});

test('rejects a missing recording and a Prometheus query', async () => {
  const loaded = browser.trafficOfTexts;
  await expect(loaded(SCENARIO)).rejects.toThrow("traffic.file is 'recorded', which is not among the recordings given; give its text");
  await expect(loaded(SCENARIO, { other: RECORDING })).rejects.toThrow('which is not among the recordings given; name one of other');
  await expect(loaded({}, {}, 'toString')).rejects.toThrow("trace is 'toString', which is not among the recordings given");
  await expect(loaded({ traffic: { prometheus: { url: 'http://prometheus', query: 'up' } } })).rejects.toThrow('traffic.prometheus is read by the command line only');
  await expect(loaded({ traffic: { file: 'a' } }, { a: '' })).rejects.toThrow(browser.UserError);
});
