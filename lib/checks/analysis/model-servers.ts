import { type Fields, fieldsListAt, listAt, textAt } from '../../values/fields';

/** A program that loads a model before it answers. */
export interface ModelServer {
  readonly name: string;
  readonly image: RegExp;
  readonly command: RegExp;
  /** Flags that say on how many devices one model is split. */
  readonly parallel: readonly string[];
  readonly parallelEnv?: string;
}

const SERVERS: readonly ModelServer[] = [
  { name: 'vLLM', image: /(?:^|\/)(?:vllm|lmcache)[\w.-]*(?:\/|:|@|$)|vllm/i, command: /\bvllm\b/, parallel: ['tensor-parallel-size', 'tp', 'pipeline-parallel-size', 'pp'] },
  { name: 'SGLang', image: /sglang/i, command: /\bsglang\b/, parallel: ['tp-size', 'tp', 'tensor-parallel-size', 'dp-size'] },
  { name: 'Text Generation Inference', image: /text-generation-inference|(?:^|\/)tgi(?:\/|:|@|$)/i, command: /text-generation-launcher/, parallel: ['num-shard'], parallelEnv: 'NUM_SHARD' },
  { name: 'LMDeploy', image: /lmdeploy/i, command: /\blmdeploy\b/, parallel: ['tp'] },
  { name: 'TensorRT-LLM', image: /tensorrt-?llm|trtllm/i, command: /trtllm-serve/, parallel: ['tp_size', 'tp-size'] },
  { name: 'Triton', image: /tritonserver/i, command: /tritonserver/, parallel: [] },
  { name: 'llama.cpp', image: /llama\.?cpp|llama-server/i, command: /llama-server/, parallel: [] },
  { name: 'Text Embeddings Inference', image: /text-embeddings-inference/i, command: /text-embeddings-router/, parallel: [] },
  { name: 'Infinity', image: /michaelf34\/infinity/i, command: /infinity_emb/, parallel: [] },
];

/** Model server that a container runs, by its image or its command. */
export function modelServerOf(container: Fields): ModelServer | undefined {
  const image = textAt(container, 'image') ?? '';
  const words = wordsOf(container).join(' ');
  return SERVERS.find((server) => server.image.test(image) || server.command.test(words));
}

/** Number of devices on which a model server splits one model; 1 where it says nothing. */
export function parallelismOf(container: Fields, server: ModelServer): number {
  const words = wordsOf(container).flatMap((word) => word.split(/\s+/));
  const flags = server.parallel.flatMap((flag) => words.flatMap((word, i) => {
    const match = new RegExp(`^--?${flag.replace(/[-_]/g, '[-_]')}(?:=(\\d+))?$`).exec(word);
    return match ? [Number(match[1] ?? words[i + 1])] : [];
  }));
  const env = server.parallelEnv === undefined ? undefined : fieldsListAt(container, 'env').find(({ name }) => name === server.parallelEnv);
  return [...flags, Number(textAt(env, 'value') ?? 1)].filter(Number.isInteger).reduce((product, each) => product * each, 1);
}

/** Words of a container's command line. */
export function wordsOf(container: Fields): string[] {
  return [...listAt(container, 'command'), ...listAt(container, 'args')].filter((word) => typeof word === 'string' || typeof word === 'number').map(String);
}
