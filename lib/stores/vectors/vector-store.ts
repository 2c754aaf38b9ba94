import { type ConnectionCaller, type ConnectionEndpoint, type ConnectionRoute, type IConnectable } from '../../kube/connection';
import { EnvValue } from '../../kube/env-value';
import { type NetworkPeer } from '../../kube/network-peer';
import { type SecretKey } from '../../kube/secret-key';
import { parseStoreUrl, routesToStore, type StoreUrl } from '../store-url';
import { type EmbeddingModel } from './embedding-model';
import { type VectorDatabase } from './vector-database';

/** The environment variables under which every vector store hands itself to a module, so that one can be swapped for another. */
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

/** Where vectors are kept and searched. Anybody can implement it. */
export interface IVectorStore extends IConnectable {
  /** What it is called, for messages. */
  readonly name: string;

  /** The collection that modules are told of; undefined where they name it themselves. */
  readonly collection?: string;
}

/** A vector store that exists already. */
export interface ExternalVectorStoreProps {
  /** What it is, so that a module knows which client to use. */
  readonly database: VectorDatabase;

  /** Where it is, without a password: `https://xyz.example.com:6333`, `http://milvus.data.svc:19530`, `postgresql://db.example.com:5432/vectors`. */
  readonly url: string;

  /**
   * The user, where the store has users.
   *
   * @default - none
   */
  readonly user?: string;

  /**
   * The key of the Secret that holds the API key, the token or the password.
   *
   * @default - the store asks for none
   */
  readonly apiKey?: SecretKey;

  /**
   * The model whose vectors are in it. Modules are told its name, its dimension and the collection that follows from both.
   *
   * @default - modules know the collection themselves
   */
  readonly embedding?: EmbeddingModel;

  /**
   * What the collection holds: the beginning of its name.
   *
   * @default 'Documents'
   */
  readonly collectionPrefix?: string;

  /**
   * The ranges of addresses that the hosts may have. Managed stores mostly have private ones, which have to be named.
   *
   * @default - the hosts that are addresses themselves; every public address for the others
   */
  readonly cidrs?: string[];

  /**
   * Further ports of the same peers, as Qdrant's 6334 or Weaviate's 50051 for gRPC.
   *
   * @default - none
   */
  readonly dataPorts?: number[];

  /**
   * The pods that the hosts are, where the store runs in the cluster.
   *
   * @default - the store is outside the cluster
   */
  readonly pods?: NetworkPeer[];
}

const SCHEMES: Record<string, number> = { http: 80, https: 443, postgres: 5432, postgresql: 5432 };

/** Vector stores that exist elsewhere. */
export class VectorStore {
  /**
   * Milvus, PostgreSQL with pgvector, a managed Weaviate or Qdrant, or any other.
   *
   * @throws where the URL holds a password, or has a scheme that is none, where a port is none, or where a host of the cluster has neither pods nor cidrs.
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

/** What a module is told of the collection and of the model behind it. */
export function collectionVariables(collection: string | undefined, embedding: EmbeddingModel | undefined): Record<string, EnvValue> {
  return {
    ...(collection !== undefined && { [VECTOR_STORE_VARIABLES.collection]: EnvValue.value(collection) }),
    ...(embedding && {
      [VECTOR_STORE_VARIABLES.embeddingModel]: EnvValue.value(embedding.name),
      [VECTOR_STORE_VARIABLES.embeddingDimension]: EnvValue.value(String(embedding.dimension)),
    }),
  };
}
