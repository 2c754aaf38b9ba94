import { type IConnectable } from '../kube/connection';
import { type KotaemonModuleProps } from '../module/kotaemon-module-props';
import { type ScalingAlertsProps } from '../monitoring/alert-options';
import { type Monitoring } from '../monitoring/monitoring';
import { type PrometheusAdapterProps } from '../monitoring/prometheus-adapter';
import { type ScalingDashboardProps } from '../monitoring/scaling-dashboard';
import { type IVectorStore } from '../stores/vectors/vector-store';
import { type ISessionStore } from '../stores/sessions/session-store';
import { type PlatformEntry } from '../module/platform-entry';
import { type GuardrailsProps } from './guardrails-props';

/** Module of a platform, and the parts of the platform that it uses. */
export interface PlatformModuleProps extends KotaemonModuleProps {
  /**
   * The modules that it calls, by their names in the platform.
   *
   * @default - none
   */
  readonly calls?: string[];

  /**
   * Keeps sessions in the platform's store.
   *
   * @default - where its role is state tracking
   */
  readonly usesSessions?: boolean;

  /**
   * Reads or fills the platform's vector store.
   *
   * @default - where its role is retrieval or input processing
   */
  readonly usesVectorStore?: boolean;

  /**
   * Calls the platform's embedding service.
   *
   * @default - where its role is retrieval or input processing
   */
  readonly usesEmbedding?: boolean;

  /**
   * Other dependencies: a hosted API, a queue, a store of its own.
   *
   * @default - nothing
   */
  readonly connectsTo?: IConnectable[];
}

/** A complete RAG system. */
export interface KotaemonPlatformProps {
  /**
   * The modules by name. The name is that of the module's objects, so that one more module, or another order, renames
   * none of the others.
   */
  readonly modules: Record<string, PlatformModuleProps>;

  /**
   * The session store.
   *
   * @default - none
   */
  readonly sessions?: ISessionStore;

  /**
   * The vector store.
   *
   * @default - none
   */
  readonly vectorStore?: IVectorStore;

  /**
   * The embedding service, where it is not a module of the platform: a hosted API, a module of another chart.
   *
   * @default - the module that `calls` names, where there is one
   */
  readonly embedding?: IConnectable;

  /**
   * The way in for users.
   *
   * @default - none: nothing outside reaches a module
   */
  readonly entry?: PlatformEntry;

  /**
   * Discovery by Prometheus, for the modules that do not set it themselves.
   *
   * @default Monitoring.podMonitor()
   */
  readonly monitoring?: Monitoring;

  /**
   * The configuration of prometheus-adapter, by which the metrics of the modules reach their HPAs. An app has one.
   * Modules with a metrics endpoint are scaled on what it exposes, unless they name who else serves it.
   *
   * @default - none is made
   */
  readonly metricsAdapter?: PrometheusAdapterProps;

  /**
   * Alerts for all policies of the app, as rules for the Prometheus Operator.
   *
   * @default - none
   */
  readonly alerts?: ScalingAlertsProps;

  /**
   * A Grafana dashboard of all policies of the app.
   *
   * @default - none
   */
  readonly dashboard?: ScalingDashboardProps;

  /**
   * The application that all modules are a part of, unless they set it themselves.
   *
   * @default - the construct's id
   */
  readonly partOf?: string;

  /**
   * The names of the Secrets with the credentials of registries, for the modules that name none themselves.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Limits for the whole app.
   *
   * @default - none
   */
  readonly guardrails?: GuardrailsProps;
}
