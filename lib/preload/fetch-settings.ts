import { type CaBundle } from '../kube/ca-bundle';
import { type Cluster } from '../kube/cluster';
import { type EgressProxy } from '../kube/egress-proxy';
import { type EnvValue } from '../kube/env-value';
import { type SecurityProfile } from '../kube/security-profile';
import { type ModelPreloadOptions } from './model-preload-options';
import { type FetchedSource } from './sources/source-details';

/** Settings of the containers of a preload that do not depend on its source. */
export interface FetchSettings {
  readonly security: SecurityProfile;
  readonly caBundle?: CaBundle;
  /** Environment of a container that fetches. */
  readonly environment: Record<string, EnvValue>;
  /** Proxy that the source is fetched through; undefined if it is reached directly. */
  readonly proxy?: EgressProxy;
}

/** Settings of a preload: its own, over those of the cluster. */
export function fetchSettings(cluster: Cluster, options: ModelPreloadOptions, source?: FetchedSource): FetchSettings {
  const { proxy = cluster.proxy, caBundle = cluster.caBundle, network } = options;
  // A source with a network of its own is reached by it, whatever proxy the cluster has.
  const isDirect = proxy === undefined || source === undefined || network !== undefined || proxy._bypasses(source.host);
  const direct = source && network ? [source.host] : [];
  return {
    security: cluster.security,
    caBundle,
    environment: { ...proxy?._environment(direct), ...caBundle?._environment() },
    ...(!isDirect && { proxy }),
  };
}
