import { type IConstruct } from 'constructs';
import { type ConnectionCaller, type ConnectionEndpoint, type IConnectable } from '../../kube/connection';
import { EnvValue } from '../../kube/env-value';
import { requireSameApp } from '../../kube/same-app';
import { type SecretKey } from '../../kube/secret-key';
import { UserError } from '../../values/user-error';

/** Properties of a Weaviate vectorizer module. */
export interface CustomVectorizerProps {
  /** Service that computes the vectors. */
  readonly service: IConnectable;

  /**
   * Environment variable of Weaviate for the address of the service: 'CLIP_INFERENCE_API'.
   *
   * @default - none: the address belongs in the configuration of each collection, and modules get it
   */
  readonly addressVariable?: string;

  /**
   * Additional environment variables of Weaviate.
   *
   * @default - none
   */
  readonly environment?: Record<string, EnvValue>;
}

/** Vectorizer settings of the server and its clients. */
export interface WiredVectorizer {
  readonly server: Record<string, EnvValue>;
  readonly clients: Record<string, EnvValue>;
  readonly endpoint?: ConnectionEndpoint;
}

/** Vectorizer: the modules themselves, or a Weaviate module with a model server. */
export class WeaviateVectorizer {
  /** No vectorizer: modules supply the vectors, from any model server. */
  public static none(): WeaviateVectorizer {
    return new WeaviateVectorizer();
  }

  /**
   * Weaviate module text2vec-huggingface, for text-embeddings-inference. The address belongs in the configuration of
   * each collection, as `endpointURL`: modules read it in VECTOR_STORE_VECTORIZER_URL.
   */
  public static huggingFace(service: IConnectable): WeaviateVectorizer {
    return new WeaviateVectorizer('text2vec-huggingface', { service });
  }

  /**
   * Weaviate module text2vec-openai, for any OpenAI-compatible API: vLLM, text-embeddings-inference, a hosted API.
   * The address belongs in the configuration of each collection, as `baseURL`: modules read it in
   * VECTOR_STORE_VECTORIZER_URL.
   *
   * @param apiKey API key of the service. The module requires one.
   */
  public static openAi(service: IConnectable, apiKey: SecretKey): WeaviateVectorizer {
    return new WeaviateVectorizer('text2vec-openai', { service, environment: { OPENAI_APIKEY: apiKey.asEnvValue() } });
  }

  /**
   * Weaviate module text2vec-transformers, for Weaviate's inference containers. The readiness of the store includes
   * theirs: each readiness probe of the store queries them.
   */
  public static transformers(service: IConnectable): WeaviateVectorizer {
    return new WeaviateVectorizer('text2vec-transformers', {
      service,
      addressVariable: 'TRANSFORMERS_INFERENCE_API',
      // Waiting for the model server would exceed the startupProbe of the server.
      environment: { TRANSFORMERS_WAIT_FOR_STARTUP: EnvValue.value('false') },
    });
  }

  /**
   * Any other Weaviate module.
   *
   * @param module as in 'text2vec-ollama'
   * @throws if the name is invalid.
   */
  public static custom(module: string, props: CustomVectorizerProps): WeaviateVectorizer {
    return new WeaviateVectorizer(module, props);
  }

  private constructor(
    /** Name of the Weaviate module; undefined if modules supply the vectors. */
    public readonly module?: string,
    private readonly props?: CustomVectorizerProps,
  ) {
    if (module !== undefined && !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(module)) throw new UserError(`'${module}' is not a module of Weaviate; write it as in 'text2vec-ollama'`);
  }

  /**
   * @throws if the service has no address.
   * @internal
   */
  public _wire(scope: IConstruct, store: ConnectionCaller): WiredVectorizer {
    if (this.module === undefined || !this.props) return { server: { DEFAULT_VECTORIZER_MODULE: EnvValue.value('none') }, clients: {} };
    const module = EnvValue.value(this.module);
    const { service, addressVariable, environment } = this.props;
    requireSameApp(scope, store.name, service);
    const endpoint = service.acceptFrom(store);
    const { address } = endpoint;
    if (!address) {
      throw new UserError(`${endpoint.name} has no address for ${this.module}; connect a module, or implement IConnectable with an address`);
    }
    return {
      endpoint,
      server: {
        ENABLE_MODULES: module,
        DEFAULT_VECTORIZER_MODULE: module,
        ...(addressVariable !== undefined && { [addressVariable]: address }),
        ...endpoint.environment,
        ...Object.fromEntries(Object.entries(endpoint.secrets ?? {}).map(([name, secret]) => [name, secret.asEnvValue()])),
        ...environment,
      },
      clients: { VECTOR_STORE_VECTORIZER: module, ...(addressVariable === undefined && { VECTOR_STORE_VECTORIZER_URL: address }) },
    };
  }
}
