import { raiseInliningLimits } from '../lib/simulator/engine/v8-inlining';
import { simulate } from '../lib/simulator/engine/simulate';
import { type Run } from '../lib/simulator/run/run';
import { type Distribution, type SimulationMethod, type TokenService, type Workload, type World } from '../lib/simulator/world/world';
import { cpuHpa, rates, replicas, SERVICE, workload, world } from '../test/simulator/worlds';
import { optionOf, wholeOf } from './options';
import { machine, median, report, table } from './report';
import { compareInlining, compareVersions } from './versions/compare-versions';
import { MODULES, week } from './versions/week';

const ROUNDS = 3;
/**
 * Until the engine is compiled: the first runs of two million request-stages take up to twice as long as all that
 * follow.
 */
const WARM_UP = 3;
const HOUR = 3600;

const lognormal: Distribution = { kind: 'lognormal', mean: 0.1, cv: 1 };
const tokens: TokenService = {
  kind: 'tokens',
  step: {
    decode: { at: [0, 1], seconds: [0.02, 0.0205] }, tokens: { at: [0, 1], seconds: [0, 1e-4] },
    perContextToken: 0, perTokenPair: 0, furtherPrompts: { at: [1], seconds: [0] },
  },
  limits: { maxNumSeqs: 32, maxNumBatchedTokens: 2048, maxModelLen: Infinity, kvBlocks: 4096, blockSize: 16 },
  inputTokens: { kind: 'lognormal', mean: 500, cv: 1 }, outputTokens: { kind: 'lognormal', mean: 100, cv: 1 },
  cpuCoresWhenBusy: 1, memoryBytesPerRequest: 0, timeoutSeconds: Infinity, queueLimit: Infinity,
};

interface Measured {
  readonly run: Run;
  /** CPU time, once the engine is compiled. */
  readonly seconds: number;
  readonly first: number;
}

/**
 * Cost of a simulation and its growth; with `--base COMMIT`, the speed-up over that commit, and with `--inlining`, the
 * effect of V8's inlining limits.
 */
export function run(args: readonly string[]): void {
  const base = optionOf(args, 'base');
  if (base !== undefined) {
    report(`simulator --base ${base}`, args, compareVersions(base, wholeOf(args, 'hours', 168, 1), wholeOf(args, 'runs', 2, 2)));
    return;
  }
  if (args.includes('--inlining')) {
    report('simulator --inlining', args, compareInlining(wholeOf(args, 'hours', 48, 1), wholeOf(args, 'runs', 5, 2)));
    return;
  }
  raiseInliningLimits();
  const parts = [
    `Seconds are CPU time, medians of ${ROUNDS} runs in one process after ${WARM_UP} that are not counted, and the first of these; ${machine()}.`,
    requestTable(), growthTable(), passTable(),
  ];
  report('simulator', args, parts.join('\n\n'));
}

/** Ten pods a stage at a load of 0.9, no autoscaler. */
function requestTable(): string {
  const cases: ReadonlyArray<readonly [name: string, stages: number, perSecond: number, overrides: Partial<Workload>]> = [
    ['one stage, shared queue, exponential', 1, 90, {}],
    ['five stages, shared queue, exponential', 5, 90, {}],
    ['five stages, ten slots a pod, lognormal', 5, 900, { service: { ...SERVICE, concurrency: 10, time: lognormal } }],
    ['five stages, random choice', 5, 90, { balancer: { kind: 'random' } }],
    ['five stages, least requests, timeouts', 5, 90, { balancer: { kind: 'least-requests' }, service: { ...SERVICE, timeoutSeconds: 5 } }],
    ['one stage of a model server', 1, 80, { service: tokens }],
  ];
  const rows = cases.map(([name, stages, perSecond, overrides]) => {
    const workloads = MODULES.slice(0, stages).map((module) => workload(module, { ...replicas(10), ...overrides }));
    const duration = 2e6 / stages / perSecond;
    const { run: { requestStages }, seconds, first } = measure(world(duration, rates([perSecond], duration), workloads));
    return [name, (requestStages / 1e6).toFixed(1), seconds.toFixed(2), ...[seconds, first].map((each) => (requestStages / each / 1e6).toFixed(1))];
  });
  return table(['requests', 'million request-stages', 'seconds', 'million a second', 'in the first run'], rows);
}

/** Five modules under ten requests a second that swing with the day, each with an HPA. */
function growthTable(): string {
  const hours = [6, 24, 168];
  const measured = hours.map((length) => ({ length, ...measure(week(length)) }));
  const rows = measured.map(({ length, seconds, run: each }) => [
    length, (each.requestStages / 1e6).toFixed(1), each.workloads.reduce((sum, { passes }) => sum + passes!.length, 0), seconds.toFixed(2),
    (length / seconds).toFixed(0), (bytesOf({ ...each, world: undefined }) / 1e6).toFixed(1),
  ]);
  const [first, , last] = measured;
  const growth = (last.seconds / first.seconds) / (last.length / first.length);
  return [
    table(['simulated hours', 'million request-stages', 'passes', 'seconds', 'simulated hours a second', 'MB that a run keeps'], rows),
    `${last.length / first.length} times the time costs ${(last.seconds / first.seconds).toFixed(1)} times as much: ${growth.toFixed(2)} times per hour. The process never took more than ${Math.round(process.resourceUsage().maxRSS / 1024)} MB.`,
  ].join('\n\n');
}

/** Pods that cannot be told apart, at which the controller looks every 15 s for a week. */
function passTable(): string {
  const onCpu = (pods: number): Partial<Workload> => ({ autoscaler: cpuHpa(60, pods, pods) });
  const onRequests = (pods: number): Partial<Workload> => ({
    autoscaler: {
      kind: 'hpa', name: 'hpa', firstPassSeconds: 5,
      spec: { minReplicas: pods, maxReplicas: pods, metrics: [{ type: 'Pods', name: 'requests', target: { type: 'AverageValue', averageValueMilli: 7000 } }] },
    },
    metrics: [{ metric: 'requests', signal: { kind: 'requests-per-second' } }],
  });
  const cases: ReadonlyArray<readonly [name: string, perPod: number, method: SimulationMethod, policy: (pods: number) => Partial<Workload>]> = [
    ['idle, CPU', 0, 'requests', onCpu], ['half busy by flows, CPU', 5, 'flows', onCpu], ['half busy by flows, requests a second', 5, 'flows', onRequests],
  ];
  const rows = cases.flatMap(([name, perPod, method, policy]) => [10, 100, 1000].map((pods) => {
    const alike = workload('alike', { replicas: pods, ...policy(pods) });
    const { run: { workloads: [{ passes }] }, seconds } = measure(world(168 * HOUR, rates([perPod * pods], 168 * HOUR), [alike], { method }));
    return [name, pods, passes!.length, seconds.toFixed(2), Math.round(passes!.length / seconds)];
  }));
  return table(['load and metric', 'pods', 'passes', 'seconds', 'passes a second, metrics and series included'], rows);
}

function measure(given: World): Measured {
  const seconds: number[] = [];
  let last!: Run;
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const start = process.cpuUsage();
    last = simulate(given);
    const { user, system } = process.cpuUsage(start);
    seconds.push((user + system) / 1e6);
  }
  return { run: last, seconds: median(seconds.slice(WARM_UP)), first: seconds[0] };
}

/** Bytes of all typed arrays that an object holds. */
function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  return value !== null && typeof value === 'object' ? Object.values(value).reduce((sum: number, each) => sum + bytesOf(each), 0) : 0;
}
