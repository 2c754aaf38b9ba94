import { type ConnectionCaller, type ConnectionEndpoint, type ConnectionRoute, type IConnectable } from '../kube/connection';
import { EnvValue } from '../kube/env-value';
import { type NetworkPeer } from '../kube/network-peer';
import { type SecretKey } from '../kube/secret-key';
import { parseStoreUrl, routesToStore, type StoreUrl } from '../stores/store-url';

/** Properties of an existing Elasticsearch. */
export interface ElasticsearchProps {
  /** URL without a password, as in 'https://search.example.com:9200'. */
  readonly url: string;

  /**
   * Secret key with the API key.
   *
   * @default - none
   */
  readonly apiKey?: SecretKey;

  /**
   * CIDR ranges of the hosts' addresses.
   *
   * @default - the hosts that are IP addresses; all public addresses for other hosts
   */
  readonly cidrs?: string[];

  /**
   * Pods of Elasticsearch, if it runs in the cluster.
   *
   * @default - outside the cluster
   */
  readonly pods?: NetworkPeer[];
}

/** Document store: holds the texts of the vectors. */
export class DocumentStore implements IConnectable {
  /**
   * Elasticsearch, the only supported document store that several pods can share. The app's client rejects OpenSearch.
   *
   * @throws if the URL is malformed, or a host in the cluster has neither pods nor cidrs.
   */
  public static elasticsearch(props: ElasticsearchProps): DocumentStore {
    return new DocumentStore(parseStoreUrl(props.url, 'document store', { http: 9200, https: 443 }), props);
  }

  private readonly routes: ConnectionRoute[];

  private constructor(private readonly url: StoreUrl, private readonly props: ElasticsearchProps) {
    this.routes = routesToStore(url, 'document store', props);
  }

  public acceptFrom(_caller: ConnectionCaller): ConnectionEndpoint {
    const { apiKey } = this.props;
    return {
      name: this.url.hosts[0].host,
      address: EnvValue.value(this.url.text),
      addressVariable: 'DOCUMENT_STORE_URL',
      secrets: apiKey ? { DOCUMENT_STORE_API_KEY: apiKey } : {},
      routes: this.routes,
    };
  }
}
