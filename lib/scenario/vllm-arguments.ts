import { fieldsListAt, type Fields, type PodTemplate, textAt, valueAt } from '../manifest';
import { UserError } from '../values/user-error';

/** Arguments of a vLLM server in a pod template that change its throughput. */
export interface EngineArguments {
  readonly maxNumSeqs?: number;
  readonly maxModelLen?: number;
  readonly maxNumBatchedTokens?: number;
  readonly gpuMemoryUtilization?: number;
  readonly tensorParallelSize?: number;
  readonly blockSize?: number;
  readonly numGpuBlocksOverride?: number;
  readonly enablePrefixCaching?: boolean;
  /** Name or path of the loaded model. */
  readonly model?: string;
  /** Value of the label model_name of its metrics. */
  readonly modelName?: string;
}

type NumberKey = 'maxNumSeqs' | 'maxModelLen' | 'maxNumBatchedTokens' | 'gpuMemoryUtilization' | 'tensorParallelSize' | 'blockSize' | 'numGpuBlocksOverride';

const NUMBERS: Readonly<Record<string, NumberKey>> = {
  'max-num-seqs': 'maxNumSeqs',
  'max-model-len': 'maxModelLen',
  'max-num-batched-tokens': 'maxNumBatchedTokens',
  'gpu-memory-utilization': 'gpuMemoryUtilization',
  'tensor-parallel-size': 'tensorParallelSize',
  tp: 'tensorParallelSize',
  'block-size': 'blockSize',
  'num-gpu-blocks-override': 'numGpuBlocksOverride',
};

/** Multipliers of vLLM's human-readable integers: 1k is 1,000 and 1K is 1,024. */
const MULTIPLIERS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/**
 * Returns the arguments of the pod's vLLM server; undefined if no container runs one.
 *
 * @param where name of the workload, for errors.
 * @throws UserError if a value is not a number, or out of range.
 */
export function engineArgumentsOf(template: PodTemplate, where: string): EngineArguments | undefined {
  for (const container of fieldsListAt(template.spec, 'containers')) {
    const words = wordsOf(container);
    const image = textAt(container, 'image') ?? '';
    if (/vllm/i.test(image) || words.some((word) => /(?:^|\/)vllm$|vllm\.entrypoints/.test(word))) {
      return parse(words, `${where}: container ${textAt(container, 'name') ?? 'without a name'}`);
    }
  }
  return undefined;
}

/** Returns the words of command and args; splits the command line of a shell. */
function wordsOf(container: Fields): string[] {
  return ['command', 'args'].flatMap((field) => {
    const value = valueAt(container, field);
    return Array.isArray(value) ? value.map(String) : [];
  }).flatMap((word) => (/\s/.test(word) && /--?\w/.test(word) ? word.split(/[\s\\]+/) : [word])).map((word) => word.replace(/^["']|["']$/g, '')).filter(Boolean);
}

function parse(words: readonly string[], where: string): EngineArguments {
  const found: { -readonly [Key in keyof EngineArguments]: EngineArguments[Key] } = {};
  let model: string | undefined;
  for (let index = 0; index < words.length; index++) {
    const match = /^--?(?<name>[\w-]+)(?:=(?<value>.*))?$/s.exec(words[index])?.groups;
    if (!match) {
      if (words[index - 1] === 'serve') model = words[index];
      continue;
    }
    const name = match.name.replaceAll('_', '-');
    const value = match.value ?? words[index + 1] ?? '';
    const key = NUMBERS[name];
    if (key) assign(found, key, name, value, where);
    else if (name === 'enable-prefix-caching') found.enablePrefixCaching = match.value !== 'False' && match.value !== 'false';
    else if (name === 'no-enable-prefix-caching') found.enablePrefixCaching = false;
    else if (name === 'served-model-name') found.modelName = value;
    else if (name === 'model') model = value;
  }
  return { ...(model !== undefined && { model, modelName: model }), ...found };
}

function assign(found: { [Key in NumberKey]?: number }, key: NumberKey, name: string, value: string, where: string): void {
  // Ignores variables, and values that vLLM computes itself.
  if (value.includes('$') || value === 'auto' || value === '-1') return;
  const match = /^(?<amount>\d+(?:\.\d+)?)(?<unit>[kmgKMG]?)$/.exec(value)?.groups;
  const number = match ? Number(match.amount) * MULTIPLIERS[match.unit] : NaN;
  const isShare = key === 'gpuMemoryUtilization';
  if (!(number > 0) || (isShare ? number > 1 : !Number.isInteger(number))) {
    throw new UserError(`${where}: --${name} is '${value}'; use ${isShare ? 'a share above 0 and up to 1' : 'a whole number above 0'}`);
  }
  found[key] = number;
}

const FLAGS: ReadonlyArray<readonly [key: keyof EngineArguments, flag: string]> = [
  ['maxNumSeqs', '--max-num-seqs'], ['maxNumBatchedTokens', '--max-num-batched-tokens'], ['maxModelLen', '--max-model-len'],
  ['gpuMemoryUtilization', '--gpu-memory-utilization'], ['numGpuBlocksOverride', '--num-gpu-blocks-override'], ['blockSize', '--block-size'],
  ['tensorParallelSize', '--tensor-parallel-size'],
];

/** Returns the arguments in command-line form. */
export function argumentsText(given: EngineArguments): string[] {
  const numbers = FLAGS.flatMap(([key, flag]) => (given[key] === undefined ? [] : [`${flag} ${String(given[key])}`]));
  const { enablePrefixCaching } = given;
  return enablePrefixCaching === undefined ? numbers : [...numbers, enablePrefixCaching ? '--enable-prefix-caching' : '--no-enable-prefix-caching'];
}
