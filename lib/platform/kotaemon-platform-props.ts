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

/** Module of a platform, with the shared services that it uses. */
export interface PlatformModuleProps extends KotaemonModuleProps {
  /**
   * Names of the platform's modules that this module calls.
   *
   * @default - none
   */
  readonly calls?: string[];

  /**
   * Connects the module to the platform's session store.
   *
   * @default - true for the role state tracking
   */
  readonly usesSessions?: boolean;

  /**
   * Connects the module to the platform's vector store.
   *
   * @default - true for the roles retrieval and input processing
   */
  readonly usesVectorStore?: boolean;

  /**
   * Connects the module to the platform's embedding service.
   *
   * @default - true for the roles retrieval and input processing
   */
  readonly usesEmbedding?: boolean;

  /**
   * Other dependencies, such as a hosted API, a queue or the module's own store.
   *
   * @default - none
   */
  readonly connectsTo?: IConnectable[];
}

/** Properties of a complete RAG system. */
export interface KotaemonPlatformProps {
  /**
   * Modules by name. The name is also that of the module's objects, so that adding or reordering modules renames no
   * others.
   */
  readonly modules: Record<string, PlatformModuleProps>;

  /**
   * Session store.
   *
   * @default - none
   */
  readonly sessions?: ISessionStore;

  /**
   * Vector store.
   *
   * @default - none
   */
  readonly vectorStore?: IVectorStore;

  /**
   * Embedding service that is not a module of the platform, such as a hosted API or a module of another chart.
   *
   * @default - the module that `calls` names, if any
   */
  readonly embedding?: IConnectable;

  /**
   * Entry point for users: an Ingress or an HTTPRoute.
   *
   * @default - no access from outside
   */
  readonly entry?: PlatformEntry;

  /**
   * Prometheus discovery of modules that do not set it.
   *
   * @default Monitoring.podMonitor()
   */
  readonly monitoring?: Monitoring;

  /**
   * Configuration of prometheus-adapter, which serves the modules' metrics to their HPAs. An app has at most one.
   * Modules with a metrics endpoint scale on its metrics, unless they set another server.
   *
   * @default - not created
   */
  readonly metricsAdapter?: PrometheusAdapterProps;

  /**
   * Alerts for all scaling policies of the app, as a PrometheusRule.
   *
   * @default - none
   */
  readonly alerts?: ScalingAlertsProps;

  /**
   * Grafana dashboard of all scaling policies of the app.
   *
   * @default - none
   */
  readonly dashboard?: ScalingDashboardProps;

  /**
   * Application that the modules are part of (app.kubernetes.io/part-of), unless they set it.
   *
   * @default - the construct's id
   */
  readonly partOf?: string;

  /**
   * Names of the Secrets with registry credentials, for modules that set none.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Limits for the app.
   *
   * @default - none
   */
  readonly guardrails?: GuardrailsProps;
}
