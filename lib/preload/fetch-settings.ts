import { type CaBundle } from '../kube/ca-bundle';
import { type Cluster } from '../kube/cluster';
import { type EgressProxy } from '../kube/egress-proxy';
import { type EnvValue } from '../kube/env-value';
import { type SecurityProfile } from '../kube/security-profile';
import { type ModelPreloadOptions } from './model-preload-options';
import { type FetchedSource } from './sources/source-details';

/** Settings of the preload containers that do not depend on the source. */
export interface FetchSettings {
  readonly security: SecurityProfile;
  readonly caBundle?: CaBundle;
  /** Environment variables of a fetch container. */
  readonly environment: Record<string, EnvValue>;
  /** Egress proxy of the fetch; undefined for a direct connection. */
  readonly proxy?: EgressProxy;
}

/** Returns the settings of a preload, which override those of the cluster. */
export function fetchSettings(cluster: Cluster, options: ModelPreloadOptions, source?: FetchedSource): FetchSettings {
  const { proxy = cluster.proxy, caBundle = cluster.caBundle, network } = options;
  // A source with its own `network` is reached directly, whatever proxy the cluster has.
  const isDirect = proxy === undefined || source === undefined || network !== undefined || proxy._bypasses(source.host);
  const direct = source && network ? [source.host] : [];
  return {
    security: cluster.security,
    caBundle,
    environment: { ...proxy?._environment(direct), ...caBundle?._environment() },
    ...(!isDirect && { proxy }),
  };
}
