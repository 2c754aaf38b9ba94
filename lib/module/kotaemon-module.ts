import { type ApiObject, Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster } from '../kube/cluster';
import { type ConnectionCaller, type ConnectionEndpoint, type IConnectable } from '../kube/connection';
import { EnvValue } from '../kube/env-value';
import { KubeObject, type KubeObjectProps } from '../kube/kube-object';
import { namedInErrors } from '../kube/named-in-errors';
import { requireObjectName } from '../kube/names';
import { objectName, reserveName } from '../kube/object-name';
import { DEFAULT_SCRAPER, type NetworkPeer, peerManifest, podsIn } from '../kube/network-peer';
import { networkPolicy } from '../kube/network-policy';
import { type k8s, type Plain } from '../kube/plain';
import { requirePort } from '../kube/port';
import { wholeSeconds } from '../kube/seconds';
import { Synthesis } from '../kube/synthesis';
import { type MetricsEndpoint } from '../monitoring/metrics-endpoint';
import { type MonitoredPods, Monitoring } from '../monitoring/monitoring';
import { ModelPreload } from '../preload/model-preload';
import { ServedBy } from '../scaling/metric-options';
import { Policies, type WatchedPolicy } from '../scaling/policies';
import { ScalingPolicy, type ScalingPolicyOptions } from '../scaling/scaling-policy';
import { adaptMetricsOf } from '../scaling/target-metrics';
import { START_TIME_ANNOTATION } from '../values/annotations';
import { ImageReference } from '../values/image-reference';
import { UserError } from '../values/user-error';
import { freeVolumesOnRollout } from './claim-rollout';
import { askForSecretsOf, Connections, type Outside, outsideNote, outsideOf } from './connections';
import { DisruptionBudget } from './disruption-budget';
import { type KotaemonModuleProps } from './kotaemon-module-props';
import { moduleConfig } from './module-config';
import { moduleLabels, moduleSelector } from './module-labels';
import { type ModuleRole } from './module-role';
import { rolloutManifest } from './module-rollout';
import { scalingOptions } from './module-scaling';
import { ModuleServiceAccount } from './module-service-account';
import { moduleSettings } from './module-settings';
import { podSpec } from './pod-template';
import { withPreset } from './presets/preset-props';
import { podProbes } from './probes';

const PORT_NAME = 'http';
const METRICS_PORT_NAME = 'metrics';
const DESCRIPTION_ANNOTATION = 'kubernetes.io/description';

/** Options of a connection. */
export interface ConnectOptions {
  /**
   * Name of the environment variable that receives the address.
   *
   * @default - `<NAME>_URL`, from the name of the dependency; no variable for an external endpoint
   */
  readonly variable?: string;
}

/**
 * Service of a RAG pipeline, with any image.
 *
 * Creates a Deployment and the objects to scale, update and drain it without downtime: a Service, a ServiceAccount
 * without a token, a PodDisruptionBudget, a NetworkPolicy that allows only declared connections, a PodMonitor if the
 * module exposes metrics, and a ScalingPolicy. The role supplies the defaults. Each default can be overridden, and each
 * companion object can be omitted.
 *
 * ```ts
 * const generator = new KotaemonModule(chart, 'generator', {
 *   image: 'registry.example.com/rag/generator:3.1.0',
 *   port: 8000,
 *   role: ModuleRole.GENERATION,
 * });
 * const search = new KotaemonModule(chart, 'search', {
 *   image: 'registry.example.com/rag/search:1.4.2',
 *   port: 8080,
 *   role: ModuleRole.RETRIEVAL,
 *   scaling: { minReplicas: 2, maxReplicas: 20, metrics: [ScalingMetric.cpuUtilization(60)] },
 * });
 * search.connectTo(generator);
 * ```
 */
@namedInErrors
export class KotaemonModule extends Construct implements IConnectable {
  /** Name of the Deployment and of its companion objects. */
  public readonly name: string;
  /** Namespace of the chart; undefined if the manifests set no namespace. */
  public readonly namespace?: string;
  /** Role that supplied the defaults. */
  public readonly role: ModuleRole;
  /** Port that the container serves. */
  public readonly port: number;
  /** Labels of all objects and of the pods, including the chart's. */
  public readonly labels: Record<string, string>;
  /** Labels that select the pods. They depend only on names, so that the construct can move in the tree. */
  public readonly selector: Record<string, string>;
  /** The Deployment. */
  public readonly deployment: ApiObject;
  /** The Service; undefined if `service` is false. */
  public readonly service?: ApiObject;
  /** The ServiceAccount; undefined if the pods use an existing one. */
  public readonly serviceAccount?: ApiObject;
  /** The PodDisruptionBudget; undefined without a disruption budget. */
  public readonly podDisruptionBudget?: ApiObject;
  /** The NetworkPolicy; undefined if disabled in the props. */
  public readonly networkPolicy?: ApiObject;
  /** The PodMonitor; undefined if the module has no metrics, or Prometheus discovers its pods by other means. */
  public readonly podMonitor?: ApiObject;
  /** The scaling policy; undefined if the number of replicas is fixed. */
  public readonly scaling?: ScalingPolicy;
  /** Preload of the model. Its `path` is the model's path in the container. */
  public readonly preload?: ModelPreload;

  private readonly connections: Connections;
  private readonly outside = new Set<string>();

  /** @throws if an option is invalid, or the declared Kubernetes version does not support it. */
  constructor(scope: Construct, id: string, given: KotaemonModuleProps) {
    super(scope, id);
    const props = withPreset(given);
    const chart = Chart.of(this);
    this.name = objectName(this, id, 'Deployment', props.name);
    requireObjectName('module', this.name);
    this.namespace = chart.namespace;
    reserveName(this, 'module', this.name, this.namespace);
    this.role = props.role;
    this.port = requirePort(`the port of module '${this.name}'`, props.port);
    const deploymentName = props.deploymentName ?? this.name;
    this.selector = moduleSelector(this.name, deploymentName);
    this.labels = { ...chart.labels, ...moduleLabels(this.selector, props) };
    this.connections = new Connections(this, { name: this.name, podLabels: this.selector, namespace: this.namespace }, props.env ?? {});

    const policy = this.policyOptions(props);
    const endpoint = props.metricsEndpoint ?? (policy?.metrics?.some((metric) => metric._definition.ofPods && !metric._servedExternally()) ? {} : undefined);
    const metricsPort = requirePort('the port of a metrics endpoint', endpoint?.port ?? this.port);
    const metadata = { name: this.name, labels: this.labels };
    const account = props.serviceAccount ?? ModuleServiceAccount.create();
    this.serviceAccount = account._create(this, 'ServiceAccount', metadata);
    this.deployment = this.createDeployment(props, deploymentName, account, endpoint, metricsPort);
    if (runsVllm(props)) adaptMetricsOf(this.deployment, (metric) => metric._onVllm());
    this.service = props.service === false ? undefined : this.createService(metadata);
    this.scaling = policy && new ScalingPolicy(this, 'Scaling', { ...policy, target: this.deployment });
    Object.entries(this.labels).forEach(([key, value]) => this.scaling?.autoscaler.metadata.addLabel(key, value));
    this.podDisruptionBudget = this.createDisruptionBudget(props, metadata);
    this.networkPolicy = this.createNetworkPolicy(props, metadata, endpoint && metricsPort);
    this.podMonitor = endpoint && monitoringOf(props)._create(this, 'PodMonitor', metadata, this.monitored(endpoint, metricsPort));
    if (!endpoint) this.remindOfMetrics();
    this.preload = props.preload && new ModelPreload(this, 'Preload', { ...props.preload, workload: this });
    props.network?.external?.forEach((external) => this.connectTo(external));
    const { surge, unavailable, recreate } = props.rollout ?? {};
    if (surge === undefined && unavailable === undefined && recreate === undefined) freeVolumesOnRollout(this.deployment);
  }

  /**
   * URL for callers in the cluster, as in 'http://retriever.ai-services.svc:8080'.
   *
   * @throws if the module has no Service.
   */
  public get url(): string {
    if (!this.service) throw new UserError(`module '${this.name}' has no Service and no address, because service is false; remove service: false`);
    return `http://${this.namespace === undefined ? this.name : `${this.name}.${this.namespace}.svc`}:${this.port}`;
  }

  /**
   * Connects this module to a dependency: sets the environment variable with its address, adds the egress rule here and
   * the ingress rule at the dependency.
   *
   * Adds no start-up ordering, so modules may depend on each other in a cycle.
   *
   * @throws if the dependency cannot be reached, or the variable is already set to another value.
   */
  public connectTo(dependency: IConnectable, options: ConnectOptions = {}): void {
    if (dependency === this) throw new UserError(`module '${this.name}' cannot be connected to itself`);
    const endpoint = this.connections.reach(dependency, options.variable);
    askForSecretsOf(endpoint, this, this.namespace, `module ${this.name}`);
    outsideOf(endpoint).forEach((outside) => this.nameOutside(outside));
  }

  /** Allows ingress from callers that are not modules, such as an ingress gateway. */
  public allowFrom(caller: NetworkPeer): void {
    peerManifest(caller);
    this.connections.ingress.push({ peers: [caller], ports: [this.port] });
  }

  public acceptFrom(caller: ConnectionCaller): ConnectionEndpoint {
    const address = EnvValue.value(this.url);
    this.connections.letIn(caller, this.port);
    return { name: this.name, address, routes: [{ peers: [podsIn(this.selector, this.namespace, caller.namespace)], ports: [this.port] }] };
  }

  private nameOutside(endpoint: Outside): void {
    if (!this.networkPolicy) return;
    Synthesis.of(this).note(outsideNote(this.networkPolicy.name, endpoint));
    if (endpoint.isBlocked) return;
    this.outside.add(endpoint.address);
    this.networkPolicy.metadata.addAnnotation(DESCRIPTION_ANNOTATION, `lets pods reach ${Array.from(this.outside).join(', ')} outside the cluster`);
  }

  private policyOptions(props: KotaemonModuleProps): ScalingPolicyOptions | undefined {
    const { replicas, scaling } = props;
    const observes = scaling?.mode?._observes !== undefined;
    if (replicas === undefined && observes) throw new UserError(`the policy of module '${this.name}' only observes, so that nothing sets its replicas; set replicas`);
    if (replicas !== undefined && !observes) {
      if (scaling) throw new UserError(`module '${this.name}' has both replicas (${replicas}) and scaling, which overwrite each other; keep one of the two`);
      if (!Number.isSafeInteger(replicas) || replicas < 0) throw new UserError(`replicas must be a whole number, at least 0, got ${replicas}`);
      return undefined;
    }
    return scalingOptions(scaling ?? {}, props.role.profile, {
      moduleName: this.name,
      roleName: props.role.name,
      sharesPod: [...props.sidecars ?? [], ...props.containers ?? []].length > 0,
      servedBy: props.metricsEndpoint?.servedBy ?? (props.metricsEndpoint && scaling?.autoscaler?._asksPrometheus ? ServedBy.APP : undefined),
      scrapeInterval: props.metricsEndpoint?.interval,
    });
  }

  private createDeployment(
    props: KotaemonModuleProps,
    name: string,
    account: ModuleServiceAccount,
    endpoint: MetricsEndpoint | undefined,
    metricsPort: number,
  ): ApiObject {
    const { resources, startTime, probes, drain, gracePeriod } = moduleSettings(props);
    const { startupBudget, ...containerProbes } = podProbes(probes, startTime, { name: PORT_NAME, number: this.port });
    const config = props.config && moduleConfig(this, 'Config', { name: this.name, labels: this.labels }, props.config, props.configPath ?? '/etc/kotaemon');
    const scraped = endpoint ? monitoringOf(props)._podAnnotations(this.monitored(endpoint, metricsPort)) : {};
    const annotations = { ...scraped, ...props.podAnnotations };
    const { containers: [own, ...beside], ...spec } = podSpec(props, {
      cluster: Cluster.of(this),
      containerName: this.name,
      serviceAccountName: account._nameFor(this.name),
      mountsToken: account._mountsToken,
      selector: this.selector,
      ports: portManifests(this.port, metricsPort),
      probes: containerProbes,
      resources,
      drain,
      gracePeriod,
      configMount: config?.mount,
    });
    const rollout = rolloutManifest(props.rollout ?? {}, startupBudget, Object.keys(resources.extended ?? {}).length > 0);
    const deployment = new KubeObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels: this.labels, annotations: { [START_TIME_ANNOTATION]: `${wholeSeconds('the start time', startTime, 1)}s` } },
      spec: Lazy.any({
        produce: (): Plain<k8s.DeploymentSpec> => ({
          ...(props.replicas !== undefined && { replicas: props.replicas }),
          selector: { matchLabels: this.selector },
          ...rollout,
          template: {
            metadata: { labels: this.labels, ...(Object.keys(annotations).length > 0 && { annotations }) },
            spec: { ...spec, containers: [{ ...own, ...this.connections.environmentManifest() }, ...beside] },
          },
        }),
      }),
    });
    config?.roll(deployment);
    return deployment;
  }

  private createService(metadata: KubeObjectProps['metadata']): ApiObject {
    return new KubeObject(this, 'Service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type: 'ClusterIP', selector: this.selector, ports: [{ name: PORT_NAME, port: this.port, targetPort: PORT_NAME, protocol: 'TCP' }] },
    });
  }

  private createDisruptionBudget(props: KotaemonModuleProps, metadata: KubeObjectProps['metadata']): ApiObject | undefined {
    const fewest = (): number => this.policies().find(({ hpa }) => hpa !== undefined)?.context.minReplicas ?? props.replicas ?? 1;
    const budget = moduleSettings(props).disruptionBudget ?? DisruptionBudget._for(fewest);
    return budget._create(this, 'PodDisruptionBudget', fewest(), metadata, this.selector);
  }

  /** Scaling policies in the app that target this module. */
  private policies(): WatchedPolicy[] {
    const { kind, name, metadata } = this.deployment;
    return Policies.of(this).on({ kind, name, namespace: metadata.namespace });
  }

  private remindOfMetrics(): void {
    this.node.addValidation({
      validate: () => {
        const unseen = this.policies().flatMap(({ metrics }) => metrics).find((metric) => metric._definition.ofPods && !metric._servedExternally());
        if (unseen) Synthesis.of(this).note(`module '${this.name}' is scaled on ${unseen._definition.name} by a policy outside the module, and its pods are not scraped; set metricsEndpoint: {} on the module`);
        return [];
      },
    });
  }

  private createNetworkPolicy({ network = {} }: KotaemonModuleProps, metadata: KubeObjectProps['metadata'], metricsPort?: number): ApiObject | undefined {
    network.callers?.forEach((caller) => this.allowFrom(caller));
    if (network.policy === false) return undefined;
    const scraper = network.scraper ?? DEFAULT_SCRAPER;
    if (metricsPort !== undefined) this.connections.ingress.push({ peers: [scraper], ports: [metricsPort] });
    return networkPolicy(this, 'NetworkPolicy', {
      metadata,
      podLabels: this.selector,
      dns: network.dns,
      ingress: () => this.connections.ingress,
      egress: () => this.connections.egress,
    });
  }

  private monitored(endpoint: MetricsEndpoint, port: number): MonitoredPods {
    return { podLabels: this.selector, port, portName: port === this.port ? PORT_NAME : METRICS_PORT_NAME, endpoint };
  }
}

/** Reports whether the container runs vLLM, by its command or the name of its image. */
function runsVllm({ command, image }: KotaemonModuleProps): boolean {
  return command?.[0] === 'vllm' || /(?:^|[/_-])vllm(?:[-_/]|$)/.test(ImageReference.parse(image).repository);
}

function monitoringOf({ monitoring }: KotaemonModuleProps): Monitoring {
  return monitoring ?? Monitoring.podMonitor();
}

function portManifests(port: number, metricsPort: number): Plain<k8s.ContainerPort>[] {
  const own = { name: PORT_NAME, containerPort: port, protocol: 'TCP' };
  return port === metricsPort ? [own] : [own, { name: METRICS_PORT_NAME, containerPort: metricsPort, protocol: 'TCP' }];
}
