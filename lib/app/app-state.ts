import { Size } from 'cdk8s';
import { requireReferencedName } from '../kube/names';
import { type IVectorStore } from '../stores/vectors/vector-store';
import { type ISessionStore } from '../stores/sessions/session-store';
import { type DocumentStore } from './document-store';

/** Options of embedded state. */
export interface EmbeddedStateOptions {
  /**
   * Size of the volume. State reached 17 GiB with about 500 documents and vectors of 3072 dimensions.
   *
   * @default Size.gibibytes(50)
   */
  readonly storage?: Size;

  /**
   * StorageClass of the volume.
   *
   * @default - the cluster's default
   */
  readonly storageClassName?: string;
}

/** Properties of external state: its stores. */
export interface ExternalStateProps {
  /**
   * PostgreSQL for users, conversations, settings and indexes: `SessionStore.external` with a postgresql:// URL, or a
   * PostgresSessionStore.
   */
  readonly database: ISessionStore;

  /** Qdrant or Milvus for vectors. The app has clients for both, and several pods can share them. */
  readonly vectorStore: IVectorStore;

  /** Elasticsearch for texts. */
  readonly documentStore: DocumentStore;

  /** Name of a PersistentVolumeClaim with ReadWriteMany for uploaded files and caches. */
  readonly filesClaimName: string;

  /**
   * Image with psycopg2 in the directory /driver. Upstream images do not contain the driver. docs/kotaemon-app.md has a
   * Dockerfile of three lines.
   *
   * @default - contained in the app's image, if it is derived from upstream's
   */
  readonly driverImage?: string;
}

/** State of the app: embedded in one pod, or in external stores. */
export class AppState {
  /** SQLite, Chroma and LanceDB on the volume of one pod. The app cannot be scaled. */
  public static embedded(options: EmbeddedStateOptions = {}): AppState {
    return new AppState({ ...options, storage: options.storage ?? Size.gibibytes(50) });
  }

  /**
   * External stores that several pods share.
   *
   * @throws if the name of the claim is invalid.
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
