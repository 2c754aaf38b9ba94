import { toServiceModel } from '../../lib/scenario/service-model';
import { type ServiceScenario, type TokensScenario } from '../../lib/scenario/scenario';
import { engineSentences } from '../../lib/scenario/token-service';
import { type EngineArguments } from '../../lib/scenario/vllm-arguments';
import { type TokenService } from '../../lib/simulator/world/world';
import { UserError } from '../../lib/values/user-error';

function build(tokens: TokensScenario, engine?: EngineArguments, service: ServiceScenario = {}): TokenService {
  return toServiceModel({ ...service, tokens }, 1000, 'caller', 'x', engine) as TokenService;
}

test('takes step times, memory and vLLM\'s defaults from the preset where nothing is given', () => {
  expect(build({})).toMatchObject({
    kind: 'tokens', limits: { maxNumSeqs: 256, maxNumBatchedTokens: 2048, maxModelLen: Infinity, blockSize: 16 },
    inputTokens: { kind: 'lognormal', mean: 1000, cv: 1 }, outputTokens: { kind: 'lognormal', mean: 200, cv: 1 },
    cpuCoresWhenBusy: 1, memoryBytesPerRequest: 0, timeoutSeconds: 120, queueLimit: Infinity,
  });
  expect(build({ preset: 'llama2-70b-h100-tp4' }).limits).toMatchObject({ maxNumSeqs: 1024, maxNumBatchedTokens: 8192 });
});

test('replaces the part of a preset for which the scenario has figures', () => {
  const service = build(
    { preset: 'llama2-70b-h100-tp4', perOutputToken: '10ms', perOutputTokenPerRequest: '1ms', maxNumSeqs: 8, input: 500, output: { mean: 100 }, cpu: '2500m' },
    undefined, { timeout: '5m', queueLimit: 'unlimited', memory: '1Mi' },
  );
  expect(service).toMatchObject({
    step: { decode: { at: [0, 1], seconds: [0.01, 0.011] }, perContextToken: 0, tokens: build({ preset: 'llama2-70b-h100-tp4' }).step.tokens },
    limits: { maxNumSeqs: 8 }, inputTokens: { kind: 'deterministic', value: 500 }, outputTokens: { kind: 'exponential', mean: 100 },
    cpuCoresWhenBusy: 2.5, memoryBytesPerRequest: 2 ** 20, timeoutSeconds: 300,
  });
  expect(build({ perInputToken: '1ms', perPrefillStep: '20ms', perTokenPair: 1e-6 }).step).toMatchObject({
    tokens: { at: [0, 1], seconds: [0.02, 0.021] }, perTokenPair: 1e-6, furtherPrompts: { at: [1], seconds: [0] }, decode: build({}).step.decode,
  });
});

test('reads tables of step times in any order', () => {
  const prefillStep = { 2048: '400ms', 128: '60ms' };
  const { step } = build({ decodeStep: { 8: '25ms', 1: 0.02 }, prefillStep, perContextToken: 1e-7 });
  expect(step).toEqual({
    decode: { at: [1, 8], seconds: [0.02, 0.025] }, tokens: { at: [128, 2048], seconds: [0.06, 0.4] },
    perContextToken: 1e-7, perTokenPair: 0, furtherPrompts: { at: [1], seconds: [0] },
  });
});

test('sizes the KV cache by tokens, by the share of GPU memory, or by the engine\'s own override', () => {
  expect(build({ kvCacheTokens: 4128, blockSize: 32 }).limits).toMatchObject({ kvBlocks: 129, blockSize: 32 });
  const [small, large] = [0.8, 0.95].map((gpuMemoryUtilization) => build({ gpuMemoryUtilization }).limits.kvBlocks);
  expect(large).toBeGreaterThan(small);
  // 4 GPUs of 80 GiB at 0.9, less 1.5 GiB each and 138 GB of weights, at 320 KiB a token.
  expect(build({}).limits.kvBlocks * 16 / 1000).toBeCloseTo(502.9, 0);
  expect(build({}, { gpuMemoryUtilization: 0.8 }).limits.kvBlocks).toBe(small);
  expect(build({}, { numGpuBlocksOverride: 130 }).limits.kvBlocks).toBe(130);
  expect(build({ gpuMemoryUtilization: 0.8 }, { numGpuBlocksOverride: 130, gpuMemoryUtilization: 0.95 }).limits.kvBlocks).toBe(small);
});

test('takes the arguments of the manifest where the scenario says nothing', () => {
  const engine = { maxNumSeqs: 16, maxNumBatchedTokens: 512, maxModelLen: 4096, blockSize: 32, modelName: 'chat' };
  expect(build({}, engine)).toMatchObject({ limits: { maxNumSeqs: 16, maxNumBatchedTokens: 512, maxModelLen: 4096, blockSize: 32 }, modelName: 'chat' });
  expect(build({ maxNumSeqs: 4, maxNumBatchedTokens: 1024, maxModelLen: 100, blockSize: 8 }, engine).limits).toMatchObject({
    maxNumSeqs: 4, maxNumBatchedTokens: 1024, maxModelLen: 100, blockSize: 8,
  });
  expect(build({}, { tensorParallelSize: 8 }).step).toEqual(build({ preset: 'llama2-70b-a100-tp8' }).step);
  expect(build({}, { tensorParallelSize: 3 }).step).toEqual(build({}).step);
});

test('finds prompt tokens in the prefix cache only where the scenario says how many', () => {
  expect(build({}, { enablePrefixCaching: true }).prefixCaching).toBeUndefined();
  expect(build({ prefixCaching: { hitRate: 0.4 } }).prefixCaching).toEqual({ kind: 'hit-rate', hitRate: 0.4 });
  expect(build({ prefixCaching: { sharedPrefix: 800 } }).prefixCaching).toEqual({ kind: 'shared-prefix', tokens: 800 });
});

test('says what the engine runs with, and what is assumed', () => {
  const said = (tokens: TokensScenario, engine?: EngineArguments): string => engineSentences(tokens, build(tokens, engine), engine).join('\n');
  expect(said({}, { maxNumSeqs: 16, tensorParallelSize: 4 })).toContain('as the arguments in its manifest say, where the scenario says nothing else: --max-num-seqs 16, --tensor-parallel-size 4.');
  expect(said({}, { maxNumSeqs: 16 })).not.toContain('with --max-num-seqs');
  expect(said({})).toContain('the engine is assumed to run with --max-num-seqs 256, --max-num-batched-tokens 2048, a KV cache of');
  expect(said({})).toContain('step times are those of preset llama2-70b-a100-tp4, from least squares over the measurements of Splitwise');
  expect(said({}, { enablePrefixCaching: true })).toContain('its prefix cache is assumed to find nothing');
  expect(said({ preset: 'llama2-70b-a100-tp4' }, { tensorParallelSize: 2 })).toContain('a tensor parallel size of 2, and preset llama2-70b-a100-tp4 was measured with 4');
  const own = { decodeStep: { 1: 0.02 }, prefillStep: { 1: 0.02 }, maxNumSeqs: 4, maxNumBatchedTokens: 512, kvCacheTokens: 4096 };
  expect(said(own)).toBe('');
});

test.each([
  ['Qwen/Qwen2.5-7B-Instruct', 'the manifest serves Qwen/Qwen2.5-7B-Instruct, and preset llama2-70b-a100-tp4 was measured with Llama 2 70B; give step times of your own'],
  ['/models/mistral-7b', 'the manifest serves /models/mistral-7b, and preset'],
  ['meta-llama/Llama-2-70b-chat-hf', undefined],
  ['/models', undefined],
])('says that a preset was measured with another model than %s, where the name tells', (model, sentence) => {
  const said = engineSentences({}, build({}, { model }), { model }).join('\n');
  if (sentence === undefined) expect(said).not.toContain('the manifest serves');
  else expect(said).toContain(sentence);
  expect(engineSentences({ decodeStep: { 1: 0.02 }, prefillStep: { 1: 0.02 } }, build({}, { model }), { model }).join('\n')).not.toContain('the manifest serves');
});

test.each<[TokensScenario, string]>([
  [{ decodeStep: { 1: '20ms' }, perOutputToken: '1ms' }, 'x.tokens has decodeStep and perOutputToken; keep one of the two'],
  [{ prefillStep: { 1: '20ms' }, perPrefillStep: '1ms' }, 'x.tokens has prefillStep and perPrefillStep; keep one of the two'],
  [{ decodeStep: {} }, 'x.tokens.decodeStep is empty; give at least one number of requests with its time'],
  [{ decodeStep: { few: '20ms' } }, "x.tokens.decodeStep has the key 'few'; use a whole number of requests above 0"],
  [{ prefillStep: { 0: '20ms' } }, "x.tokens.prefillStep has the key '0'; use a whole number of tokens above 0"],
  [{ decodeStep: { 1: 0 } }, 'x.tokens.decodeStep.1 is 0; use the time of a step, which is above 0'],
  [{ maxNumSeqs: 4, maxBatch: 4 }, 'x.tokens has maxNumSeqs and maxBatch, which are the same; keep maxNumSeqs'],
  [{ maxNumSeqs: 64, maxNumBatchedTokens: 32 }, 'x.tokens.maxNumBatchedTokens is 32, less than maxNumSeqs, 64, with which vLLM does not start'],
  [{ kvCacheTokens: 4096, gpuMemoryUtilization: 0.9 }, 'x.tokens has kvCacheTokens and gpuMemoryUtilization; keep one of the two'],
  [{ kvCacheTokens: 8 }, 'x.tokens.kvCacheTokens is 8, less than a block of 16; use 16 or more'],
  [{ kvCacheTokens: 4096, maxModelLen: 8192 }, 'x.tokens.maxModelLen is 8192, more than the 4096 tokens of the KV cache, with which vLLM does not start'],
  [{ gpuMemoryUtilization: 0.3 }, 'x.tokens.gpuMemoryUtilization is 0.3, which leaves nothing for the KV cache'],
  [{ prefixCaching: {} }, 'x.tokens.prefixCaching has neither hitRate nor sharedPrefix; give one of them'],
  [{ prefixCaching: { hitRate: 0.5, sharedPrefix: 100 } }, 'x.tokens.prefixCaching has both hitRate and sharedPrefix; give one of them'],
  [{ preset: 'llama2-70b-a100-tp3' as 'llama2-70b-a100-tp4' }, "x.tokens.preset is 'llama2-70b-a100-tp3'; did you mean"],
])('rejects %j', (tokens, message) => {
  expect(() => build(tokens)).toThrow(UserError);
  expect(() => build(tokens)).toThrow(message);
});
