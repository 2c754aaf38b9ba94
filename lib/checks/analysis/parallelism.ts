import { type Fields, fieldsListAt, textAt } from '../../values/fields';
import { type ModelServer, wordsOf } from './model-servers';

/** Devices that a model server takes. */
export interface Parallelism {
  /** Devices on which one copy of the model is split; 1 where nothing says more. */
  readonly split: number;
  /** Devices that one pod needs; undefined where a value cannot be seen, or another program places the processes. */
  readonly perPod?: number;
  /** Settings above 1, as in '--tensor-parallel-size 2'. */
  readonly settings: readonly string[];
}

/** Programs and settings that place processes on other pods. */
const PLACED = /(?:^|[\s/])(?:ray|mpirun|torchrun|srun|mpiexec)(?:\s|$)|distributed-executor-backend[\s=](?:ray|external_launcher)|data-parallel-backend[\s=]ray|enable-elastic-ep/;
const PLACED_BY = 'RAY_ADDRESS';

/** Parallelism of the model server that a container runs, by its flags and variables. */
export function parallelismOf(container: Fields, { parallel }: ModelServer): Parallelism {
  if (!parallel) return { split: 1, settings: [] };
  const variables = new Map(fieldsListAt(container, 'env').map((each) => [textAt(each, 'name') ?? '', textAt(each, 'value')]));
  const words = wordsOf(container).flatMap((word) => word.split(/[\s\\]+/)).map((word) => unquoted(word));
  const settings: string[] = [];
  /** Value of the first flag that is given; undefined where none is, NaN where its value cannot be seen. */
  const valueOf = (flags: readonly string[]): number | undefined => {
    for (const flag of flags) {
      const [at, given] = find(words, flag) ?? [];
      if (at === undefined) continue;
      const value = Number(given === undefined ? NaN : resolved(given, variables));
      if (value > 1) settings.push(`${at} ${value}`);
      return Number.isInteger(value) && value >= 0 ? value : NaN;
    }
    return undefined;
  };
  const variable = parallel.variable !== undefined && variables.has(parallel.variable) ? Number(variables.get(parallel.variable) ?? NaN) : undefined;
  const splits = parallel.splits.map((flags, i) => valueOf(flags) ?? (i === 0 ? variable : undefined) ?? 1);
  if (settings.length === 0 && variable !== undefined && variable > 1) settings.push(`${parallel.variable} ${variable}`);
  const nodes = valueOf(parallel.nodes ?? []) ?? 1;
  const isOneCopy = (parallel.oneCopy ?? []).some((flag) => find(words, flag) !== undefined);
  const copies = isOneCopy ? 1 : valueOf(parallel.copies ?? []) ?? 1;
  const product = splits.reduce((all, each) => all * each, copies) / nodes;
  const isPlaced = PLACED.test(words.join(' ')) || variables.has(PLACED_BY);
  return {
    split: splits.filter(Number.isInteger).reduce((all, each) => all * each, 1), settings,
    ...(!isPlaced && Number.isInteger(product) && { perPod: product }),
  };
}

/** A flag as it is written, with the word that follows. */
function find(words: readonly string[], flag: string): [flag: string, value: string | undefined] | undefined {
  const pattern = new RegExp(`^(--?${flag.replace(/[-_]/g, '[-_]')})(?:=(.*))?$`);
  for (const [i, word] of words.entries()) {
    const match = pattern.exec(word);
    if (match) return [match[1], match[2] === undefined ? words[i + 1] : unquoted(match[2])];
  }
  return undefined;
}

/** Value of a word; a reference to a variable of the container, by Kubernetes or a shell, is followed. */
function resolved(word: string, variables: ReadonlyMap<string, string | undefined>): string | undefined {
  const name = /^\$(?:\((\w+)\)|\{(\w+)\}|(\w+))$/.exec(word)?.slice(1).find((each) => each !== undefined);
  return name === undefined ? word : variables.get(name);
}

function unquoted(word: string): string {
  return word.replace(/^["']|["']$/g, '');
}
