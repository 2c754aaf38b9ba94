import { type ConnectionCaller, type ConnectionEndpoint, type ConnectionRoute, type IConnectable } from '../../kube/connection';
import { EnvValue } from '../../kube/env-value';
import { type NetworkPeer } from '../../kube/network-peer';
import { type SecretKey } from '../../kube/secret-key';
import { parseStoreUrl, routesToStore, type StoreUrl } from '../store-url';
import { type EmbeddingModel } from './embedding-model';
import { type VectorDatabase } from './vector-database';

/** Environment variables that every vector store sets on a module, so that stores are interchangeable. */
export const VECTOR_STORE_VARIABLES = {
  kind: 'VECTOR_STORE_KIND',
  url: 'VECTOR_STORE_URL',
  grpcAddress: 'VECTOR_STORE_GRPC_ADDRESS',
  user: 'VECTOR_STORE_USER',
  apiKey: 'VECTOR_STORE_API_KEY',
  collection: 'VECTOR_STORE_COLLECTION',
  embeddingModel: 'EMBEDDING_MODEL',
  embeddingDimension: 'EMBEDDING_DIMENSION',
} as const;

/** Vector store. Users can implement this interface. */
export interface IVectorStore extends IConnectable {
  /** Name of the store in messages. */
  readonly name: string;

  /** Collection name that modules get; undefined if modules choose it themselves. */
  readonly collection?: string;
}

/** Properties of an existing vector store. */
export interface ExternalVectorStoreProps {
  /** Kind of the store, by which a module chooses its client. */
  readonly database: VectorDatabase;

  /**
   * URL without a password: `https://xyz.example.com:6333`, `http://milvus.data.svc:19530`,
   * `postgresql://db.example.com:5432/vectors`.
   */
  readonly url: string;

  /**
   * User name, if the store has users.
   *
   * @default - none
   */
  readonly user?: string;

  /**
   * Secret key that holds the API key, the token or the password.
   *
   * @default - the store requires none
   */
  readonly apiKey?: SecretKey;

  /**
   * Embedding model of the vectors. Modules get its name, its dimension and the derived collection.
   *
   * @default - modules choose the collection themselves
   */
  readonly embedding?: EmbeddingModel;

  /**
   * Prefix of the collection name, which describes its content.
   *
   * @default 'Documents'
   */
  readonly collectionPrefix?: string;

  /**
   * Address ranges of the hosts in CIDR notation. Required for managed stores with private addresses, which is the
   * usual case.
   *
   * @default - the hosts that are addresses themselves; every public address for the others
   */
  readonly cidrs?: string[];

  /**
   * Additional ports of the same peers, such as the gRPC ports 6334 of Qdrant and 50051 of Weaviate.
   *
   * @default - none
   */
  readonly dataPorts?: number[];

  /**
   * Pods of the hosts, if the store runs in the cluster.
   *
   * @default - the store is outside the cluster
   */
  readonly pods?: NetworkPeer[];
}

const SCHEMES: Record<string, number> = { http: 80, https: 443, postgres: 5432, postgresql: 5432 };

/** Factory of existing vector stores. */
export class VectorStore {
  /**
   * Existing Milvus, PostgreSQL with pgvector, managed Weaviate or Qdrant, or any other vector store.
   *
   * @throws if the URL holds a password or has an invalid scheme, if a port is invalid, or if a host of the cluster
   * has neither pods nor cidrs.
   */
  public static external(props: ExternalVectorStoreProps): IVectorStore {
    return new ExternalVectorStore(parseStoreUrl(props.url, 'vector store', SCHEMES), props);
  }

  private constructor() {}
}

class ExternalVectorStore implements IVectorStore {
  public readonly name: string;
  public readonly collection?: string;
  private readonly routes: ConnectionRoute[];

  constructor(private readonly url: StoreUrl, private readonly props: ExternalVectorStoreProps) {
    this.name = url.hosts[0].host;
    this.collection = props.embedding?.collectionName(props.collectionPrefix);
    this.routes = routesToStore(url, 'vector store', props);
  }

  public acceptFrom(_caller: ConnectionCaller): ConnectionEndpoint {
    const { database, user, apiKey, embedding } = this.props;
    return {
      name: this.name,
      address: EnvValue.value(this.url.text),
      addressVariable: VECTOR_STORE_VARIABLES.url,
      environment: {
        [VECTOR_STORE_VARIABLES.kind]: EnvValue.value(database.name),
        ...(user !== undefined && { [VECTOR_STORE_VARIABLES.user]: EnvValue.value(user) }),
        ...collectionVariables(this.collection, embedding),
      },
      secrets: apiKey ? { [VECTOR_STORE_VARIABLES.apiKey]: apiKey } : {},
      routes: this.routes,
    };
  }
}

/** Returns the environment variables of the collection and its embedding model. */
export function collectionVariables(collection: string | undefined, embedding: EmbeddingModel | undefined): Record<string, EnvValue> {
  return {
    ...(collection !== undefined && { [VECTOR_STORE_VARIABLES.collection]: EnvValue.value(collection) }),
    ...(embedding && {
      [VECTOR_STORE_VARIABLES.embeddingModel]: EnvValue.value(embedding.name),
      [VECTOR_STORE_VARIABLES.embeddingDimension]: EnvValue.value(String(embedding.dimension)),
    }),
  };
}
