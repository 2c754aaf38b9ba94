import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type EngineLimits } from '../../lib/simulator/world/world';
import { UserError } from '../../lib/values/user-error';
import { type RecordedStep } from './fit-step-times';

export interface RecordedRequest {
  readonly arrival: number;
  readonly input: number;
  readonly output: number;
  readonly ttft: number;
  readonly e2e: number;
}

/** /metrics of the engine at a time. */
export interface RecordedGauges {
  readonly t: number;
  readonly running: number;
  readonly waiting: number;
  readonly kvUsage: number;
  readonly preemptions: number;
  readonly promptTokens: number;
  readonly generationTokens: number;
}

export interface RecordedRun {
  readonly name: string;
  /** Names of its configuration and of its shape of requests, and its rate: A16-S-1.4. */
  readonly config: string;
  readonly shape: string;
  readonly rate: number;
  readonly speedFactor: number;
  readonly limits: EngineLimits;
  readonly requests: readonly RecordedRequest[];
  readonly gauges: readonly RecordedGauges[];
  /** 95th percentile of the times between two tokens, over all requests. */
  readonly gapP95: number;
}

export interface MeasuredFolder {
  readonly runs: readonly RecordedRun[];
  readonly steps: readonly RecordedStep[];
}

interface Settings {
  readonly command: string;
  readonly configs: Readonly<Record<string, string>>;
  readonly defaults: { readonly max_num_batched_tokens: number; readonly kv_blocks: string };
}

/** Reads a folder of measured runs. @throws UserError where something is missing. */
export function readFolder(folder: string): MeasuredFolder {
  const settings = readJson(join(folder, 'settings.json')) as Settings;
  const figures = readJson(join(folder, 'runs.json')) as Record<string, { speed_factor: number }>;
  const runs = Object.entries(figures).map(([name, { speed_factor: speedFactor }]) => readRun(folder, name, speedFactor, settings));
  const steps = join(folder, 'steps');
  if (!existsSync(steps)) throw new UserError(`${steps} does not exist; put the recorded steps there, as NAME.jsonl.gz`);
  return { runs, steps: readdirSync(steps).filter((file) => /\.jsonl(?:\.gz)?$/.test(file)).flatMap((file) => readSteps(join(steps, file))) };
}

function readRun(folder: string, name: string, speedFactor: number, settings: Settings): RecordedRun {
  const [config, shape, rate] = name.split('-');
  const [header, ...rows] = readText(join(folder, `${name}.csv`)).trim().split(/\r?\n/).map((line) => line.split(','));
  const column = (row: readonly string[], key: string): number => Number(row[header.indexOf(key)]);
  const { gauges, summary } = readJson(join(folder, `${name}.json`)) as { gauges: Array<Record<string, number>>; summary: { gap: { p95: number } } };
  return {
    name, config, shape, rate: Number(rate), speedFactor, limits: limitsOf(config, settings), gapP95: summary.gap.p95,
    requests: rows.filter((row) => row[header.indexOf('status')] === 'ok').map((row) => (
      { arrival: column(row, 'arrival'), input: column(row, 'input_tokens'), output: column(row, 'got'), ttft: column(row, 'ttft'), e2e: column(row, 'e2e') }
    )).sort((one, other) => one.arrival - other.arrival),
    gauges: gauges.map((each) => ({
      t: each.t, running: each['vllm:num_requests_running'], waiting: each['vllm:num_requests_waiting'], kvUsage: each['vllm:kv_cache_usage_perc'],
      preemptions: each['vllm:num_preemptions_total'], promptTokens: each['vllm:prompt_tokens_total'], generationTokens: each['vllm:generation_tokens_total'],
    })),
  };
}

/** The engine's limits of a configuration; one block of the cache is never used. */
function limitsOf(config: string, { command, configs, defaults }: Settings): EngineLimits {
  const own = configs[config];
  if (own === undefined) throw new UserError(`settings.json has no configuration '${config}'; it has ${Object.keys(configs).join(', ')}`);
  const argument = (name: string): number | undefined => {
    const match = new RegExp(`--${name}[= ](\\d+)`).exec(`${own} ${command}`);
    return match ? Number(match[1]) : undefined;
  };
  const blockSize = argument('block-size') ?? 16;
  const override = argument('num-gpu-blocks-override');
  const tokens = Number(/([\d,]+) tokens/.exec(defaults.kv_blocks)?.[1].replaceAll(',', ''));
  return {
    maxNumSeqs: argument('max-num-seqs') ?? 256,
    maxNumBatchedTokens: argument('max-num-batched-tokens') ?? defaults.max_num_batched_tokens,
    maxModelLen: argument('max-model-len') ?? Infinity,
    kvBlocks: override === undefined ? Math.floor(tokens / blockSize) : override - 1,
    blockSize,
  };
}

function readSteps(path: string): RecordedStep[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.trim().split('\n').map((line) => JSON.parse(line) as RecordedStep);
}

function readJson(path: string): unknown {
  return JSON.parse(readText(path)) as unknown;
}

function readText(path: string): string {
  if (!existsSync(path)) throw new UserError(`${path} does not exist; name a folder of measured runs, with settings.json, runs.json, and a CSV and a JSON for each run`);
  return readFileSync(path, 'utf8');
}
