/* eslint-disable @stylistic/max-len */
import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { stringify } from 'yaml';
import { runChecks } from '../../lib/checks';
import { formatHuman } from '../../lib/checks/report/human';
import { describeAutoscaler } from '../../lib/cli/describe-autoscaler';
import {
  Autoscaler, EmbeddingModel, EnvValue, KotaemonModule, MetricTarget, ModelSource, ModulePreset, ScalingMetric, ScalingPolicy, type ScalingPolicyOptions, Schedule, type VllmOptions, Weekday,
} from '../../lib';
import { parseManifests } from '../../lib/manifest/parse';
import { buildWorld, loadTraffic, readScenario } from '../../lib/scenario';
import { simulate } from '../../lib/simulator/engine/simulate';
import { readTrace } from '../../lib/traffic';
import { UserError } from '../../lib/values/user-error';
import { FULL_SCENARIO, MANIFESTS, TRACES } from './seeds';

/** One input, made of a seed. */
export type FuzzCase =
  | { readonly kind: 'manifests'; readonly command: 'check' | 'list'; readonly manifests: string }
  | { readonly kind: 'scenario'; readonly manifests: string; readonly scenario: string }
  | { readonly kind: 'trace'; readonly command: 'simulate' | 'backtest' | 'suggest-schedule'; readonly manifests: string; readonly trace: string }
  | { readonly kind: 'construct'; readonly seed: number };

/** Values that have broken programs before. */
const HOSTILE: readonly unknown[] = [
  '', ' ', 'a\nb', '::error::x', '\x1b[2J', '{{ .Values.x }}', '-', '..', '../x', "a';rm -rf /", '$(id)', '%s', '\0', '\u202e', 'é', '😀', 'x'.repeat(300), '9'.repeat(5001), '1e300', '-1', '0',
  'NaN', 'Infinity', '1e-300', '0x10', '010', 'null', 'true', '2024', '1h30m', '25%', '100%', '-5%', '1Gi', '500m', '* * * * *', '0 8 * * 1', '61 25 * * 8', '8:00-20:00', '25:00-1:00',
  'Europe/Berlin', 'Nowhere/Here', '__proto__', 'constructor', 'toString', 'cpu', 'web', 'default', '*',
  0, -0, -1, 1, 2, 3, 0.5, 1e-9, 1e-300, 1e9, 2 ** 31, 2 ** 53, 1e21, 1e300, -1e300, null, true, false, [], {}, [[]], [null], { a: 1 }, [1, 'a', {}], { __proto__: null, name: 'x' },
];
const TEXTS = HOSTILE.filter((value): value is string => typeof value === 'string');
const NUMBERS = HOSTILE.filter((value): value is number => typeof value === 'number');

/** Draws of one seed. */
class Draw {
  private readonly generator;

  public constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
    for (let i = 0; i < 8; i++) this.below(2);
  }

  public below(count: number): number {
    return uniformInt(this.generator, 0, count - 1);
  }

  public of<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }

  public chance(oneIn: number): boolean {
    return this.below(oneIn) === 0;
  }

  /** A text or a number as they should be, mostly, or one that has broken programs. */
  public text(...usual: readonly string[]): string {
    return this.chance(3) ? this.of(TEXTS) : this.of(usual);
  }

  public number(...usual: readonly number[]): number {
    return this.chance(3) ? this.of([...NUMBERS, NaN, Infinity]) : this.of(usual);
  }
}

/** The case of a seed. */
export function fuzzCase(seed: number): FuzzCase {
  const draw = new Draw(seed);
  const manifests = (): string => toText(mutated(draw, MANIFESTS), draw);
  switch (draw.below(8)) {
    case 0: case 1: return { kind: 'manifests', command: draw.of(['check', 'list'] as const), manifests: manifests() };
    case 2: case 3: return { kind: 'scenario', manifests: draw.chance(2) ? manifests() : toText(MANIFESTS, draw), scenario: toText([mutated(draw, FULL_SCENARIO)], draw) };
    case 4: case 5: return {
      kind: 'trace', command: draw.of(['simulate', 'simulate', 'backtest', 'suggest-schedule'] as const), manifests: toText(MANIFESTS, draw), trace: mutatedText(draw, draw.of(TRACES)),
    };
    default: return { kind: 'construct', seed };
  }
}

/** A copy with a few of its values replaced, left out, repeated or renamed. */
function mutated<T>(draw: Draw, value: T): T {
  const copy = structuredClone(value);
  for (let edits = 1 + draw.below(4); edits > 0; edits--) edit(draw, copy);
  return copy;
}

function edit(draw: Draw, root: unknown): void {
  let parent = root as Record<string, unknown>;
  for (let depth = 0; depth < 12; depth++) {
    const keys = Object.keys(parent);
    if (keys.length === 0) return;
    const key = draw.of(keys);
    const child = parent[key];
    if (typeof child === 'object' && child !== null && !draw.chance(6)) {
      parent = child as Record<string, unknown>;
      continue;
    }
    switch (draw.below(8)) {
      case 0: delete parent[key]; break;
      case 1: Object.defineProperty(parent, draw.of(TEXTS), { value: child, enumerable: true, configurable: true, writable: true }); break;
      case 2: parent[key] = [child, child]; break;
      case 3: parent[key] = String(JSON.stringify(child)); break;
      default: Object.defineProperty(parent, key, { value: structuredClone(draw.of(HOSTILE)), enumerable: true, configurable: true, writable: true });
    }
    return;
  }
}

function toText(documents: readonly unknown[], draw: Draw): string {
  // A mutated list may have a constructor of its own, which `map` would call.
  const text = Array.from(documents, (document) => (draw.chance(5) ? JSON.stringify(document) : stringify(document, { aliasDuplicateObjects: false }))).join('\n---\n');
  return draw.chance(12) ? mutatedText(draw, text) : text;
}

function mutatedText(draw: Draw, text: string): string {
  let edited = text;
  for (let edits = 1 + draw.below(3); edits > 0; edits--) {
    const at = draw.below(edited.length + 1);
    edited = edited.slice(0, at) + (draw.chance(2) ? JSON.stringify(draw.of(HOSTILE)) : draw.of(TEXTS).slice(0, 40)) + edited.slice(at + draw.below(9));
  }
  return edited;
}

/** Runs a case and returns its failure beyond bad input; undefined where there is none. */
export async function runCase(each: FuzzCase): Promise<string | undefined> {
  try {
    await run(each);
    return undefined;
  } catch (error) {
    if (error instanceof UserError && !/undefined|\[object/.test(error.message)) return undefined;
    if (each.kind === 'construct' && isOfCdk8s(error)) return undefined;
    return error instanceof Error ? `${error.name}: ${(error.stack ?? error.message).slice(0, 600)}` : String(error);
  }
}

/**
 * The durations, sizes and validations of cdk8s and constructs throw plain errors with a message. One that this package
 * throws is a UserError.
 */
export function isOfCdk8s(error: unknown): boolean {
  if (!(error instanceof Error) || error.constructor !== Error) return false;
  const first = (error.stack ?? '').split('\n').find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line) && !/[( ]node:/.test(line));
  return first !== undefined && /[\\/]node_modules[\\/](?:cdk8s|cdk8s-plus-\d+|constructs)[\\/]/.test(first);
}

/** Lines that a report of findings may have. */
const REPORT_LINE = /^(?:|Autoscaling|Correctness|Practice|Suppressed|Not among the input, .*|(?: {2}){1,2}\S.*|\d+ errors?, .* objects?)$/;
const CONTROL = /[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

async function run(each: FuzzCase): Promise<void> {
  if (each.kind === 'construct') return synthesize(each.seed);
  const { manifests: parsed, problems } = parseManifests(each.manifests, 'fuzz.yaml');
  const manifests = parsed.map(({ manifest }) => manifest);
  if (each.kind === 'manifests') {
    manifests.forEach(describeAutoscaler);
    const findings = runChecks(manifests).map((finding) => ({ finding, isOld: false }));
    const lines = formatHuman({ findings, problems, objects: manifests.length, manifests }, { showsPractice: true }).split('\n');
    const stray = lines.find((line) => !REPORT_LINE.test(line) || CONTROL.test(line));
    if (stray !== undefined) throw new Error(`the report has the line ${JSON.stringify(stray)}`);
    const listed = lines.filter((line) => /^ {4}\S.*KSC\d{3}/.test(line)).length;
    const expected = findings.filter(({ finding }) => finding.suppression === undefined).length;
    if (listed !== expected) throw new Error(`${expected} findings take ${listed} lines`);
    return;
  }
  if (each.kind === 'trace') {
    readTrace(each.trace, 'fuzz');
    return;
  }
  const scenario = readScenario(each.scenario, 'fuzz.yaml');
  const traffic = await loadTraffic(scenario, undefined, { env: {}, fetch: () => Promise.reject(new Error('offline')) });
  const world = buildWorld({ manifests, scenario, traffic });
  const requests = world.flows.reduce((sum, { traffic: one }) => (
    sum + (one.kind === 'rate' ? one.perSecond.reduce((a, b) => a + b, 0) * one.stepSeconds : one.at.length)
  ), 0);
  const counts = [...world.workloads.map(({ replicas }) => replicas), ...world.nodePools.map(({ initialNodes }) => initialNodes)];
  const beats = Math.min(world.controller.syncPeriodSeconds, world.metrics.resource.resolutionSeconds, ...world.nodePools.map(({ scanSeconds }) => scanSeconds));
  if (world.durationSeconds <= 200 && requests < 1000 && beats >= 1 && counts.every((count) => count < 100)) simulate(world);
}

/**
 * Constructs with values of the right type that are not allowed: KEDA, Kafka, Prometheus, schedules, vLLM,
 * embeddings, variables.
 */
function synthesize(seed: number): void {
  const draw = new Draw(seed);
  const chart = new Chart(new App(), draw.chance(8) ? draw.text('web') : 'web');
  switch (draw.below(5)) {
    case 0: case 1: new ScalingPolicy(chart, 'policy', { target: new Deployment(chart, 'target', { containers: [{ image: 'web:1' }] }), ...scaling(draw) }); break;
    case 2: new KotaemonModule(chart, 'llm', { ...ModulePreset.vllm(vllm(draw)), ...(draw.chance(2) && { scaling: scaling(draw) }) }); break;
    case 3: new KotaemonModule(chart, 'embedder', ModulePreset.textEmbeddings({ ...engine(draw), gpus: draw.number(0, 1) })); break;
    default: {
      EmbeddingModel.of(draw.text('bge'), { dimension: draw.number(768, 1024), ...(draw.chance(2) && { revision: draw.text('main') }) });
      EnvValue.secret(draw.text('db'), draw.text('password'))._manifest(draw.text('DB_PASSWORD'));
    }
  }
  Testing.synth(chart);
}

function scaling(draw: Draw): ScalingPolicyOptions {
  return {
    minReplicas: draw.number(1, 2), maxReplicas: draw.number(5, 20),
    metrics: Array.from({ length: 1 + draw.below(2) }, () => metric(draw)),
    ...(draw.chance(2) && { autoscaler: Autoscaler.keda({ pollingInterval: Duration.seconds(draw.number(30)), cooldownPeriod: Duration.seconds(draw.number(300)) }) }),
    ...(draw.chance(2) && { schedules: [schedule(draw)] }),
  };
}

function metric(draw: Draw): ScalingMetric {
  const queue = { perReplica: draw.number(5, 50), ...(draw.chance(3) && { activation: draw.number(1) }), ...(draw.chance(3) && { maxReplicas: draw.number(10) }) };
  switch (draw.below(7)) {
    case 0: return ScalingMetric.cpuUtilization(draw.number(60));
    case 1: return ScalingMetric.kafkaLag({
      topic: draw.text('orders'), consumerGroup: draw.text('workers'), partitions: draw.number(12), bootstrapServers: [draw.text('kafka:9092')], ...queue,
    });
    case 2: return ScalingMetric.prometheus(draw.text('load'), draw.text('sum(rate(x_total[1m]))', 'up'), MetricTarget.averageValue(draw.text('100')), { activation: draw.number(1) });
    case 3: return ScalingMetric.requestsPerSecond(draw.number(50), { counter: draw.text('http_requests_total'), selector: { [draw.text('path')]: draw.text('/chat') } });
    case 4: return ScalingMetric.keda(draw.text('prometheus', 'kafka', 'cron'), { [draw.text('threshold')]: draw.text('5'), serverAddress: draw.text('http://prometheus:9090') });
    case 5: return ScalingMetric.redisList({ address: draw.text('redis:6379'), list: draw.text('jobs'), ...queue } as never);
    default: return ScalingMetric.rabbitMqQueue({ queue: draw.text('jobs'), ...queue } as never);
  }
}

function schedule(draw: Draw): Schedule {
  const options = { atLeast: draw.number(5), timeZone: draw.text('Europe/Berlin', 'UTC'), ...(draw.chance(3) && { from: draw.text('2026-01-01') }) };
  const time = draw.text('8:00-18:00', '22:00-6:00');
  return draw.chance(2) ? Schedule.weekdays(time, options) : Schedule.on([Weekday.MONDAY, draw.of([Weekday.TUESDAY, Weekday.MONDAY])], time, options);
}

function engine(draw: Draw): Pick<VllmOptions, 'preload' | 'extraArgs' | 'env'> {
  return {
    preload: { source: ModelSource.huggingFace(draw.text('org/model'), { revision: draw.text('0123456789012345678901234567890123456789') }), size: Size.gibibytes(draw.number(16)) } as never,
    ...(draw.chance(2) && { extraArgs: [draw.text('--max-model-len'), draw.text('4096')] }),
    ...(draw.chance(3) && { env: { [draw.text('LOG_LEVEL')]: EnvValue.value(draw.text('info')) } }),
  };
}

function vllm(draw: Draw): VllmOptions {
  return {
    ...engine(draw), gpus: draw.number(1, 2), maxNumSeqs: draw.number(64), ...(draw.chance(2) && { servedModelName: draw.text('model') }),
    ...(draw.chance(3) && { streamingConcurrency: draw.number(8) }), ...(draw.chance(3) && { shutdownTimeout: Duration.seconds(draw.number(100)) }),
  };
}
