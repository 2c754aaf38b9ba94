import { parseManifests } from '../lib/manifest/parse';
import { runChecks } from '../lib/checks';
import { type Manifest } from '../lib/manifest/manifest';
import { machine, median, report, table } from './report';

const SHOPS = 100;
const RUNS = 9;
/** Keys of one mapping, and the CPU time per key among the most of them, against the fewest. */
const KEYS = [20_000, 100_000, 300_000];
const KEY_RUNS = 3;
const KEY_GROWTH = 1.5;

/**
 * Time of the checks over a thousand objects, and the share of it that reading takes; and time to read and check one
 * mapping, by the number of its keys.
 */
export function run(args: readonly string[]): void {
  const texts = Array.from({ length: SHOPS }, (_, i) => shop(`shop-${i}`).map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
  const parse = (): Manifest[] => texts.flatMap((text, i) => parseManifests(`# as YAML\n${text}`, `shop-${i}.yaml`).manifests.map(({ manifest }) => manifest));
  const manifests = parse();
  const findings = runChecks(manifests).length;
  const rows = [
    ['reading YAML', median(Array.from({ length: RUNS }, () => milliseconds(parse)))],
    ['every rule', median(Array.from({ length: RUNS }, () => milliseconds(() => runChecks(manifests))))],
  ].map(([what, time]) => [what, Number(time).toFixed(0)]);
  const maps = KEYS.map((keys) => ({ keys, time: median(Array.from({ length: KEY_RUNS }, () => milliseconds(() => checkMapping(keys)))) }));
  const perKey = ({ keys, time }: (typeof maps)[number]): number => (time / keys) * 1000;
  const growth = perKey(maps[maps.length - 1]) / perKey(maps[0]);
  report('checks', args, [
    `${manifests.length} objects in ${SHOPS} namespaces, ${findings} findings; ${machine()}; the median of ${RUNS} runs.`,
    '',
    table(['part', 'ms of CPU time'], rows),
    '',
    `One ConfigMap, read and checked, by the number of keys in its data; the median of ${KEY_RUNS} runs.`,
    '',
    table(['keys', 'ms of CPU time', 'µs per key'], maps.map((each) => [each.keys.toLocaleString('en'), each.time.toFixed(0), perKey(each).toFixed(1)])),
  ].join('\n'));
  if (growth <= KEY_GROWTH) return;
  process.stderr.write(`a key among ${KEYS[KEYS.length - 1]} takes ${growth.toFixed(2)} times the CPU of one among ${KEYS[0]}; the limit is ${KEY_GROWTH}\n`);
  process.exitCode = 1;
}

function checkMapping(keys: number): void {
  const data = Array.from({ length: keys }, (_, i) => `  key-${i}: value\n`).join('');
  const { manifests, problems } = parseManifests(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: many\ndata:\n${data}`, 'many.yaml');
  if (manifests.length !== 1 || problems.length > 0) throw new Error(`a ConfigMap of ${keys} keys is not read`);
  runChecks(manifests.map(({ manifest }) => manifest));
}

/** CPU time of some work in milliseconds, which other load on the machine does not lengthen. */
function milliseconds(work: () => unknown): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e3;
}

/** Ten objects as a service has them, with something for most rules to look at. */
function shop(namespace: string): Manifest[] {
  const labels = { app: 'web' };
  const container = (name: string) => ({
    name,
    image: `registry.example.com/${name}:1.4.2`,
    resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } },
    env: [{ name: 'REDIS_URL', value: 'redis://db:6379/0' }, { name: 'MODE', value: 'serve' }],
    ports: [{ name: 'http', containerPort: 8000 }],
    readinessProbe: { httpGet: { path: '/health', port: 'http' } },
  });
  const template = (app: string) => ({ metadata: { labels: { app } }, spec: { containers: [container(app)], volumes: [{ name: 'tmp', emptyDir: {} }] } });
  const object = (apiVersion: string, kind: string, name: string, fields: object): Manifest =>
    ({ apiVersion, kind, metadata: { name, namespace, labels: { app: name } }, ...fields });
  return [
    object('apps/v1', 'Deployment', 'web', { spec: { selector: { matchLabels: labels }, template: template('web') } }),
    object('apps/v1', 'Deployment', 'worker', { spec: { selector: { matchLabels: { app: 'worker' } }, template: template('worker') } }),
    object('apps/v1', 'StatefulSet', 'db', { spec: { serviceName: 'db', selector: { matchLabels: { app: 'db' } }, template: template('db') } }),
    object('v1', 'Service', 'web', { spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] } }),
    object('v1', 'Service', 'db', { spec: { selector: { app: 'db' }, ports: [{ port: 6379, targetPort: 'http' }] } }),
    object('v1', 'ConfigMap', 'web', { data: { 'settings.yaml': 'top_k: 5\n' } }),
    object('networking.k8s.io/v1', 'NetworkPolicy', 'web', {
      spec: { podSelector: { matchLabels: labels }, policyTypes: ['Egress'], egress: [{ ports: [{ port: 6379 }] }] },
    }),
    object('policy/v1', 'PodDisruptionBudget', 'web', { spec: { maxUnavailable: 1, selector: { matchLabels: labels } } }),
    object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 10 },
    }),
    object('keda.sh/v1alpha1', 'ScaledObject', 'worker', {
      spec: { scaleTargetRef: { name: 'worker' }, triggers: [{ type: 'cpu', metadata: { value: '60' } }] },
    }),
  ];
}
