import { Size } from 'cdk8s';
import { type FetchedSource } from './source-details';

/** Published facts of a widely used embedding or reranking model. */
export interface KnownModel {
  /** Number of parameters, in millions. Each takes four bytes in a single-precision file. */
  readonly parameters: number;
  /** Files that each hold all of the weights, including copies in other formats. */
  readonly weights: readonly string[];
  /** Maximum number of tokens of one input. */
  readonly maxTokens: number;
  readonly attentionHeads: number;
}

const KNOWN: Record<string, KnownModel> = {
  'BAAI/bge-m3': { parameters: 568, weights: ['pytorch_model.bin', 'onnx/model.onnx_data'], maxTokens: 8192, attentionHeads: 16 },
  'BAAI/bge-reranker-v2-m3': { parameters: 568, weights: ['model.safetensors'], maxTokens: 8192, attentionHeads: 16 },
  'BAAI/bge-large-en-v1.5': { parameters: 335, weights: ['model.safetensors', 'pytorch_model.bin', 'onnx/model.onnx'], maxTokens: 512, attentionHeads: 16 },
  'BAAI/bge-base-en-v1.5': { parameters: 109, weights: ['model.safetensors', 'pytorch_model.bin', 'onnx/model.onnx'], maxTokens: 512, attentionHeads: 12 },
  'BAAI/bge-small-en-v1.5': { parameters: 33, weights: ['model.safetensors', 'pytorch_model.bin', 'onnx/model.onnx'], maxTokens: 512, attentionHeads: 12 },
  'intfloat/multilingual-e5-large': { parameters: 560, weights: ['model.safetensors', 'pytorch_model.bin', 'onnx/model.onnx_data'], maxTokens: 512, attentionHeads: 16 },
};

/** Returns the published facts of a source's model; undefined if the model is unknown. */
export function knownModel({ kind, env }: FetchedSource): KnownModel | undefined {
  return kind === 'huggingface' && Object.hasOwn(KNOWN, env.MODEL_REPO) ? KNOWN[env.MODEL_REPO] : undefined;
}

/**
 * Returns the weight files that are fetched from a known source, and their total size; undefined for any other
 * source.
 */
export function knownWeights(source: FetchedSource): { readonly files: readonly string[]; readonly size: Size } | undefined {
  const model = knownModel(source);
  if (!model) return undefined;
  const [include, exclude] = [source.env.MODEL_INCLUDE, source.env.MODEL_EXCLUDE].map((lines) => lines.split('\n').filter((line) => line !== ''));
  const isIn = (patterns: readonly string[], file: string): boolean => patterns.some((pattern) => matches(pattern, file));
  const files = model.weights.filter((file) => (include.length === 0 || isIn(include, file)) && !isIn(exclude, file));
  return { files, size: Size.mebibytes(Math.round(files.length * model.parameters * 1e6 * 4 / 2 ** 20)) };
}

/**
 * Matches as the Hugging Face client does (fnmatch): `*` includes slashes, and a folder includes all files below it.
 */
function matches(pattern: string, file: string): boolean {
  const whole = pattern.endsWith('/') ? `${pattern}*` : pattern;
  const expression = whole.replace(/[.+^${}()|\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.').replace(/\[!/g, '[^');
  return new RegExp(`^${expression}$`).test(file);
}
