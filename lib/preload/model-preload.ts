import { type ApiObject, Chart, Duration, type Size } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { apiObjectOf } from '../kube/api-object-of';
import { Cluster } from '../kube/cluster';
import { type IConnectable } from '../kube/connection';
import { transformFinalManifest } from '../kube/final-manifest';
import { namedInErrors } from '../kube/named-in-errors';
import { requireObjectName } from '../kube/names';
import { Synthesis } from '../kube/synthesis';
import { UserError } from '../values/user-error';
import { fetchSettings } from './fetch-settings';
import { ModelCache } from './model-cache';
import { type ModelPreloadOptions } from './model-preload-options';
import { ModelWriter } from './model-writer';
import { fetchingPods, imagePods, lookingPods, waitingPods } from './pod-additions';
import { type PodAddition, withModel } from './pod-transform';
import { preloadBudget, roomFor } from './preload-budget';
import { preloadPlace } from './preload-place';
import { askForSecrets, endpointsOf } from './source-endpoint';
import { knownWeights } from './sources/known-models';
import { type FetchedSource } from './sources/source-details';

/** Model, and the workload whose pods mount it. */
export interface ModelPreloadProps extends ModelPreloadOptions {
  /**
   * Workload: a construct that holds one API object with a pod template, such as a KotaemonModule or a workload of
   * any cdk8s-plus version.
   */
  readonly workload: IConstruct;
}

/** Construct with connections, such as a KotaemonModule. */
interface Connecting {
  connectTo(dependency: IConnectable): void;
}

/**
 * Model preload: fetches a model to disk before a container starts.
 *
 * It changes the final manifest of the workload. An init container fetches the model, verifies it and publishes it
 * atomically, or finds it in the cache and exits. The container mounts the model read-only. A Job fills a shared
 * PersistentVolumeClaim, and the pods wait for it.
 *
 * ```ts
 * new ModelPreload(chart, 'RetrieverModel', {
 * workload: retriever.deployment,
 * source: ModelSource.huggingFace('BAAI/bge-m3', { revision: '5617a9f61b028005a4858fdac845db406aefb181' }),
 * size: Size.gibibytes(5),
 * });
 * ```
 */
@namedInErrors
export class ModelPreload extends Construct {
  /** Mount path of the model in the container. */
  public readonly path: string;
  /** Expected time of the fetch. */
  public readonly fetchTime: Duration;
  /** Job that fills the PersistentVolumeClaim, if pods share one. */
  public readonly writer?: ApiObject;
  /** NetworkPolicy of the Job. */
  public readonly writerNetworkPolicy?: ApiObject;

  /**
   * @throws if cache and source are incompatible, the namespace refuses the cache, or the cluster does not support
   * it.
   */
  constructor(scope: Construct, id: string, props: ModelPreloadProps) {
    super(scope, id);
    const { workload, source: { _details: source }, cache = ModelCache.emptyDir() } = props;
    const object = apiObjectOf(workload);
    const { name, path } = preloadPlace(props);
    requireObjectName('preload', `preload-${name}`);
    this.path = path;
    const budget = preloadBudget(props);
    this.fetchTime = Duration.seconds(budget.fetchSeconds);
    const settings = fetchSettings(Cluster.of(this), props, source.kind === 'existing' ? undefined : source);
    const context = { name, path: this.path, budget, options: props, settings };

    if (source.kind === 'existing') {
      if (props.cache) throw new UserError(`model '${name}' is already on volume '${source.volume.name}' and needs no cache; remove the cache`);
      attach(object, lookingPods(source, context));
    } else if (cache._sharing === 'image') {
      attach(object, imagePods(this.requireImage(source), context));
    } else {
      cache._requireNamespace(object.metadata.namespace);
      this.compareSize(source, name, props.size);
      askForSecrets(this, source, name, object.metadata.namespace);
      const endpoints = endpointsOf(source, settings, props.network);
      if (cache._sharing === 'cluster') {
        const { job, networkPolicy } = ModelWriter.in(Chart.of(object), { source, cache, budget, options: props, endpoints, settings });
        this.writer = job;
        this.writerNetworkPolicy = networkPolicy;
        attach(object, waitingPods(source, cache, `Job ${job.name}`, context));
      } else {
        if (isConnecting(workload)) endpoints.forEach((endpoint) => workload.connectTo(endpoint));
        attach(object, fetchingPods(source, cache, context));
      }
    }
  }

  /**
   * Adds a synthesis note if the weights of a well-known model exceed the declared size: the volume would be full
   * before the fetch completes.
   */
  private compareSize(source: FetchedSource, name: string, declared: Size): void {
    const held = knownWeights(source);
    if (held === undefined || held.size.toKibibytes() <= roomFor(declared).toKibibytes()) return;
    const repository = source.env.MODEL_REPO;
    const [first, ...copies] = held.files;
    const advice = copies.length > 0 ? `exclude the copies ${copies.join(', ')} of ${first}, or raise size` : 'raise size';
    Synthesis.of(this).note(`preload ${name} declares a size of ${Math.ceil(declared.toKibibytes() / 1024)} MiB, and ${repository} holds about ${held.size.toMebibytes()} MiB in ${held.files.join(', ')}; ${advice}`);
  }

  private requireImage({ image, identity }: FetchedSource): NonNullable<FetchedSource['image']> {
    if (!image) throw new UserError(`${identity} is not an image, so no node can pull it as a volume; use ModelSource.oci, or another cache`);
    const cluster = Cluster.of(this);
    cluster._require('imageVolume', 'an image as a volume');
    if (image.path !== undefined && cluster.kubernetesVersion.minor < FIRST_WITH_SUB_PATH) {
      throw new UserError(`a path in an image volume needs Kubernetes 1.${FIRST_WITH_SUB_PATH}, and ${cluster.kubernetesVersion} is declared; remove the path, or declare a newer version`);
    }
    return image;
  }
}

const FIRST_WITH_SUB_PATH = 33;

function attach(object: ApiObject, addition: PodAddition): void {
  Synthesis.of(object).own(object);
  const { group, ...rest } = addition;
  transformFinalManifest(object, (manifest) => withModel(manifest, { ...structuredClone(rest), group }));
}

function isConnecting(construct: IConstruct): construct is IConstruct & Connecting {
  return 'connectTo' in construct && typeof construct.connectTo === 'function';
}
