import { UserError } from '../../values/user-error';
import { HealthProbe } from '../health-probe';
import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { ModuleRole } from '../module-role';
import { type EngineOptions } from './engine-options';
import { presetProps } from './preset-props';
import { PYTHON_ENVIRONMENT } from './python-environment';

/** A service of your own over HTTP. */
export interface HttpServiceOptions extends EngineOptions {
  /** Role of the module. */
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
   * Path of the readiness endpoint.
   *
   * @default '/health'
   */
  readonly healthPath?: string;

  /**
   * Path of the metrics, which have the names of prometheus-fastapi-instrumentator: `http_requests_total`,
   * `http_request_duration_seconds`, `http_requests_inprogress`. The last one, which tool calling is scaled on, it
   * shows with `should_instrument_requests_inprogress=True` only. Its `http_request_duration_seconds` ends at 1 s: a
   * latency guard above that needs buckets of your own, or `http_request_duration_highr_seconds`.
   *
   * @default '/metrics'
   */
  readonly metricsPath?: string;
}

/**
 * Module props of a service with the usual metrics: the signals of its role read those metrics.
 *
 * @throws where the role is scaled on what such a service does not show.
 */
export function httpServicePreset(options: HttpServiceOptions): KotaemonModuleProps {
  const { role, image, port = 8080, healthPath = '/health', metricsPath } = options;
  if (role === ModuleRole.GENERATION && options.scaling?.metrics === undefined) {
    throw new UserError('the role generation scales on metrics of vLLM, which your own service does not expose; set scaling.metrics, as in [ScalingMetric.concurrency(8)]');
  }
  return presetProps('ModulePreset.httpService', {
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
  });
}
