import { type ApiObject, type Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type IConnectable } from '../kube/connection';
import { KubeObject } from '../kube/kube-object';
import { type k8s, type Plain } from '../kube/plain';
import { PRELOAD_SOURCES_ANNOTATION } from '../values/annotations';
import { fetchPolicy, hardenedPod, preloadLabels } from './fetching-pod';
import { type ModelCache } from './model-cache';
import { type ModelPreloadOptions } from './model-preload-options';
import { type PreloadBudget, roomFor } from './preload-budget';
import { fetchContainer, registryVolumes } from './preload-container';
import { PERMANENT_FAILURES } from './script/preload-script';
import { type FetchedSource, folderOf } from './sources/source-details';

/** What its container and its volume are called. */
const MODEL = 'model';
const RETRIES = 4;
const NO_USE_IN_TRYING_AGAIN = { action: 'FailJob', onExitCodes: { containerName: MODEL, operator: 'In', values: [...PERMANENT_FAILURES] } };

interface WriterOptions {
  readonly source: FetchedSource;
  readonly cache: ModelCache;
  readonly budget: PreloadBudget;
  readonly options: ModelPreloadOptions;
  /** How the source is reached. */
  readonly endpoint: IConnectable;
}

/**
 * The Job that fetches one model into one claim: the only writer there.
 *
 * Several workloads that share model and claim share the Job. Another revision is another Job with another folder.
 */
export class ModelWriter extends Construct {
  /**
   * The writer of a model and a claim in a chart, made when it is first asked for.
   *
   * @throws where it was asked for before with other options.
   */
  public static in(chart: Chart, { source, cache, budget, options, endpoint }: WriterOptions): ModelWriter {
    const id = `model-writer-${cache._traits.claimName}-${folderOf(source)}`;
    const podSpec = JSON.stringify(writerPod({ source, cache, budget, options }));
    const known = chart.node.tryFindChild(id) as ModelWriter | undefined;
    if (known && known.podSpec !== podSpec) {
      throw new Error(`two preloads of ${source.identity} into claim '${cache._traits.claimName}' differ; give both the same size, bandwidth, timeout, image and resources`);
    }
    return known ?? new ModelWriter(chart, id, podSpec, { source, budget, options, endpoint });
  }

  public readonly job: ApiObject;
  public readonly networkPolicy: ApiObject;

  private constructor(chart: Chart, id: string, private readonly podSpec: string, { source, budget, options, endpoint }: Omit<WriterOptions, 'cache'>) {
    super(chart, id);
    const name = `preload-${folderOf(source)}`;
    const labels = preloadLabels(name, 'model-preload');
    this.networkPolicy = fetchPolicy(this, 'NetworkPolicy', { name, podsOf: name, labels, endpoint, dns: options.dns });
    this.job = new KubeObject(this, 'Resource', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, labels, annotations: { [PRELOAD_SOURCES_ANNOTATION]: `${source.host}:${source.port}` } },
      spec: {
        backoffLimit: RETRIES,
        activeDeadlineSeconds: (RETRIES + 1) * budget.timeoutSeconds,
        podFailurePolicy: { rules: [NO_USE_IN_TRYING_AGAIN] },
        template: { metadata: { labels }, spec: JSON.parse(podSpec) },
      },
    });
  }
}

function writerPod({ source, cache, budget, options: { size, image, resources, serviceAccountName } }: Omit<WriterOptions, 'endpoint'>): Partial<Plain<k8s.PodSpec>> {
  return {
    ...hardenedPod(),
    ...(serviceAccountName !== undefined && { serviceAccountName }),
    restartPolicy: 'Never',
    containers: [fetchContainer({ name: MODEL, source, size, budget, volume: MODEL, image, resources })],
    volumes: [cache._volume(MODEL, roomFor(size)), ...registryVolumes(source)],
  };
}
