import { type Curve, type StepTimes } from '../simulator/world/world';

/** GPU memory of a model server; the KV cache uses the memory that the weights leave free. */
export interface ModelMemory {
  readonly gpus: number;
  readonly bytesPerGpu: number;
  readonly weightBytes: number;
  readonly kvBytesPerToken: number;
}

/** Model on specific hardware: step times from public measurements, and the engine's defaults. */
export interface ModelPreset {
  readonly step: StepTimes;
  readonly memory: ModelMemory;
  /** vLLM's defaults on this hardware. */
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly tensorParallelSize: number;
  /** Source of the figures. */
  readonly source: string;
  /** Measured model: its name, and a pattern of its other names. */
  readonly model: { readonly name: string; readonly pattern: RegExp };
}

const GIB = 2 ** 30;
const SPLITWISE = 'least squares over the measurements of Splitwise (github.com/Mutinifni/splitwise-sim, MIT licence)';

/** Bytes per GPU that vLLM's profiling reserves for activations and does not give to the KV cache. */
const ACTIVATION_BYTES_PER_GPU = 1.5 * GIB;

/** vLLM's default of --gpu-memory-utilization. */
export const GPU_MEMORY_UTILIZATION = 0.9;

/** Returns the capacity of the KV cache, in tokens. */
export function kvCacheTokens({ gpus, bytesPerGpu, weightBytes, kvBytesPerToken }: ModelMemory, utilization: number): number {
  return Math.max(0, Math.floor((gpus * (utilization * bytesPerGpu - ACTIVATION_BYTES_PER_GPU) - weightBytes) / kvBytesPerToken));
}

/** Returns a curve in milliseconds by its knots. */
function milliseconds(knots: Readonly<Record<number, number>>): Curve {
  return { at: Object.keys(knots).map(Number), seconds: Object.values(knots).map((value) => value / 1000) };
}

function splitwise(gpu: 'a100' | 'h100', gpus: number, step: StepTimes): ModelPreset {
  return {
    step, tensorParallelSize: gpus, source: SPLITWISE, model: { name: 'Llama 2 70B', pattern: /llama-?2.*70b/i },
    memory: { gpus, bytesPerGpu: 80 * GIB, weightBytes: 138e9, kvBytesPerToken: 327_680 },
    ...(gpu === 'a100' ? { maxNumSeqs: 256, maxNumBatchedTokens: 2048 } : { maxNumSeqs: 1024, maxNumBatchedTokens: 8192 }),
  };
}

/** No cost of further prompts in a step beyond their tokens. */
export const NO_FURTHER_COST: Curve = { at: [1], seconds: [0] };

/** Presets by their name in a scenario. */
export const MODEL_PRESETS: Readonly<Record<string, ModelPreset>> = {
  'llama2-70b-a100-tp2': splitwise('a100', 2, {
    decode: milliseconds({ 1: 54.7, 2: 59.5, 4: 59.8, 8: 60.2, 16: 62.5, 32: 66.3 }),
    tokens: milliseconds({ 128: 81, 256: 112.6, 512: 195.7, 1024: 372, 2048: 668, 4096: 1405, 8192: 2673 }),
    perContextToken: 3.2e-7, perTokenPair: 9.45e-9,
    furtherPrompts: milliseconds({ 1: 0, 2: 42, 4: 172, 8: 182, 16: 546, 32: 1384 }),
  }),
  'llama2-70b-a100-tp4': splitwise('a100', 4, {
    decode: milliseconds({ 1: 44.4, 2: 44.8, 4: 44.8, 8: 45.2, 16: 47.2, 32: 49.8, 64: 67.8 }),
    tokens: milliseconds({ 128: 63.5, 256: 77.7, 512: 123.5, 1024: 203, 2048: 347.5, 4096: 743, 8192: 1390 }),
    perContextToken: 1.4e-7, perTokenPair: 2.65e-8,
    furtherPrompts: milliseconds({ 1: 0, 2: 44, 4: 210, 8: 462, 16: 1447, 32: 2337, 64: 5454 }),
  }),
  'llama2-70b-a100-tp8': splitwise('a100', 8, {
    decode: milliseconds({ 1: 44.6, 2: 44.4, 4: 45.3, 8: 45.5, 16: 48.5, 32: 49.4, 64: 64.2 }),
    tokens: milliseconds({ 128: 65, 256: 66.3, 512: 92, 1024: 145, 2048: 236.4, 4096: 510, 8192: 945 }),
    perContextToken: 2e-7, perTokenPair: 1.8e-8,
    furtherPrompts: milliseconds({ 1: 0, 2: 16, 4: 46.5, 8: 239, 16: 1102, 32: 1634, 64: 3848 }),
  }),
  'llama2-70b-h100-tp2': splitwise('h100', 2, {
    decode: milliseconds({ 1: 37, 2: 37.3, 4: 39.8, 8: 40.1, 16: 41.4, 32: 51.2 }),
    tokens: milliseconds({ 128: 48.3, 256: 51.7, 512: 83.2, 1024: 155.5, 2048: 300.4, 4096: 603.3, 8192: 1182 }),
    perContextToken: 6e-8, perTokenPair: 4.7e-9, furtherPrompts: NO_FURTHER_COST,
  }),
  'llama2-70b-h100-tp4': splitwise('h100', 4, {
    decode: milliseconds({ 1: 29.5, 2: 29.9, 4: 29.9, 8: 31.3, 16: 32.6, 32: 36.4, 64: 51.5 }),
    tokens: milliseconds({ 128: 49.1, 256: 51, 512: 59.3, 1024: 104.3, 2048: 195.5, 4096: 442.5, 8192: 869.7 }),
    perContextToken: 2.4e-8, perTokenPair: 2.5e-9, furtherPrompts: NO_FURTHER_COST,
  }),
  'llama2-70b-h100-tp8': splitwise('h100', 8, {
    decode: milliseconds({ 1: 29.7, 2: 30.2, 4: 31.7, 8: 32.4, 16: 34, 32: 38.3, 64: 49.6 }),
    tokens: milliseconds({ 128: 52.8, 256: 52.8, 512: 53.3, 1024: 77.3, 2048: 134.6, 4096: 381.5, 8192: 809.7, 16384: 1547, 32768: 2928 }),
    perContextToken: 1.5e-8, perTokenPair: 1.05e-9, furtherPrompts: NO_FURTHER_COST,
  }),
  'llama3.3-70b-fp8-h100-tp2': {
    step: {
      decode: milliseconds({ 1: 18.5, 5: 18.6, 25: 18.9, 50: 19.4, 250: 25 }),
      tokens: milliseconds({ 1: 18.5, 200: 20, 500: 47, 5000: 400 }),
      perContextToken: 7e-9, perTokenPair: 4e-10, furtherPrompts: NO_FURTHER_COST,
    },
    memory: { gpus: 2, bytesPerGpu: 80 * GIB, weightBytes: 71e9, kvBytesPerToken: 163_840 },
    maxNumSeqs: 1024, maxNumBatchedTokens: 8192, tensorParallelSize: 2,
    model: { name: 'Llama 3.3 70B in fp8', pattern: /llama-?3\.3.*70b.*fp8/i },
    source: "NVIDIA's performance page of NIM for LLMs 1.8.0 (Llama 3.3 70B, 2 x H100, fp8, 5,000 tokens in, 500 out, concurrency 1 to 50)",
  },
  'ministral-3-8b-fp8-l40s': {
    step: {
      decode: milliseconds({ 1: 8, 256: 13.1 }),
      tokens: milliseconds({ 1: 8, 256: 13, 8192: 308 }),
      perContextToken: 1.8e-7, perTokenPair: 2e-9, furtherPrompts: NO_FURTHER_COST,
    },
    memory: { gpus: 1, bytesPerGpu: 44.7 * GIB, weightBytes: 10.4e9, kvBytesPerToken: 139_264 },
    maxNumSeqs: 256, maxNumBatchedTokens: 2048, tensorParallelSize: 1,
    model: { name: 'Ministral 3 8B in fp8', pattern: /ministral.*8b/i },
    source: "the load test of Amazon EKS' user guide (Ministral 3 8B on one L40S of a g6e.4xlarge, vLLM, 8,192 tokens in, 300 out)",
  },
  'qwen2.5-0.5b-l4': {
    step: {
      decode: milliseconds({ 1: 5, 4: 5.1, 8: 5.2, 16: 5.4, 32: 5.7, 256: 11 }),
      tokens: milliseconds({ 1: 5, 256: 24, 2048: 52 }),
      perContextToken: 5e-8, perTokenPair: 1e-10, furtherPrompts: NO_FURTHER_COST,
    },
    memory: { gpus: 1, bytesPerGpu: 22.5 * GIB, weightBytes: 1e9, kvBytesPerToken: 12_288 },
    maxNumSeqs: 256, maxNumBatchedTokens: 2048, tensorParallelSize: 1,
    model: { name: 'Qwen2.5 0.5B', pattern: /qwen-?2\.5.*0\.5b/i },
    source: 'a public load test of one L4 (ai.wmx.dev/benchmarks: Qwen2.5 0.5B, vLLM 0.23, 256 tokens in, 128 out, concurrency 1 to 32)',
  },
};

export const DEFAULT_PRESET = 'llama2-70b-a100-tp4';
