import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type IConnectable } from '../kube/connection';
import { namedInErrors } from '../kube/named-in-errors';
import { Synthesis } from '../kube/synthesis';
import { KotaemonModule } from '../module/kotaemon-module';
import { ModuleRole } from '../module/module-role';
import { type PlatformEntry } from '../module/platform-entry';
import { PrometheusAdapter } from '../monitoring/prometheus-adapter';
import { ScalingAlerts } from '../monitoring/scaling-alerts';
import { ScalingDashboard } from '../monitoring/scaling-dashboard';
import { ServedBy } from '../scaling/metric-options';
import { type IVectorStore } from '../stores/vectors/vector-store';
import { type ISessionStore } from '../stores/sessions/session-store';
import { UserError } from '../values/user-error';
import { Guardrails } from './guardrails';
import { type KotaemonPlatformProps, type PlatformModuleProps } from './kotaemon-platform-props';

/** Roles whose modules use a shared service by default. */
const SESSION_ROLES: readonly ModuleRole[] = [ModuleRole.STATE_TRACKING];
const RETRIEVAL_ROLES: readonly ModuleRole[] = [ModuleRole.RETRIEVAL, ModuleRole.INPUT_PROCESSING];

/**
 * Complete RAG system: modules, their connections, session store, vector store and the entry point for users. A
 * connection consists of an address and a Secret reference in the caller's environment, an egress rule of the caller
 * and an ingress rule of the dependency.
 *
 * All objects are public, as in `platform.modules.retriever.deployment`. Stores are created or imported first and
 * passed in, so that a store is replaced by changing one line.
 *
 * ```ts
 * new KotaemonPlatform(chart, 'assistant', {
 *   modules: {
 *     agent: {
 *       role: ModuleRole.STATE_TRACKING,
 *       image: 'registry.example.com/agent:2.0.1',
 *       port: 8080,
 *       calls: ['search'],
 *     },
 *     search: { role: ModuleRole.RETRIEVAL, image: 'registry.example.com/search:1.4.2', port: 8080 },
 *   },
 *   sessions: new RedisSessionStore(chart, 'sessions'),
 * });
 * ```
 */
@namedInErrors
export class KotaemonPlatform extends Construct {
  /** Modules by name. */
  public readonly modules: Record<string, KotaemonModule>;
  /** Session store; undefined if not set in the props. */
  public readonly sessions?: ISessionStore;
  /** Vector store; undefined if not set in the props. */
  public readonly vectorStore?: IVectorStore;
  /** Embedding service; undefined if not set in the props. */
  public readonly embedding?: IConnectable;
  /** The Ingress or HTTPRoute; undefined without an entry. */
  public readonly entry?: ApiObject;
  /** Configuration of prometheus-adapter; undefined if not set in the props. */
  public readonly metricsAdapter?: PrometheusAdapter;
  /** Alerts for all scaling policies of the app; undefined if not set in the props. */
  public readonly alerts?: ScalingAlerts;
  /** Dashboard of all scaling policies of the app; undefined if not set in the props. */
  public readonly dashboard?: ScalingDashboard;

  /**
   * @throws if a module calls an unknown module, uses a shared service that the platform lacks, or has an invalid
   * option.
   */
  constructor(scope: Construct, id: string, props: KotaemonPlatformProps) {
    super(scope, id);
    if (Object.keys(props.modules).length === 0) throw new UserError(`platform '${id}' has no modules; add at least one`);
    this.sessions = props.sessions;
    this.vectorStore = props.vectorStore;
    this.embedding = props.embedding;
    this.modules = Object.fromEntries(Object.entries(props.modules).map(([name, module]) => [name, this.createModule(name, module, props)]));
    Object.entries(props.modules).forEach(([name, module]) => this.connect(name, module));
    this.tellUnused(props);
    this.entry = props.entry && this.createEntry(props.entry);
    this.metricsAdapter = props.metricsAdapter && new PrometheusAdapter(this, 'MetricsAdapter', props.metricsAdapter);
    this.alerts = props.alerts && new ScalingAlerts(this, 'Alerts', props.alerts);
    this.dashboard = props.dashboard && new ScalingDashboard(this, 'Dashboard', props.dashboard);
    Synthesis.of(this).tellDemand();
    if (props.guardrails) Guardrails.enforce(this, props.guardrails);
  }

  /**
   * Returns a module by name.
   *
   * @throws if the platform has no module of that name.
   */
  public module(name: string): KotaemonModule {
    if (Object.hasOwn(this.modules, name)) return this.modules[name];
    throw new UserError(`platform '${this.node.id}' has no module '${name}'; it has ${Object.keys(this.modules).join(', ')}`);
  }

  private createModule(name: string, props: PlatformModuleProps, platform: KotaemonPlatformProps): KotaemonModule {
    const { monitoring, metricsAdapter, partOf, imagePullSecrets } = platform;
    const isAsked = metricsAdapter && props.metricsEndpoint && !props.scaling?.autoscaler?._isKeda;
    return new KotaemonModule(this, name, {
      partOf: partOf ?? this.node.id,
      ...(monitoring && { monitoring }),
      ...(imagePullSecrets && { imagePullSecrets }),
      ...props,
      // The platform's adapter serves the metrics of the endpoint.
      ...(isAsked && { metricsEndpoint: { ...props.metricsEndpoint, servedBy: props.metricsEndpoint.servedBy ?? ServedBy.APP } }),
    });
  }

  /**
   * Connects a module to its dependencies. Within a chart, stores precede the modules that use them, for tools that
   * apply manifests in file order.
   */
  private connect(name: string, props: PlatformModuleProps): void {
    const module = this.modules[name];
    props.calls?.forEach((callee) => module.connectTo(this.module(callee)));
    for (const part of this.partsOf(name, props)) {
      module.connectTo(part);
      if (Construct.isConstruct(part) && Chart.of(part) === Chart.of(this)) module.node.addDependency(part);
    }
    props.connectsTo?.forEach((other) => module.connectTo(other));
  }

  /** Adds a note on shared services that no module uses, which is usually a mistake. */
  private tellUnused({ modules }: KotaemonPlatformProps): void {
    const used = new Set(Object.entries(modules).flatMap(([name, module]) => this.partsOf(name, module)));
    for (const [what, part, option] of [['session store', this.sessions, 'usesSessions'], ['vector store', this.vectorStore, 'usesVectorStore'], ['embedding service', this.embedding, 'usesEmbedding']] as const) {
      if (part && !used.has(part)) Synthesis.of(this).note(`no module of platform ${this.node.id} uses its ${what}; set ${option}: true on a module, or connect one with connectTo`);
    }
  }

  private partsOf(name: string, { role, usesSessions, usesVectorStore, usesEmbedding }: PlatformModuleProps): IConnectable[] {
    const part = (what: string, connectable: IConnectable | undefined, asked: boolean | undefined, byRole: readonly ModuleRole[]): IConnectable[] => {
      if (asked && !connectable) throw new UserError(`module '${name}' needs the ${what} of platform '${this.node.id}', which has none; set one on the platform`);
      return connectable && (asked ?? byRole.includes(role)) ? [connectable] : [];
    };
    return [
      ...part('session store', this.sessions, usesSessions, SESSION_ROLES),
      ...part('vector store', this.vectorStore, usesVectorStore, RETRIEVAL_ROLES),
      ...part('embedding service', this.embedding, usesEmbedding, RETRIEVAL_ROLES),
    ];
  }

  private createEntry(entry: PlatformEntry): ApiObject {
    if (entry.module === undefined) throw new UserError(`the entry of platform '${this.node.id}' has no module; set module to the one that users reach, one of ${Object.keys(this.modules).join(', ')}`);
    const module = this.module(entry.module);
    if (!module.service) throw new UserError(`module '${entry.module}' has no Service, which the entry needs; remove service: false`);
    module.allowFrom(entry.from);
    return entry._create(this, { metadata: { name: module.name, labels: module.labels }, service: module.name, port: module.port });
  }
}
