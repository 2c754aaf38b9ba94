import { createHash } from 'node:crypto';
import { UserError } from '../../values/user-error';

/** Options of an embedding model. */
export interface EmbeddingModelOptions {
  /** Dimension of the vectors. */
  readonly dimension: number;

  /**
   * Revision of the weights. Set it if another revision counts as another model.
   *
   * @default - the name identifies the model
   */
  readonly revision?: string;
}

/** Maximum length of a collection name: PostgreSQL truncates longer identifiers, the smallest limit of all stores. */
const LONGEST_COLLECTION = 63;

/** Maximum vector dimension that Weaviate, Qdrant, Milvus and pgvector can index. */
const MOST_DIMENSIONS = 65535;

const HASH_LENGTH = 10;

/**
 * Embedding model. Vectors of two models are not comparable, even at the same dimension, so each model has its own
 * collection with a derived name.
 */
export class EmbeddingModel {
  /**
   * Creates an embedding model by its name: 'BAAI/bge-m3'.
   *
   * @throws if the name or the dimension is invalid
   */
  public static of(name: string, options: EmbeddingModelOptions): EmbeddingModel {
    return new EmbeddingModel(name, options.dimension, options.revision);
  }

  private constructor(
    /** Name of the model, as in 'BAAI/bge-m3'. */
    public readonly name: string,
    /** Dimension of the vectors. */
    public readonly dimension: number,
    /** Revision of the model; undefined if none is pinned. */
    public readonly revision?: string,
  ) {
    for (const text of [name, ...revision === undefined ? [] : [revision]]) {
      if (!/^\w[\w./:@+-]{0,199}$/.test(text)) throw new UserError(`'${text}' is not the name of an embedding model; use letters, digits, '.', '/', ':', '-' and '_', as in 'BAAI/bge-m3'`);
    }
    if (!Number.isInteger(dimension) || dimension < 1 || dimension > MOST_DIMENSIONS) {
      throw new UserError(`the dimension of ${name} must be a whole number from 1 to ${MOST_DIMENSIONS}, got ${dimension}`);
    }
  }

  /**
   * Returns the collection name of this model: letters, digits and '_', at most 63 characters, which every store
   * accepts. Another model, revision or dimension has another name, so that vectors of two models never mix.
   *
   * @param prefix content of the collection, starting with a capital, as Weaviate requires
   * @throws if the prefix is invalid
   */
  public collectionName(prefix: string = 'Documents'): string {
    if (!/^[A-Z][A-Za-z0-9]{0,23}$/.test(prefix)) {
      throw new UserError(`'${prefix}' is not a collection prefix; use up to 24 letters and digits, starting with a capital letter, as in 'Documents'`);
    }
    const identity = JSON.stringify([this.name, this.revision ?? null, this.dimension]);
    const ending = `${this.dimension}_${createHash('sha256').update(identity).digest('hex').slice(0, HASH_LENGTH)}`;
    const room = LONGEST_COLLECTION - prefix.length - ending.length - 2;
    const readable = this.name.replace(/^.*\//, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').slice(0, room);
    return `${prefix}_${readable}_${ending}`;
  }
}
