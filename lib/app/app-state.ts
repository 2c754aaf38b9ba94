import { Size } from 'cdk8s';
import { requireReferencedName } from '../kube/names';
import { type IVectorStore } from '../stores/vectors/vector-store';
import { type ISessionStore } from '../stores/sessions/session-store';
import { type DocumentStore } from './document-store';

/** State beside the app. */
export interface EmbeddedStateOptions {
  /**
   * The size of the volume. State reached 17 GiB with some 500 documents and vectors of 3072 components.
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

/** State outside the app. */
export interface ExternalStateProps {
  /** PostgreSQL: users, conversations, settings, indexes. `SessionStore.external` with a postgresql:// URL, or a PostgresSessionStore. */
  readonly database: ISessionStore;

  /** Qdrant or Milvus: the two stores of vectors that the app has a client for and that many pods can share. */
  readonly vectorStore: IVectorStore;

  /** Elasticsearch: texts. */
  readonly documentStore: DocumentStore;

  /** A claim with ReadWriteMany: uploaded files and caches. */
  readonly filesClaimName: string;

  /**
   * An image with a folder /driver, which holds psycopg2: no image of the app has it. Three lines make one: docs/kotaemon-app.md.
   *
   * @default - the app's own image has it, as one that is derived from upstream's
   */
  readonly driverImage?: string;
}

/** Where the app keeps its state. */
export class AppState {
  /** In SQLite, Chroma and LanceDB on a volume of its own, as the image is made: one pod, ever. */
  public static embedded(options: EmbeddedStateOptions = {}): AppState {
    return new AppState({ ...options, storage: options.storage ?? Size.gibibytes(50) });
  }

  /**
   * In stores that many pods can share.
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
