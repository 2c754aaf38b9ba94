import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type RecordedWorkload, type Recording, writeRecording } from '../lib/recording';
import { manifestsOf, plant, type Planted, PLANTED, policyOf, START } from '../test/studies/calibrate/planted';

/** A web shop that was sized for the sales of a year ago: a queue for each pod, played request by request. */
const WEB: Planted = {
  ...PLANTED, days: 7, stepSeconds: 600, peak: 8, request: 0.25, target: 50, minReplicas: 4, maxReplicas: 12, mean: 0.12, cpuSeconds: 0.06, concurrency: 1,
  gaps: 0, noise: 0.01,
};
/** The policy that `advise` proposes for it (docs/advise.md), and the days after it was merged. */
const AFTERWARDS: Planted = { ...WEB, days: 3, target: 70, minReplicas: 2 };
const DIGITS = 4;
/** Upper bounds that are kept of the histogram, in seconds. */
const BOUNDS = [0.1, 0.25, 0.5, 1, 2.5, Infinity];
const SERIES = ['requests', 'cpu', 'replicas-ready', 'replicas-spec'];
/** Starts of pods that are kept. */
const STARTS = 40;
/** Series that the second team records. */
const FEW_SERIES = ['requests', 'cpu', 'replicas-ready'];

/** Writes the recorded shop of docs/advise.md: `npx ts-node -T scripts/recorded-shop.ts [folder]`. */
export function writeRecordedShop(folder: string): void {
  const deploy = [...manifestsOf(WEB), ...manifestsOf(WEB).map(renamed)];
  writeFileSync(join(folder, 'deploy.yaml'), deploy.map((manifest) => stringify(manifest)).join('---\n'));
  const before = plant(WEB, 7);
  writeAnew({ ...before, workloads: [...before.workloads.map(written), written(cartOf(before.workloads[0]))] }, join(folder, 'shop.recording'));
  const after = plant(AFTERWARDS, 8);
  const merged = START + 14 * 86_400;
  const moved = { ...after, startEpochSeconds: merged + after.stepSeconds };
  writeAnew({ ...moved, workloads: after.workloads.map((workload) => written(since(workload, merged))) }, join(folder, 'later.recording'));
}

function writeAnew(recording: Recording, folder: string): void {
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  writeRecording(recording, folder);
}

/** Workload as a second team runs it: its latencies are not measured. */
function cartOf({ latency: _, ...workload }: RecordedWorkload): RecordedWorkload {
  const series = workload.series.filter(({ name }) => FEW_SERIES.includes(name));
  return { ...workload, name: 'cart', series, policies: [{ ...workload.policies[0], manifest: renamed(policyOf(WEB)) }], events: [] };
}

function since({ policies, ...workload }: RecordedWorkload, fromEpochSeconds: number): RecordedWorkload {
  return { ...workload, events: [], policies: policies.map((policy) => ({ ...policy, fromEpochSeconds })) };
}

/** Object of the second team. */
function renamed(manifest: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(manifest).replaceAll('"web"', '"cart"').replaceAll('shop/web:', 'shop/cart:')) as Record<string, unknown>;
}

/** Values with few digits: the recording is committed. */
function written(workload: RecordedWorkload): RecordedWorkload {
  const short = (values: Float64Array): Float64Array => values.map((value) => (Number.isNaN(value) ? value : Number(value.toPrecision(DIGITS))));
  const kept = workload.series.filter(({ name }) => SERIES.includes(name));
  const buckets = workload.latency?.bounds.flatMap((bound, i) => (BOUNDS.includes(bound) ? [i] : []));
  return {
    ...workload, events: workload.events.slice(0, STARTS), series: kept.map((series) => ({ ...series, source: 'scripts/recorded-shop.ts', values: short(series.values) })),
    policies: workload.policies.map((policy) => ({ ...policy, source: 'deploy.yaml' })),
    ...(workload.latency && buckets && {
      latency: { source: 'scripts/recorded-shop.ts', bounds: buckets.map((i) => workload.latency!.bounds[i]), rates: buckets.map((i) => short(workload.latency!.rates[i])) },
    }),
  };
}

if (require.main === module) writeRecordedShop(process.argv[2] ?? join(__dirname, '../examples/recorded-shop'));
