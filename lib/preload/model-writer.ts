import { createHash } from 'node:crypto';
import { type ApiObject, type Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type IConnectable } from '../kube/connection';
import { KubeObject } from '../kube/kube-object';
import { type k8s, type Plain } from '../kube/plain';
import { PRELOAD_SOURCES_ANNOTATION } from '../values/annotations';
import { UserError } from '../values/user-error';
import { fetchPolicy, hardenedPod, preloadLabels } from './fetching-pod';
import { type FetchSettings } from './fetch-settings';
import { type ModelCache } from './model-cache';
import { type ModelPreloadOptions } from './model-preload-options';
import { oncePerApp } from './once-per-app';
import { type PreloadBudget, roomFor } from './preload-budget';
import { fetchContainer, fetchVolumes } from './preload-container';
import { PERMANENT_FAILURES } from './script/preload-script';
import { addressOf } from './source-endpoint';
import { type FetchedSource, folderOf } from './sources/source-details';

/** Name of the container and of the volume. */
const MODEL = 'model';
const RETRIES = 4;
/** Pod failure policy: a permanent failure fails the Job; a drained or evicted pod does not count. */
const FAILURE_RULES = [
  {
    action: 'FailJob',
    onExitCodes: { containerName: MODEL, operator: 'In', values: [...PERMANENT_FAILURES] },
    // the schemas of older versions require it
    onPodConditions: [],
  },
  { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
];

interface WriterOptions {
  readonly source: FetchedSource;
  readonly cache: ModelCache;
  readonly budget: PreloadBudget;
  readonly options: ModelPreloadOptions;
  /** Endpoints that the fetch needs. */
  readonly endpoints: readonly IConnectable[];
  readonly settings: FetchSettings;
}

/**
 * Job that fetches one model into one PersistentVolumeClaim, as its only writer.
 *
 * Workloads of a namespace that share model and claim share the Job, across charts. A Job is immutable, so another
 * revision, claim or pod has another Job.
 */
export class ModelWriter extends Construct {
  /**
   * Returns the writer of a model and a claim in the namespace of a chart, created at the first call.
   *
   * @throws if an earlier call had other options, or no service account has the identity that the source needs.
   */
  public static in(chart: Chart, { source, cache, budget, options, endpoints, settings }: WriterOptions): ModelWriter {
    const { claimName } = cache._traits;
    const folder = folderOf(source);
    if (source.podIdentity && options.writer?.serviceAccountName === undefined) {
      throw new UserError(`the Job that fetches ${source.identity} reads it with the identity of its pod (${source.podIdentity.name}), which has no service account; set writer.serviceAccountName`);
    }
    const podSpec = JSON.stringify(writerPod({ source, cache, budget, options, settings }));
    const writer = oncePerApp(chart, ['ModelWriter', chart.namespace, claimName, folder], () => {
      const name = `preload-${source.name}`;
      const names = { pods: `${name}-${digest(claimName, folder)}`, job: `${name}-${digest(podSpec, FAILURE_RULES)}` };
      return new ModelWriter(chart, `model-writer-${claimName}-${folder}`, podSpec, names, { source, budget, options, endpoints, settings });
    });
    if (writer.podSpec !== podSpec) {
      throw new UserError(`two preloads of ${source.identity} into claim '${claimName}' differ; give both the same size, bandwidth, timeout, image, resources and writer`);
    }
    return writer;
  }

  public readonly job: ApiObject;
  public readonly networkPolicy: ApiObject;

  private constructor(
    chart: Chart,
    id: string,
    private readonly podSpec: string,
    names: { readonly pods: string; readonly job: string },
    { source, budget, options, endpoints, settings }: Omit<WriterOptions, 'cache'>,
  ) {
    super(chart, id);
    const labels = preloadLabels(names.pods, 'model-preload');
    this.networkPolicy = fetchPolicy(this, 'NetworkPolicy', { name: names.pods, podsOf: names.pods, labels, endpoints, dns: options.dns });
    this.job = new KubeObject(this, 'Resource', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: names.job, labels, annotations: { [PRELOAD_SOURCES_ANNOTATION]: addressOf(source, settings) } },
      spec: {
        backoffLimit: RETRIES,
        activeDeadlineSeconds: (RETRIES + 1) * budget.timeoutSeconds,
        podFailurePolicy: { rules: FAILURE_RULES },
        template: { metadata: { labels }, spec: JSON.parse(podSpec) },
      },
    });
  }
}

function digest(...parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
}

function writerPod({ source, cache, budget, settings, options: { size, image, resources, writer } }: Omit<WriterOptions, 'endpoints'>): Partial<Plain<k8s.PodSpec>> {
  return {
    ...hardenedPod(settings.security, writer),
    restartPolicy: 'Never',
    containers: [fetchContainer({ name: MODEL, source, size, budget, volume: MODEL, image, resources, settings })],
    volumes: [cache._volume(MODEL, roomFor(size)), ...fetchVolumes(source, settings)],
  };
}
