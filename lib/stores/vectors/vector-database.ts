import { UserError } from '../../values/user-error';
/** The kind of a vector store: what modules read in VECTOR_STORE_KIND in order to choose their client. */
export class VectorDatabase {
  public static readonly WEAVIATE = new VectorDatabase('weaviate');
  public static readonly QDRANT = new VectorDatabase('qdrant');
  public static readonly MILVUS = new VectorDatabase('milvus');
  /** PostgreSQL with the extension pgvector. */
  public static readonly PGVECTOR = new VectorDatabase('pgvector');

  /**
   * Any other, by the name that your modules know it by.
   *
   * @throws where the name is none.
   */
  public static custom(name: string): VectorDatabase {
    return new VectorDatabase(name);
  }

  private constructor(public readonly name: string) {
    if (!/^[a-z][a-z0-9_-]{0,62}$/.test(name)) throw new UserError(`'${name}' does not name a vector database; use lower-case letters, digits, '-' and '_', as in 'opensearch'`);
  }
}
