import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { stringify } from 'yaml';
import { adviseCommand } from '../lib/cli/advise';
import { adviseMerge } from '../lib/cli/advise-merge';
import { type Io } from '../lib/cli/io';
import { type RecordedWorkload, type Recording, writeRecording } from '../lib/recording';
import { manifestsOf, plant, PLANTED } from '../test/studies/calibrate/planted';
import { wholeOf } from './options';
import { machine, report, table } from './report';

const MEGABYTE = 2 ** 20;
const SHARDS = 4;
/** Two services: one whose latencies are recorded, so that a policy is searched for, and one without. */
const TRUTH = { ...PLANTED, days: 4, stepSeconds: 600, peak: 1.5, request: 0.08, target: 50, minReplicas: 3, gaps: 0 };

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Memory and CPU of `advise` over a fleet: `npm run bench -- fleet [--n 1000] [--tuned 40]`. */
export async function run(args: readonly string[]): Promise<void> {
  const [count, tuned] = [wholeOf(args, 'n', 1000, 1), wholeOf(args, 'tuned', 40, 0)];
  const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  try {
    const [deploy, recording] = [join(folder, 'deploy.yaml'), join(folder, 'fleet.recording')];
    writeFileSync(deploy, Array.from({ length: count }, (_, i) => manifestsOf(TRUTH).map((each) => stringify(renamed(each, nameOf(i))))).flat().join('---\n'));
    writeRecording(fleetOf(count, tuned), recording);
    const rows: (string | number)[][] = [];
    const adviseOn = async (shard: number, label: string): Promise<void> => {
      const measured = new Measured();
      await adviseCommand([deploy], {
        recording, last: 1, slo: '95%<1s', only: ['bounds'], minReplicas: 1, shard: `${shard}/${SHARDS}`, work: join(folder, 'work', String(shard)),
      }, measured.io, {});
      rows.push(measured.row(label));
    };
    for (let shard = 0; shard < SHARDS; shard++) await adviseOn(shard, `${shard}/${SHARDS}`);
    await adviseOn(0, `0/${SHARDS} again`);
    const merged = new Measured();
    adviseMerge([join(folder, 'work')], {}, merged.io);
    rows.push(merged.row('merge'));
    const [summary] = merged.text.split('\n');
    report('fleet', args, [
      `${summary} ${machine()}; heap after a collection, by quarters of the answers of a part.`,
      table(['part', 'answers', 'CPU seconds', 'MB at 1/4', 'MB at 2/4', 'MB at 3/4', 'MB at the end'], rows),
    ].join('\n\n'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Output of a command, with the heap after each answer. */
class Measured {
  public text = '';
  private readonly heap: number[] = [];
  private readonly before = process.cpuUsage();

  public get io(): Io {
    const write = (text: string): void => {
      this.text += text;
      if (/^\d+\/\d+ /.test(text)) this.heap.push(heapMegabytes());
    };
    return { stdin: process.stdin, stdout: { write }, stderr: { write: () => undefined }, env: {} };
  }

  public row(label: string): (string | number)[] {
    const { user, system } = process.cpuUsage(this.before);
    const at = (share: number): number | string => (this.heap.length < 4 ? '-' : this.heap[Math.ceil(share * this.heap.length) - 1]);
    return [label, this.heap.length, ((user + system) / 1e6).toFixed(1), at(1 / 4), at(2 / 4), at(3 / 4), this.heap.length < 4 ? heapMegabytes() : at(1)];
  }
}

function heapMegabytes(): number {
  collectGarbage();
  return Math.round(process.memoryUsage().heapUsed / MEGABYTE);
}

function nameOf(position: number): string {
  return `service-${String(position).padStart(4, '0')}`;
}

/** Recording of so many workloads, the first of every so many with latencies. */
function fleetOf(count: number, tuned: number): Recording {
  const planted = plant(TRUTH, 1);
  const [web] = planted.workloads;
  const every = Math.max(1, Math.floor(count / Math.max(1, tuned)));
  return {
    ...planted,
    workloads: Array.from({ length: count }, (_, i): RecordedWorkload => ({
      ...web, name: nameOf(i), events: web.events.slice(0, 20),
      policies: web.policies.map((policy) => ({ ...policy, manifest: renamed(policy.manifest, nameOf(i)) })),
      ...(i % every !== 0 && { latency: undefined }),
    })),
  };
}

/** Object of the service of another name. */
function renamed<T extends object>(manifest: T, name: string): T {
  return JSON.parse(JSON.stringify(manifest).replaceAll('"web"', `"${name}"`).replaceAll('shop/web:', `shop/${name}:`)) as T;
}
