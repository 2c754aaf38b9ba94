import { type ApiObject, Chart, Duration, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster } from '../kube/cluster';
import { type IConnectable } from '../kube/connection';
import { KubeObject } from '../kube/kube-object';
import { namedInErrors } from '../kube/named-in-errors';
import { requireObjectName } from '../kube/names';
import { objectName, reserveName } from '../kube/object-name';
import { networkPolicy } from '../kube/network-policy';
import { wholeSeconds } from '../kube/seconds';
import { Synthesis } from '../kube/synthesis';
import { ModelPreload } from '../preload/model-preload';
import { kedaTriggers } from '../scaling/keda-triggers';
import { UserError } from '../values/user-error';
import { askForSecretsOf, Connections, outsideNote, outsideOf } from './connections';
import { Drain } from './drain';
import { type ConnectOptions } from './kotaemon-module';
import { type KotaemonModuleProps } from './kotaemon-module-props';
import { moduleLabels, moduleSelector } from './module-labels';
import { ModuleRole } from './module-role';
import { moduleSettings } from './module-settings';
import { podSpec } from './pod-template';
import { type QueueWorkerJobProps } from './queue-worker-job-props';
import { Spread } from './scheduling';

/** Placeholder: a Job has no port. */
const NO_PORT = 1;

/** Annotations that prevent node autoscalers from evicting a busy pod. */
const KEEP_NODE = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false', 'karpenter.sh/do-not-disrupt': 'true' };

/**
 * Allowance for the image pull: activeDeadlineSeconds starts when the kubelet accepts the pod, before the image is
 * pulled.
 */
const PULL_SECONDS = 600;

/**
 * Allowance for the shutdown after the job. On a forced node drain, the grace period covers the whole job and this
 * allowance.
 */
const END_SECONDS = 10;

/**
 * Queue worker whose busy pods are never terminated. KEDA starts a Job for each pending message, and the Job ends when
 * it has processed it. A scale-down terminates no pods, and a new version lets the Jobs of the old version complete.
 *
 * If the start-up is long compared to a job, use a permanent worker instead: ModulePreset.queueWorker.
 *
 * ```ts
 * new QueueWorkerJob(chart, 'ingest', {
 *   image: 'registry.example.com/rag/ingest:1.4.2',
 *   backlog: ScalingMetric.kafkaLag({
 *     topic: 'documents', consumerGroup: 'ingest', partitions: 24, perReplica: 1,
 *     bootstrapServers: ['kafka.example.com:9092'],
 *   }),
 *   longestJob: Duration.minutes(30),
 * });
 * ```
 *
 * @see https://keda.sh/docs/latest/concepts/scaling-jobs/
 */
@namedInErrors
export class QueueWorkerJob extends Construct {
  /** Name of the ScaledJob and of its companion objects. */
  public readonly name: string;
  /** Namespace of the chart; undefined if the manifests set no namespace. */
  public readonly namespace?: string;
  /** Labels that select the pods. */
  public readonly selector: Record<string, string>;
  /** The ScaledJob for KEDA. */
  public readonly scaledJob: ApiObject;
  /** The ServiceAccount of the Jobs. */
  public readonly serviceAccount: ApiObject;
  /** The NetworkPolicy; undefined if disabled in the props. */
  public readonly networkPolicy?: ApiObject;
  /** Preload of the model that runs before the container starts. */
  public readonly preload?: ModelPreload;

  private readonly connections: Connections;

  /** @throws if an option is invalid, or KEDA cannot read the backlog. */
  constructor(scope: Construct, id: string, props: QueueWorkerJobProps) {
    super(scope, id);
    const chart = Chart.of(this);
    this.name = objectName(this, id, 'ScaledJob', props.name);
    requireObjectName('worker', this.name);
    this.namespace = chart.namespace;
    reserveName(this, 'worker', this.name, this.namespace);
    this.selector = moduleSelector(this.name, this.name);
    const module: KotaemonModuleProps = { ...props, role: ModuleRole.INPUT_PROCESSING, port: NO_PORT, name: this.name };
    const labels = { ...chart.labels, ...moduleLabels(this.selector, module) };
    const metadata = { name: this.name, labels };
    this.connections = new Connections(this, { name: this.name, podLabels: this.selector, namespace: this.namespace }, props.env ?? {});
    this.serviceAccount = new KubeObject(this, 'ServiceAccount', { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    this.scaledJob = this.createScaledJob(props, module, metadata);
    if (props.network?.policy !== false) {
      this.networkPolicy = networkPolicy(this, 'NetworkPolicy', {
        metadata, podLabels: this.selector, dns: props.network?.dns, ingress: () => [], egress: () => this.connections.egress,
      });
    }
    props.network?.external?.forEach((external) => this.connectTo(external));
    this.preload = props.preload && new ModelPreload(this, 'Preload', { ...props.preload, workload: this });
  }

  /**
   * Connects the worker to a dependency: sets the environment variable with its address, adds the egress rule here and
   * the ingress rule at the dependency.
   *
   * @throws if the dependency cannot be reached, or the variable is already set to another value.
   */
  public connectTo(dependency: IConnectable, options: ConnectOptions = {}): void {
    const endpoint = this.connections.reach(dependency, options.variable);
    askForSecretsOf(endpoint, this, this.namespace, `worker ${this.name}`);
    if (!this.networkPolicy) return;
    outsideOf(endpoint).forEach((outside) => Synthesis.of(this).note(outsideNote(this.name, outside)));
  }

  private createScaledJob(props: QueueWorkerJobProps, module: KotaemonModuleProps, metadata: { name: string; labels: Record<string, string> }): ApiObject {
    const { maxJobs = 10, retries = 2, longestJob, backlog, pollingInterval, metricsSource } = props;
    requireWhole('the most jobs', maxJobs, 1);
    requireWhole('retries', retries, 0);
    const seconds = wholeSeconds('the longest job', longestJob, 1);
    const { containers: [own], ...spec } = podSpec({ ...module, scheduling: { spread: Spread.NONE, ...props.scheduling } }, {
      cluster: Cluster.of(this),
      containerName: this.name,
      serviceAccountName: this.name,
      mountsToken: false,
      selector: this.selector,
      ports: [],
      probes: {},
      resources: moduleSettings(module).resources,
      drain: Drain.none(),
      gracePeriod: Duration.seconds(seconds + END_SECONDS),
    });
    const target = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', name: this.name, namespace: this.namespace };
    const context = { target, minReplicas: 0, maxReplicas: maxJobs, scrapeInterval: 15 };
    const countsRunning = props.backlogCountsRunning ?? backlog._definition.countsTaken;
    if (countsRunning === undefined) {
      throw new UserError(`backlogCountsRunning is not set, and ${backlog._definition.name} may or may not count messages that Jobs have taken; set it to true if it counts them, or to false`);
    }
    backlog._definition.check?.(context);
    const triggers = kedaTriggers(this, {
      name: this.name, metrics: [backlog], metricsSource, context,
    });
    return new KubeObject(this, 'Resource', {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledJob',
      metadata,
      spec: {
        jobTargetRef: {
          parallelism: 1,
          completions: 1,
          backoffLimit: retries,
          template: Lazy.any({
            produce: () => ({
              metadata: { labels: metadata.labels, annotations: KEEP_NODE },
              // The deadline of the pod. A deadline of the Job would include the time pending and all retries.
              spec: {
                restartPolicy: 'Never',
                activeDeadlineSeconds: seconds + PULL_SECONDS,
                ...spec,
                containers: [{ ...own, ...this.connections.environmentManifest() }],
              },
            }),
          }),
        },
        ...(pollingInterval && { pollingInterval: wholeSeconds('the polling interval', pollingInterval, 1) }),
        maxReplicaCount: maxJobs,
        scalingStrategy: { strategy: countsRunning ? 'default' : 'accurate' },
        // KEDA's default strategy deletes running Jobs when their template changes.
        rollout: { strategy: 'gradual' },
        successfulJobsHistoryLimit: 5,
        failedJobsHistoryLimit: 5,
        triggers,
      },
    });
  }
}

function requireWhole(what: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) throw new UserError(`${what} must be a whole number, at least ${least}, got ${value}`);
}
