import { HealthProbe } from '../health-probe';
import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { type ModuleRole } from '../module-role';
import { type EngineOptions } from './engine-options';
import { PYTHON_ENVIRONMENT } from './python-environment';

/** A service of your own over HTTP. */
export interface HttpServiceOptions extends EngineOptions {
  /** What it does. */
  readonly role: ModuleRole;

  /** The image, by version or digest. */
  readonly image: string;

  /**
   * The TCP port.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * What is asked whether the pod gets requests.
   *
   * @default '/health'
   */
  readonly healthPath?: string;

  /**
   * Where the metrics are, by the names of prometheus-fastapi-instrumentator: `http_requests_total`, `http_request_duration_seconds`,
   * `http_requests_inprogress`.
   *
   * @default '/metrics'
   */
  readonly metricsPath?: string;
}

/** What a service with the usual metrics needs in order to be a module: the signals of its role, out of those metrics. */
export function httpServicePreset(options: HttpServiceOptions): KotaemonModuleProps {
  const { role, image, port = 8080, healthPath = '/health', metricsPath } = options;
  return {
    role,
    image,
    port,
    args: options.extraArgs,
    env: { ...PYTHON_ENVIRONMENT, ...options.env },
    probes: { readiness: HealthProbe.httpGet(healthPath) },
    resources: options.resources,
    scheduling: options.scheduling,
    metricsEndpoint: { path: metricsPath, servedBy: options.servedBy },
    scaling: options.scaling,
  };
}
