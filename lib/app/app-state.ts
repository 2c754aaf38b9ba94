import { Size } from 'cdk8s';
import { requireReferencedName } from '../kube/names';
import { type IVectorStore } from '../stores/vectors/vector-store';
import { type ISessionStore } from '../stores/sessions/session-store';
import { type DocumentStore } from './document-store';

/** Options of embedded state. */
export interface EmbeddedStateOptions {
  /**
   * The size of the volume. State reached 17 GiB with some 500 documents and vectors of 3072 dimensions.
   *
   * @default Size.gibibytes(50)
   */
  readonly storage?: Size;

  /**
   * The storage class of the volume.
   *
   * @default - the cluster's default
   */
  readonly storageClassName?: string;
}

/** Stores of external state. */
export interface ExternalStateProps {
  /**
   * PostgreSQL: users, conversations, settings, indexes. `SessionStore.external` with a postgresql:// URL, or a
   * PostgresSessionStore.
   */
  readonly database: ISessionStore;

  /** Qdrant or Milvus: the vector stores that the app has clients for and that several pods can share. */
  readonly vectorStore: IVectorStore;

  /** Elasticsearch: texts. */
  readonly documentStore: DocumentStore;

  /** A claim with ReadWriteMany: uploaded files and caches. */
  readonly filesClaimName: string;

  /**
   * An image with psycopg2 in the folder /driver: no upstream image has the driver. docs/kotaemon-app.md has its three
   * lines.
   *
   * @default - the app's own image has it, derived from upstream's
   */
  readonly driverImage?: string;
}

/** Location of the app's state. */
export class AppState {
  /** SQLite, Chroma and LanceDB on a volume of one pod, which is never scaled. */
  public static embedded(options: EmbeddedStateOptions = {}): AppState {
    return new AppState({ ...options, storage: options.storage ?? Size.gibibytes(50) });
  }

  /**
   * Stores that several pods can share.
   *
   * @throws where the claim's name is impossible.
   */
  public static external(props: ExternalStateProps): AppState {
    requireReferencedName('PersistentVolumeClaim', props.filesClaimName);
    return new AppState(undefined, props);
  }

  private constructor(
    /** @internal */
    public readonly _embedded?: EmbeddedStateOptions & { readonly storage: Size },
    /** @internal */
    public readonly _external?: ExternalStateProps,
  ) {}
}
