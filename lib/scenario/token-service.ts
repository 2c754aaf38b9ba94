import { suggestion } from '../values/nearest';
import { UserError } from '../values/user-error';
import { type Curve, type Distribution, type EngineLimits, type PrefixCaching, type StepTimes, type TokenService } from '../simulator/world/world';
import { type DistributionScenario, toDistribution } from './distribution';
import { DEFAULT_PRESET, GPU_MEMORY_UTILIZATION, kvCacheTokens, MODEL_PRESETS, type ModelPreset, NO_FURTHER_COST } from './model-presets';
import { type ServiceScenario, type TokensScenario } from './scenario';
import { type DurationValue, toBytes, toMilliCores, toSeconds } from './units';
import { argumentsText, type EngineArguments } from './vllm-arguments';

const DEFAULT_INPUT = { mean: 1000, cv: 1 } as const;
const DEFAULT_OUTPUT = { mean: 200, cv: 1 } as const;
const DEFAULT_CPU = 1;
/** vLLM's default of --block-size on GPUs. */
const DEFAULT_BLOCK_SIZE = 16;

/** Timeout and queue limit of a service. */
type Patience = Pick<TokenService, 'timeoutSeconds' | 'queueLimit'>;

/**
 * Builds a token model from a scenario.
 *
 * @param engine arguments of the manifest's vLLM server; the scenario overrides them.
 * @param path path of the service, for errors.
 * @throws UserError if settings are mutually exclusive, or the engine would not start with them.
 */
export function toTokenService(
  service: ServiceScenario, tokens: TokensScenario, patience: Patience, path: string, engine: EngineArguments = {},
): TokenService {
  const at = `${path}.tokens`;
  const preset = presetOf(tokens, engine, at);
  const amount = (value: DistributionScenario<number>, field: string): Distribution => toDistribution(value, (one) => one, `${at}.${field}`);
  const prefixCaching = prefixCachingOf(tokens, at);
  return {
    kind: 'tokens',
    step: stepTimes(tokens, preset.step, at),
    limits: engineLimits(tokens, preset, engine, at),
    ...(prefixCaching && { prefixCaching }),
    inputTokens: amount(tokens.input ?? DEFAULT_INPUT, 'input'),
    outputTokens: amount(tokens.output ?? DEFAULT_OUTPUT, 'output'),
    cpuCoresWhenBusy: toMilliCores(tokens.cpu ?? DEFAULT_CPU) / 1000,
    memoryBytesPerRequest: toBytes(service.memory ?? 0),
    ...(engine.modelName !== undefined && { modelName: engine.modelName }),
    ...patience,
  };
}

/** Returns sentences about the source of the engine's parameters. */
export function engineSentences(tokens: TokensScenario, service: TokenService, engine: EngineArguments | undefined): string[] {
  const sentences: string[] = [];
  const given = engine ? argumentsText(engine) : [];
  if (given.length > 0) sentences.push(`the engine runs as the arguments in its manifest say, where the scenario says nothing else: ${given.join(', ')}.`);
  const name = presetName(tokens, engine ?? {});
  const usesPreset = (tokens.perInputToken ?? tokens.prefillStep) === undefined || (tokens.perOutputToken ?? tokens.decodeStep) === undefined;
  if (usesPreset) sentences.push(`step times are those of preset ${name}, from ${MODEL_PRESETS[name].source}; no recorded run validates them for your GPU.`);
  const size = MODEL_PRESETS[name].tensorParallelSize;
  if (usesPreset && engine?.tensorParallelSize !== undefined && engine.tensorParallelSize !== size) {
    sentences.push(`the manifest asks for a tensor parallel size of ${engine.tensorParallelSize}, and preset ${name} was measured with ${size}; give step times of your own.`);
  }
  const { name: measured, pattern } = MODEL_PRESETS[name].model;
  if (usesPreset && engine?.model !== undefined && isModelName(engine.model) && !pattern.test(engine.model)) {
    sentences.push(`the manifest serves ${engine.model}, and preset ${name} was measured with ${measured}; give step times of your own, or another preset.`);
  }
  const { maxNumSeqs, maxNumBatchedTokens, kvBlocks, blockSize } = service.limits;
  const assumed = [
    ...(tokens.maxNumSeqs ?? tokens.maxBatch ?? engine?.maxNumSeqs) === undefined ? [`--max-num-seqs ${maxNumSeqs}`] : [],
    ...(tokens.maxNumBatchedTokens ?? engine?.maxNumBatchedTokens) === undefined ? [`--max-num-batched-tokens ${maxNumBatchedTokens}`] : [],
    ...(tokens.kvCacheTokens ?? engine?.numGpuBlocksOverride) === undefined ? [`a KV cache of ${(kvBlocks * blockSize).toLocaleString('en')} tokens`] : [],
  ];
  if (assumed.length > 0) sentences.push(`the engine is assumed to run with ${assumed.join(', ')}; set service.tokens.`);
  if (engine?.enablePrefixCaching === true && tokens.prefixCaching === undefined) {
    sentences.push('its prefix cache is assumed to find nothing; set service.tokens.prefixCaching.');
  }
  return sentences;
}

/** Returns true for a model name, including a path with a size such as 7b; any other path may be that of any model. */
function isModelName(model: string): boolean {
  return !/^[./~$]|^[a-z0-9]+:\/\//i.test(model) || /\d+b\b/i.test(model);
}

function presetName(tokens: TokensScenario, { tensorParallelSize }: EngineArguments): string {
  if (tokens.preset !== undefined) return tokens.preset;
  const parallel = DEFAULT_PRESET.replace(/\d+$/, String(tensorParallelSize));
  return tensorParallelSize !== undefined && Object.hasOwn(MODEL_PRESETS, parallel) ? parallel : DEFAULT_PRESET;
}

function presetOf(tokens: TokensScenario, engine: EngineArguments, at: string): ModelPreset {
  const name = presetName(tokens, engine);
  if (!Object.hasOwn(MODEL_PRESETS, name)) throw new UserError(`${at}.preset is '${name}'; ${suggestion(name, Object.keys(MODEL_PRESETS))}`);
  return MODEL_PRESETS[name];
}

/** Returns the scenario's step times, with the preset's for missing ones. */
function stepTimes(tokens: TokensScenario, preset: StepTimes, at: string): StepTimes {
  const { perInputToken, perPrefillStep, prefillStep, perOutputToken, perOutputTokenPerRequest, decodeStep } = tokens;
  exclude(at, { prefillStep }, { perInputToken, perPrefillStep });
  exclude(at, { decodeStep }, { perOutputToken, perOutputTokenPerRequest });
  const ownPrefill = prefillStep !== undefined || perInputToken !== undefined || perPrefillStep !== undefined;
  const ownDecode = decodeStep !== undefined || perOutputToken !== undefined || perOutputTokenPerRequest !== undefined;
  const seconds = (value: DurationValue | undefined, otherwise: number): number => (value === undefined ? otherwise : toSeconds(value));
  return {
    decode: decodeStep ? curveOf(decodeStep, `${at}.decodeStep`, 'requests')
      : ownDecode ? line(seconds(perOutputToken, levelOf(preset.decode)), seconds(perOutputTokenPerRequest, slopeOf(preset.decode))) : preset.decode,
    tokens: prefillStep ? curveOf(prefillStep, `${at}.prefillStep`, 'tokens')
      : ownPrefill ? line(seconds(perPrefillStep, 0), seconds(perInputToken, slopeOf(preset.tokens))) : preset.tokens,
    perContextToken: seconds(tokens.perContextToken, ownDecode ? 0 : preset.perContextToken),
    perTokenPair: seconds(tokens.perTokenPair, ownPrefill ? 0 : preset.perTokenPair),
    furtherPrompts: tokens.perFurtherPrompt !== undefined ? eachFurther(toSeconds(tokens.perFurtherPrompt))
      : ownPrefill ? NO_FURTHER_COST : preset.furtherPrompts,
  };
}

/** @throws UserError if both a table and the settings that it replaces are given. */
function exclude(at: string, table: Readonly<Record<string, unknown>>, figures: Readonly<Record<string, unknown>>): void {
  const [[name, value]] = Object.entries(table);
  const other = Object.keys(figures).find((figure) => figures[figure] !== undefined);
  if (value !== undefined && other !== undefined) throw new UserError(`${at} has ${name} and ${other}; keep one of the two`);
}

function line(base: number, slope: number): Curve {
  return { at: [0, 1], seconds: [base, base + slope] };
}

/** Returns the cost of prompts after the first, the same for each. */
function eachFurther(seconds: number): Curve {
  return { at: [1, 2], seconds: [0, seconds] };
}

function slopeOf({ at, seconds }: Curve): number {
  return (seconds[seconds.length - 1] - seconds[0]) / (at[at.length - 1] - at[0]);
}

function levelOf(curve: Curve): number {
  return curve.seconds[0] - slopeOf(curve) * curve.at[0];
}

function curveOf(table: Readonly<Record<string, DurationValue>>, at: string, what: string): Curve {
  const keys = Object.keys(table);
  if (keys.length === 0) throw new UserError(`${at} is empty; give at least one number of ${what} with its time, as in { 1: 20ms, 8: 25ms }`);
  const wrong = keys.find((key) => !/^[1-9]\d{0,8}$/.test(key));
  if (wrong !== undefined) throw new UserError(`${at} has the key '${wrong}'; use a whole number of ${what} above 0`);
  const knots = keys.map((key) => [Number(key), toSeconds(table[key])] as const).sort(([one], [other]) => one - other);
  const none = knots.find(([, value]) => value <= 0);
  if (none) throw new UserError(`${at}.${none[0]} is 0; use the time of a step, which is above 0`);
  return { at: knots.map(([key]) => key), seconds: knots.map(([, value]) => value) };
}

function engineLimits(tokens: TokensScenario, preset: ModelPreset, engine: EngineArguments, at: string): EngineLimits {
  if (tokens.maxNumSeqs !== undefined && tokens.maxBatch !== undefined) throw new UserError(`${at} has maxNumSeqs and maxBatch, which are the same; keep maxNumSeqs`);
  const maxNumSeqs = tokens.maxNumSeqs ?? tokens.maxBatch ?? engine.maxNumSeqs ?? preset.maxNumSeqs;
  const given = tokens.maxNumBatchedTokens ?? engine.maxNumBatchedTokens;
  const maxNumBatchedTokens = given ?? Math.max(preset.maxNumBatchedTokens, maxNumSeqs);
  if (maxNumBatchedTokens < maxNumSeqs) {
    throw new UserError(`${at}.maxNumBatchedTokens is ${maxNumBatchedTokens}, less than maxNumSeqs, ${maxNumSeqs}, with which vLLM does not start; raise the one or lower the other`);
  }
  const blockSize = tokens.blockSize ?? engine.blockSize ?? DEFAULT_BLOCK_SIZE;
  const kvBlocks = kvBlocksOf(tokens, preset, engine, blockSize, at);
  const maxModelLen = tokens.maxModelLen ?? engine.maxModelLen ?? Infinity;
  if (tokens.maxModelLen !== undefined && tokens.maxModelLen > kvBlocks * blockSize) {
    throw new UserError(`${at}.maxModelLen is ${maxModelLen}, more than the ${kvBlocks * blockSize} tokens of the KV cache, with which vLLM does not start; lower it, or enlarge the cache`);
  }
  return { maxNumSeqs, maxNumBatchedTokens, maxModelLen, kvBlocks, blockSize };
}

function kvBlocksOf(tokens: TokensScenario, preset: ModelPreset, engine: EngineArguments, blockSize: number, at: string): number {
  const { kvCacheTokens: given, gpuMemoryUtilization } = tokens;
  if (given !== undefined && gpuMemoryUtilization !== undefined) throw new UserError(`${at} has kvCacheTokens and gpuMemoryUtilization; keep one of the two`);
  if (given !== undefined) {
    if (given < blockSize) throw new UserError(`${at}.kvCacheTokens is ${given}, less than a block of ${blockSize}; use ${blockSize} or more`);
    return Math.floor(given / blockSize);
  }
  if (gpuMemoryUtilization === undefined && engine.numGpuBlocksOverride !== undefined) return engine.numGpuBlocksOverride;
  const utilization = gpuMemoryUtilization ?? engine.gpuMemoryUtilization ?? GPU_MEMORY_UTILIZATION;
  const blocks = Math.floor(kvCacheTokens(preset.memory, utilization) / blockSize);
  if (blocks < 1) throw new UserError(`${at}.gpuMemoryUtilization is ${utilization}, which leaves nothing for the KV cache beside the model's weights; raise it, or give kvCacheTokens`);
  return blocks;
}

function prefixCachingOf({ prefixCaching }: TokensScenario, at: string): PrefixCaching | undefined {
  if (!prefixCaching) return undefined;
  const { hitRate, sharedPrefix } = prefixCaching;
  if ((hitRate === undefined) === (sharedPrefix === undefined)) {
    throw new UserError(`${at}.prefixCaching has ${hitRate === undefined ? 'neither hitRate nor sharedPrefix' : 'both hitRate and sharedPrefix'}; give one of them`);
  }
  return hitRate !== undefined ? { kind: 'hit-rate', hitRate } : { kind: 'shared-prefix', tokens: sharedPrefix! };
}
