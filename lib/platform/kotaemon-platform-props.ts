import { type IConnectable } from '../kube/connection';
import { type KotaemonModuleProps } from '../module/kotaemon-module-props';
import { type ScalingAlertsProps } from '../monitoring/alert-options';
import { type Monitoring } from '../monitoring/monitoring';
import { type PrometheusAdapterProps } from '../monitoring/prometheus-adapter';
import { type ScalingDashboardProps } from '../monitoring/scaling-dashboard';
import { type IVectorStore } from '../stores/vectors/vector-store';
import { type ISessionStore } from '../stores/sessions/session-store';
import { type GuardrailsProps } from './guardrails-props';
import { type PlatformEntry } from '../module/platform-entry';

/** A module of a platform: any module, and what of the platform it uses. */
export interface PlatformModuleProps extends KotaemonModuleProps {
  /**
   * The modules that it calls, by their names in the platform.
   *
   * @default - none
   */
  readonly calls?: string[];

  /**
   * Whether it keeps sessions in the platform's store.
   *
   * @default - where its role is state tracking
   */
  readonly usesSessions?: boolean;

  /**
   * Whether it reads or fills the platform's vector store.
   *
   * @default - where its role is retrieval or input processing
   */
  readonly usesVectorStore?: boolean;

  /**
   * Whether it asks the platform's embedding service.
   *
   * @default - where its role is retrieval or input processing
   */
  readonly usesEmbedding?: boolean;

  /**
   * What else it reaches: a hosted API, a queue, a store of its own.
   *
   * @default - nothing
   */
  readonly connectsTo?: IConnectable[];
}

/** A whole RAG system. */
export interface KotaemonPlatformProps {
  /** The modules by name. The name is that of the module's objects, so that a module more, or another order, renames none of the others. */
  readonly modules: Record<string, PlatformModuleProps>;

  /**
   * Where sessions are kept.
   *
   * @default - nowhere
   */
  readonly sessions?: ISessionStore;

  /**
   * Where vectors are kept.
   *
   * @default - nowhere
   */
  readonly vectorStore?: IVectorStore;

  /**
   * Who turns texts into vectors, where it is no module of the platform: a hosted API, a module of another chart.
   *
   * @default - whom the modules call
   */
  readonly embedding?: IConnectable;

  /**
   * How users get in.
   *
   * @default - nobody from outside does
   */
  readonly entry?: PlatformEntry;

  /**
   * How Prometheus finds the modules that do not say it themselves.
   *
   * @default Monitoring.podMonitor()
   */
  readonly monitoring?: Monitoring;

  /**
   * The configuration of prometheus-adapter, by which the metrics of the modules reach their HPAs. An app has one. Modules with a metrics endpoint are scaled
   * on what it shows, unless they say who else serves it.
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
   * The application that all modules are a part of, unless they say otherwise themselves.
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
