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

/** Annotations that keep autoscalers of nodes from evicting a busy pod. */
const KEEP_NODE = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false', 'karpenter.sh/do-not-disrupt': 'true' };

/** The kubelet counts from the moment at which it takes the pod on, before the image is there. */
const PULL_SECONDS = 600;

/** Told to stop by a node that is drained all the same, a pod has its whole job to finish, and this to end. */
const END_SECONDS = 10;

/**
 * A worker on a queue of which no pod is ever taken away while it is busy: KEDA starts a Job for what waits, and each
 * ends when its job is done. A scale-down has nothing to kill, and a new version leaves the Jobs of the old one to
 * their end.
 *
 * A worker whose start is long beside its jobs does better as a module that stays: ModulePreset.queueWorker.
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
  /** Name of the ScaledJob and of the objects beside it. */
  public readonly name: string;
  /** Namespace of the chart; undefined where `kubectl apply` chooses it. */
  public readonly namespace?: string;
  /** The labels that select the pods. */
  public readonly selector: Record<string, string>;
  /** The ScaledJob of KEDA. */
  public readonly scaledJob: ApiObject;
  /** The ServiceAccount of the Jobs. */
  public readonly serviceAccount: ApiObject;
  /** The NetworkPolicy; undefined where the props leave it out. */
  public readonly networkPolicy?: ApiObject;
  /** Model that is loaded before the container starts. */
  public readonly preload?: ModelPreload;

  private readonly connections: Connections;

  /** @throws if an option is not possible, or KEDA cannot read the backlog. */
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
   * Lets the worker reach something, at both ends at once.
   *
   * @throws where it cannot be reached, or the variable says something else already.
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
              // The pod's own deadline: the Job's would count the wait for a node, and all tries together.
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
        // KEDA's own way would delete running Jobs as soon as their template changes.
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
