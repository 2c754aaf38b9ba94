import { type Fields, listAt, textAt } from '../../values/fields';

/** Names of settings that say over how many devices a model server spreads. */
export interface ParallelSettings {
  /** Flags that split one model; the names of one setting stand in one list, and the settings multiply. */
  readonly splits: readonly (readonly string[])[];
  /** Variable that stands for the first of them. */
  readonly variable?: string;
  /** Flags that repeat the model, each copy on devices of its own; the first that is given counts. */
  readonly copies?: readonly string[];
  /** Flags beside which a pod holds one copy. */
  readonly oneCopy?: readonly string[];
  /** Flags for the number of pods over which the devices are spread. */
  readonly nodes?: readonly string[];
}

/** A program that loads a model before it answers. */
export interface ModelServer {
  readonly name: string;
  readonly image: RegExp;
  readonly command: RegExp;
  /** Flags and variables that split or repeat a model; none where it cannot be. */
  readonly parallel?: ParallelSettings;
}

const SERVERS: readonly ModelServer[] = [
  {
    name: 'vLLM', image: /(?:^|\/)(?:vllm|lmcache)[\w.-]*(?:\/|:|@|$)|vllm/i, command: /\bvllm\b/,
    parallel: {
      splits: [['tensor-parallel-size', 'tp'], ['pipeline-parallel-size', 'pp'], ['prefill-context-parallel-size', 'pcp']],
      copies: ['data-parallel-size-local', 'dpl', 'data-parallel-size', 'dp'], oneCopy: ['data-parallel-rank', 'dpn'], nodes: ['nnodes', 'n'],
    },
  },
  {
    name: 'SGLang', image: /sglang/i, command: /\bsglang\b/,
    parallel: { splits: [['tp-size', 'tp', 'tensor-parallel-size'], ['pp-size', 'pipeline-parallel-size']], copies: ['dp-size', 'dp', 'data-parallel-size'], oneCopy: ['enable-dp-attention'], nodes: ['nnodes'] },
  },
  {
    name: 'Text Generation Inference', image: /text-generation-inference|(?:^|\/)tgi(?:\/|:|@|$)/i, command: /text-generation-launcher/,
    parallel: { splits: [['num-shard']], variable: 'NUM_SHARD' },
  },
  { name: 'LMDeploy', image: /lmdeploy/i, command: /\blmdeploy\b/, parallel: { splits: [['tp']], nodes: ['nnodes'] } },
  { name: 'TensorRT-LLM', image: /tensorrt-?llm|trtllm/i, command: /trtllm-serve/, parallel: { splits: [['tp_size', 'tp-size'], ['pp_size', 'pp-size']] } },
  { name: 'Triton', image: /tritonserver/i, command: /tritonserver/ },
  { name: 'llama.cpp', image: /llama\.?cpp|llama-server/i, command: /llama-server/ },
  { name: 'Text Embeddings Inference', image: /text-embeddings-inference/i, command: /text-embeddings-router/ },
  { name: 'Infinity', image: /michaelf34\/infinity/i, command: /infinity_emb/ },
];

/** Images of a model server's project that serve no model themselves. */
const BESIDE = /(?:router|controller|manager|operator|gateway|exporter)[\w.-]*(?:[:@]|$)/i;
/** Programs that start another one, which the manifest may not show. */
const STARTERS = /(?:^|\/)(?:sh|bash|ash|tini|dumb-init|env|python3?|uv|numactl|server)$|\.(?:sh|py)$/;

/** Model server that a container runs, by its command, or by its image where the command names no other program. */
export function modelServerOf(container: Fields): ModelServer | undefined {
  const image = textAt(container, 'image') ?? '';
  const words = wordsOf(container).join(' ');
  const started = SERVERS.find(({ command }) => command.test(words));
  if (started) return started;
  const [program] = listAt(container, 'command').map(String);
  return BESIDE.test(image) || (program !== undefined && !STARTERS.test(program)) ? undefined : SERVERS.find((server) => server.image.test(image));
}

/** Words of a container's command line. */
export function wordsOf(container: Fields): string[] {
  return [...listAt(container, 'command'), ...listAt(container, 'args')].filter((word) => typeof word === 'string' || typeof word === 'number').map(String);
}
