import { createHash } from 'node:crypto';
import { UserError } from '../../values/user-error';

/** What there is to say of an embedding model besides its name. */
export interface EmbeddingModelOptions {
  /** The number of components of its vectors. */
  readonly dimension: number;

  /**
   * The revision of its weights, where a change of them is to count as another model.
   *
   * @default - the name stands for the model
   */
  readonly revision?: string;
}

/** PostgreSQL cuts identifiers off behind this many characters, the fewest of all the stores. */
const LONGEST_COLLECTION = 63;

/** No index of Weaviate, Qdrant, Milvus or pgvector takes more components. */
const MOST_DIMENSIONS = 65535;

const HASH_LENGTH = 10;

/**
 * The model that turns texts into vectors. Vectors of two models cannot be compared, even where they have the same length, so that each model has a
 * collection of its own, whose name follows from it.
 */
export class EmbeddingModel {
  /**
   * A model by its name, as in 'BAAI/bge-m3'.
   *
   * @throws where the name or the dimension is impossible.
   */
  public static of(name: string, options: EmbeddingModelOptions): EmbeddingModel {
    return new EmbeddingModel(name, options.dimension, options.revision);
  }

  private constructor(
    public readonly name: string,
    /** The number of components of its vectors. */
    public readonly dimension: number,
    public readonly revision?: string,
  ) {
    for (const text of [name, ...revision === undefined ? [] : [revision]]) {
      if (!/^\w[\w./:@+-]{0,199}$/.test(text)) throw new UserError(`'${text}' does not name an embedding model; use letters, digits, '.', '/', ':', '-' and '_', as in 'BAAI/bge-m3'`);
    }
    if (!Number.isInteger(dimension) || dimension < 1 || dimension > MOST_DIMENSIONS) {
      throw new UserError(`the dimension of ${name} must be a whole number from 1 to ${MOST_DIMENSIONS}, got ${dimension}`);
    }
  }

  /**
   * The name of the collection that holds vectors of this model: letters, digits and '_', at most 63 characters, which every store takes. A change of model,
   * revision or dimension is another name, so that vectors of two models never meet.
   *
   * @param prefix what is in the collection, starting with a capital, as Weaviate demands
   * @throws where the prefix is none.
   */
  public collectionName(prefix: string = 'Documents'): string {
    if (!/^[A-Z][A-Za-z0-9]{0,23}$/.test(prefix)) {
      throw new UserError(`'${prefix}' does not begin the name of a collection; use up to 24 letters and digits, starting with a capital, as in 'Documents'`);
    }
    const identity = JSON.stringify([this.name, this.revision ?? null, this.dimension]);
    const ending = `${this.dimension}_${createHash('sha256').update(identity).digest('hex').slice(0, HASH_LENGTH)}`;
    const room = LONGEST_COLLECTION - prefix.length - ending.length - 2;
    const readable = this.name.replace(/^.*\//, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').slice(0, room);
    return `${prefix}_${readable}_${ending}`;
  }
}
