import { Duration } from 'cdk8s';
import { wholeSeconds } from '../../kube/seconds';
import { type ScalingMetric } from '../../scaling/scaling-metric';
import { Drain } from '../drain';
import { HealthProbe } from '../health-probe';
import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { ModuleRole } from '../module-role';
import { type EngineOptions } from './engine-options';
import { presetProps } from './preset-props';
import { PYTHON_ENVIRONMENT } from './python-environment';

/** Options of a queue worker. */
export interface QueueWorkerOptions extends EngineOptions {
  /** Container image, with a version or a digest. */
  readonly image: string;

  /** Queue metric: target value per pod. 5 to 10 jobs per pod in published charts. */
  readonly backlog: ScalingMetric;

  /**
   * Role of the module.
   *
   * @default ModuleRole.INPUT_PROCESSING
   */
  readonly role?: ModuleRole;

  /**
   * Duration of the longest job, in whole seconds. After SIGTERM, a worker takes no further job and has this time to
   * finish the current one.
   *
   * @default Duration.minutes(10)
   */
  readonly longestJob?: Duration;

  /**
   * Port of the worker's health and metrics endpoints.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * Path of the health endpoint.
   *
   * @default '/health'
   */
  readonly healthPath?: string;
}

const END_SECONDS = 10;

/**
 * Returns the module props of a queue worker. The worker has no callers, and therefore neither a Service nor a drain.
 */
export function queueWorkerPreset(options: QueueWorkerOptions): KotaemonModuleProps {
  const { image, backlog, role = ModuleRole.INPUT_PROCESSING, longestJob = Duration.minutes(10), port = 8080, healthPath = '/health', scaling } = options;
  const { metrics = [] } = scaling ?? {};
  return presetProps('ModulePreset.queueWorker', {
    role,
    image,
    port,
    service: false,
    args: options.extraArgs,
    env: { ...PYTHON_ENVIRONMENT, ...options.env },
    probes: { readiness: HealthProbe.httpGet(healthPath) },
    resources: options.resources,
    scheduling: options.scheduling,
    drain: Drain.none(),
    terminationGracePeriod: Duration.seconds(wholeSeconds('the longest job', longestJob, 1) + END_SECONDS),
    metricsEndpoint: { servedBy: options.servedBy },
    scaling: { ...scaling, metrics: metrics.includes(backlog) ? metrics : [backlog, ...metrics] },
  }, {}, 'longestJob');
}
