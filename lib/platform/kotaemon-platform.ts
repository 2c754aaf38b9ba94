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

/** Roles whose modules use a part of the platform unless they say otherwise. */
const SESSION_ROLES: readonly ModuleRole[] = [ModuleRole.STATE_TRACKING];
const RETRIEVAL_ROLES: readonly ModuleRole[] = [ModuleRole.RETRIEVAL, ModuleRole.INPUT_PROCESSING];

/**
 * A whole RAG system, wired: who calls whom, where sessions and vectors are, how users get in. Each connection is an address and a credential by reference in
 * the caller's environment, a way out in its network policy, and a way in at the other end.
 *
 * It makes nothing that could not be made one by one, and everything it makes can be reached: `platform.modules.retriever.deployment`. Stores are made, or
 * imported, before it and passed in, so that one is swapped for another in one line.
 */
@namedInErrors
export class KotaemonPlatform extends Construct {
  /** The modules by name. */
  public readonly modules: Record<string, KotaemonModule>;
  public readonly sessions?: ISessionStore;
  public readonly vectorStore?: IVectorStore;
  public readonly embedding?: IConnectable;
  /** The Ingress or HTTPRoute; undefined where nobody from outside gets in. */
  public readonly entry?: ApiObject;
  /** The configuration of prometheus-adapter, where it is made here. */
  public readonly metricsAdapter?: PrometheusAdapter;
  /** The alerts for all policies of the app, where they are made here. */
  public readonly alerts?: ScalingAlerts;
  /** The dashboard of all policies of the app, where it is made here. */
  public readonly dashboard?: ScalingDashboard;

  /** @throws where a module calls one that there is not, uses a part that the platform does not have, or is impossible itself. */
  constructor(scope: Construct, id: string, props: KotaemonPlatformProps) {
    super(scope, id);
    if (Object.keys(props.modules).length === 0) throw new UserError(`platform '${id}' has no modules; name at least one`);
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
   * A module by its name.
   *
   * @throws where there is none of that name.
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
      // What the endpoint shows, the adapter that is configured here serves.
      ...(isAsked && { metricsEndpoint: { ...props.metricsEndpoint, servedBy: props.metricsEndpoint.servedBy ?? ServedBy.APP } }),
    });
  }

  /** Within a chart stores come before what uses them, for whatever applies manifests in the order of the file. */
  private connect(name: string, props: PlatformModuleProps): void {
    const module = this.modules[name];
    props.calls?.forEach((callee) => module.connectTo(this.module(callee)));
    for (const part of this.partsOf(name, props)) {
      module.connectTo(part);
      if (Construct.isConstruct(part) && Chart.of(part) === Chart.of(this)) module.node.addDependency(part);
    }
    props.connectsTo?.forEach((other) => module.connectTo(other));
  }

  /** A part that nobody is told of is mostly one that was forgotten; it may still be connected by hand. */
  private tellUnused({ modules }: KotaemonPlatformProps): void {
    const used = new Set(Object.entries(modules).flatMap(([name, module]) => this.partsOf(name, module)));
    for (const [what, part, option] of [['session store', this.sessions, 'usesSessions'], ['vector store', this.vectorStore, 'usesVectorStore'], ['embedding service', this.embedding, 'usesEmbedding']] as const) {
      if (part && !used.has(part)) Synthesis.of(this).note(`no module of platform ${this.node.id} uses its ${what}, by its role or by ${option}: true; unless one is connected to it by hand, nobody is told where it is`);
    }
  }

  private partsOf(name: string, { role, usesSessions, usesVectorStore, usesEmbedding }: PlatformModuleProps): IConnectable[] {
    const part = (what: string, connectable: IConnectable | undefined, asked: boolean | undefined, byRole: readonly ModuleRole[]): IConnectable[] => {
      if (asked && !connectable) throw new UserError(`module '${name}' uses the ${what} of platform '${this.node.id}', which has none; pass one to the platform`);
      return connectable && (asked ?? byRole.includes(role)) ? [connectable] : [];
    };
    return [
      ...part('session store', this.sessions, usesSessions, SESSION_ROLES),
      ...part('vector store', this.vectorStore, usesVectorStore, RETRIEVAL_ROLES),
      ...part('embedding service', this.embedding, usesEmbedding, RETRIEVAL_ROLES),
    ];
  }

  private createEntry(entry: PlatformEntry): ApiObject {
    if (entry.module === undefined) throw new UserError(`the entry of platform '${this.node.id}' names no module; set module to the one that users reach: ${Object.keys(this.modules).join(', ')}`);
    const module = this.module(entry.module);
    if (!module.service) throw new UserError(`module '${entry.module}' has no service, so that nobody can get in by it; leave 'service: false' out`);
    module.allowFrom(entry.from);
    return entry._create(this, { metadata: { name: module.name, labels: module.labels }, service: module.name, port: module.port });
  }
}
