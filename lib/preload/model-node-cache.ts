import { type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster } from '../kube/cluster';
import { namedInErrors } from '../kube/named-in-errors';
import { requireObjectName } from '../kube/names';
import { objectName } from '../kube/object-name';
import { type Toleration } from '../kube/toleration';
import { UserError } from '../values/user-error';
import { waitingDaemonSet } from './daemon-set';
import { fetchSettings } from './fetch-settings';
import { fetchPolicy, preloadLabels } from './fetching-pod';
import { type ModelCache } from './model-cache';
import { ModelPreload } from './model-preload';
import { type ModelPreloadOptions } from './model-preload-options';
import { endpointsOf } from './source-endpoint';

/** Models to fetch ahead, and the nodes. */
export interface ModelNodeCacheProps {
  /** Cache in a folder that the pods of a node share. */
  readonly cache: ModelCache;

  /** Models with this cache: the same plain objects as in the workloads. */
  readonly models: ModelPreloadOptions[];

  /**
   * Name of the DaemonSet.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Node selector: labels that a node must have.
   *
   * @default - every node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Tolerations of the pods, such as those for GPU nodes.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * Service account of the pods, for a bucket that is read with the identity of the pod.
   *
   * @default - the namespace's default, without a token
   */
  readonly serviceAccountName?: string;

  /**
   * Image pull Secrets of the registries, by name.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Image of the pause container, by version or digest.
   *
   * @default - registry.k8s.io/pause, by digest
   */
  readonly pauseImage?: string;
}

/**
 * DaemonSet that fills the model cache of every node as soon as the node joins, so that the pods of a scale-up find
 * their models.
 *
 * The DaemonSet runs the script of the pods' init containers. A pod that starts first fetches the model itself; a
 * lock prevents a concurrent fetch.
 *
 * ```ts
 * const models = ModelCache.node(NodeVolume.csi('cache.csi.example.com'));
 * const source = ModelSource.huggingFace('BAAI/bge-m3', { revision: '5617a9f61b028005a4858fdac845db406aefb181' });
 * new ModelNodeCache(chart, 'model-cache', { cache: models, models: [{ source, size: Size.gibibytes(5) }] });
 * ```
 */
@namedInErrors
export class ModelNodeCache extends Construct {
  /** DaemonSet. */
  public readonly daemonSet: ApiObject;
  /** NetworkPolicies of the pods. */
  public readonly networkPolicies: ApiObject[] = [];

  /**
   * @throws if pods of a node do not share the cache, there is no model, or no service account has the identity that
   * a source needs.
   */
  constructor(scope: Construct, id: string, props: ModelNodeCacheProps) {
    super(scope, id);
    const { cache, models, nodeSelector, tolerations, serviceAccountName, imagePullSecrets, pauseImage } = props;
    const name = objectName(this, id, 'DaemonSet', props.name);
    requireObjectName('DaemonSet', name);
    if (models.length === 0) throw new UserError(`node cache '${name}' has no models; add at least one`);
    if (cache._sharing !== 'node') throw new UserError(`node cache '${name}' fills a volume that no other pod can read; use ModelCache.hostPath, or ModelCache.node with a CSI driver that shares a folder`);
    const settings = { nodeSelector, tolerations, serviceAccountName, imagePullSecrets, pauseImage };
    this.daemonSet = waitingDaemonSet(this, { name, component: 'model-cache', ...settings });
    models.forEach((model, index) => {
      const { _details: source } = model.source;
      if (source.kind === 'existing') throw new UserError(`node cache '${name}' has '${source.name}', which is already on a volume; remove it`);
      if (source.podIdentity && serviceAccountName === undefined) {
        throw new UserError(`node cache '${name}' reads ${source.identity} with the identity of its pods (${source.podIdentity.name}), which have no service account; set serviceAccountName`);
      }
      new ModelPreload(this, `Model${index}`, { ...model, cache, container: undefined, workload: this.daemonSet });
      const endpoints = endpointsOf(source, fetchSettings(Cluster.of(this), model, source), model.network);
      const labels = preloadLabels(name, 'model-cache');
      this.networkPolicies.push(fetchPolicy(this, `NetworkPolicy${index}`, { name: models.length > 1 ? `${name}-${index}` : name, podsOf: name, labels, endpoints, dns: model.dns }));
    });
  }
}
