import { UserError } from '../../values/user-error';
import { HealthProbe } from '../health-probe';
import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { ModuleRole } from '../module-role';
import { type EngineOptions } from './engine-options';
import { presetProps } from './preset-props';
import { PYTHON_ENVIRONMENT } from './python-environment';

/** Options of a custom HTTP service. */
export interface HttpServiceOptions extends EngineOptions {
  /** Role of the module. */
  readonly role: ModuleRole;

  /** Container image, with a version or a digest. */
  readonly image: string;

  /**
   * TCP port of the service.
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
   * Path of the metrics endpoint. The metrics have the names of prometheus-fastapi-instrumentator:
   * `http_requests_total`, `http_request_duration_seconds`, `http_requests_inprogress`. The instrumentator exposes the
   * last one, which tool calling scales on, only with `should_instrument_requests_inprogress=True`. The largest bucket
   * of its `http_request_duration_seconds` is 1 s: a latency guard above that needs custom buckets, or
   * `http_request_duration_highr_seconds`.
   *
   * @default '/metrics'
   */
  readonly metricsPath?: string;
}

/**
 * Returns the module props of a service with the usual metrics, which the role's scaling metrics query.
 *
 * @throws if the role scales on a metric that such a service does not expose.
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
