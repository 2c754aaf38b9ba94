import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '../../bench/engine';
import { fitMetrics } from '../../bench/measured-engine/fit-metrics';
import { fitStepTimes, type RecordedStep, scaled } from '../../bench/measured-engine/fit-step-times';
import { readFolder } from '../../bench/measured-engine/read-folder';
import { replay } from '../../bench/measured-engine/replay';
import { StepTime } from '../../lib/simulator/engine/model-server/step-time';
import { type EngineLimits, type StepTimes } from '../../lib/simulator/world/world';

const TRUE: StepTimes = {
  decode: { at: [1, 2, 4, 8], seconds: [0.02, 0.03, 0.032, 0.04] }, tokens: { at: [0, 1000], seconds: [0.03, 0.43] },
  perContextToken: 2e-6, perTokenPair: 4e-7, furtherPrompts: { at: [1], seconds: [0] },
};
const LIMITS: EngineLimits = { maxNumSeqs: 8, maxNumBatchedTokens: 2048, maxModelLen: Infinity, kvBlocks: 1000, blockSize: 16 };

/** Steps as an engine with the true step times would log them. */
function recorded(slow = 1): RecordedStep[] {
  const time = new StepTime(TRUE);
  const decode = [1, 2, 4, 8].flatMap((nd) => [100, 800, 3000].flatMap((ctx) => (
    Array.from({ length: 5 }, () => ({ w: time.decode(nd, nd * ctx), pre: [], nd, ctx: nd * ctx }))
  )));
  const prefill = [100, 400, 1200].flatMap((tokens) => [0, 4].map((nd): RecordedStep => (
    { w: slow * time.mixed({ prompts: 1, tokens, pairs: tokens * tokens / 2 }, nd, 300 * nd), pre: [[tokens, 0]], nd, ctx: 300 * nd }
  )));
  return [...decode, ...prefill, { w: 0.0007, pre: [], nd: 0, ctx: 0 }];
}

test('the fit of recorded steps finds the step times that made them', () => {
  const fit = fitStepTimes(recorded());
  expect(fit.decode.at).toEqual([1, 2, 4, 8]);
  fit.decode.seconds.forEach((seconds, index) => expect(seconds).toBeCloseTo(TRUE.decode.seconds[index], 6));
  expect(fit.perContextToken).toBeCloseTo(2e-6, 9);
  expect(fit.perTokenPair).toBeCloseTo(4e-7, 9);
  const work = { prompts: 1, tokens: 700, pairs: 245_000 };
  expect(new StepTime(fit).mixed(work, 4, 0)).toBeCloseTo(new StepTime(TRUE).mixed(work, 4, 0), 5);
});

test('a few slow moments of the machine hardly move the fit', () => {
  const outliers = recorded(3).filter(({ pre }) => pre.length > 0).slice(0, 1);
  const fit = fitStepTimes([...recorded(), ...recorded(), ...outliers]);
  const work = { prompts: 1, tokens: 400, pairs: 80_000 };
  expect(new StepTime(fit).mixed(work, 0, 0) / new StepTime(TRUE).mixed(work, 0, 0)).toBeCloseTo(1, 2);
});

test('step times scale with the speed of the machine', () => {
  expect(new StepTime(scaled(TRUE, 2)).decode(4, 1000)).toBeCloseTo(2 * new StepTime(TRUE).decode(4, 1000), 12);
});

test('the fit of /metrics finds the time of a step and of a prompt token', () => {
  const gauges = Array.from({ length: 40 }, (_, i) => ({
    t: 2 * i, running: 4, waiting: 0, kvUsage: 0, preemptions: 0, promptTokens: 100 * i * (1 + i % 3), generationTokens: 0,
  }));
  // 40 ms a step and 0.5 ms a prompt token.
  for (let i = 1; i < gauges.length; i++) {
    const prompts = gauges[i].promptTokens - gauges[i - 1].promptTokens;
    gauges[i].generationTokens = gauges[i - 1].generationTokens + 4 * (2 - 0.0005 * prompts) / 0.04;
  }
  expect(fitMetrics([gauges.slice(0, 5)])).toBeUndefined();
  const fit = fitMetrics([gauges])!;
  expect(new StepTime(fit).decode(4, 0)).toBeCloseTo(0.04, 6);
  expect(fit.tokens.seconds[1] - fit.tokens.seconds[0]).toBeCloseTo(0.0005, 6);
});

/** A folder as a recording leaves it, whose engine is the simulated one. */
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'engine-'));
  const write = (name: string, value: unknown): void => writeFileSync(join(path, name), typeof value === 'string' ? value : JSON.stringify(value));
  write('settings.json', {
    command: 'vllm serve m --block-size 16', configs: { A8: '--max-num-seqs 8', K8: '--max-num-seqs 8 --num-gpu-blocks-override 61' },
    defaults: { max_num_batched_tokens: 2048, kv_blocks: '16,000 tokens in blocks of 16' },
  });
  mkdirSync(join(path, 'steps'));
  write('steps/calib.jsonl', recorded().map((step) => JSON.stringify(step)).join('\n'));
  const names = ['A8-S-1', 'A8-S-4', 'K8-S-1'];
  write('runs.json', Object.fromEntries(names.map((name) => [name, { speed_factor: 1 }])));
  for (const name of names) {
    const rate = Number(name.split('-')[2]);
    const requests = Array.from({ length: 60 }, (_, i) => (
      { arrival: (i + (i * 7 % 5) / 7) / rate, input: 100 + i * 37 % 400, output: 10 + i * 13 % 40, ttft: 0, e2e: 0 }
    ));
    const times = Array.from({ length: 30 }, (_, i) => 2 * i + 1);
    const limits = { ...LIMITS, kvBlocks: name.startsWith('K8') ? 60 : 1000 };
    const replayed = replay(TRUE, limits, requests, times);
    const rows = requests.map((each, i) => [i, each.arrival, each.input, each.output, 'ok', each.output, replayed.requests[i].ttft, replayed.requests[i].e2e].join(','));
    write(`${name}.csv`, ['id,arrival,input_tokens,output_tokens,status,got,ttft,e2e', ...rows].join('\n'));
    write(`${name}.json`, {
      summary: { gap: { p95: 0.1 } },
      gauges: replayed.gauges.map((each) => ({
        t: each.t, 'vllm:num_requests_running': Math.max(1, each.running), 'vllm:num_requests_waiting': each.waiting, 'vllm:kv_cache_usage_perc': each.kvUsage,
        'vllm:num_preemptions_total': each.preemptions, 'vllm:prompt_tokens_total': 300 * each.t * (1 + each.t % 3), 'vllm:generation_tokens_total': 30 * each.t,
      })),
    });
  }
  return path;
}

test('a folder is read with the limits of each configuration', () => {
  const { runs, steps } = readFolder(folder());
  expect(runs.map(({ name, rate, limits }) => [name, rate, limits.maxNumSeqs, limits.kvBlocks])).toEqual([['A8-S-1', 1, 8, 1000], ['A8-S-4', 4, 8, 1000], ['K8-S-1', 1, 8, 60]]);
  expect(steps.length).toBe(recorded().length);
  expect(() => readFolder('/nowhere')).toThrow('/nowhere/settings.json does not exist; name a folder of measured runs');
});

test('runs of the simulated engine itself are predicted within 10 percent', () => {
  const text = compare(folder());
  expect(text).toContain('A8-S-4\n\n| from | ttft p50 |');
  expect(text).toMatch(/\n18 of 18 figures within 10 %$/);
  expect(text).toContain('| A8-S |');
});
