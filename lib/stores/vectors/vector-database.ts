import { UserError } from '../../values/user-error';
/** Kind of a vector store: the value of VECTOR_STORE_KIND, by which modules choose their client. */
export class VectorDatabase {
  /** Weaviate. */
  public static readonly WEAVIATE = new VectorDatabase('weaviate');
  /** Qdrant. */
  public static readonly QDRANT = new VectorDatabase('qdrant');
  /** Milvus. */
  public static readonly MILVUS = new VectorDatabase('milvus');
  /** PostgreSQL with the pgvector extension. */
  public static readonly PGVECTOR = new VectorDatabase('pgvector');

  /**
   * Custom kind, by the name that your modules use.
   *
   * @throws if the name is invalid
   */
  public static custom(name: string): VectorDatabase {
    return new VectorDatabase(name);
  }

  private constructor(
    /** Value of VECTOR_STORE_KIND. */
    public readonly name: string,
  ) {
    if (!/^[a-z][a-z0-9_-]{0,62}$/.test(name)) throw new UserError(`'${name}' is not the name of a vector database; use lower-case letters, digits, '-' and '_', as in 'opensearch'`);
  }
}
