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

/** A worker that takes jobs off a queue. */
export interface QueueWorkerOptions extends EngineOptions {
  /** The image, by version or digest. */
  readonly image: string;

  /** Metric of the queue, per pod. 5 to 10 jobs a pod in published charts. */
  readonly backlog: ScalingMetric;

  /**
   * Role of the module.
   *
   * @default ModuleRole.INPUT_PROCESSING
   */
  readonly role?: ModuleRole;

  /**
   * The time that the longest job takes, in whole seconds. A worker that is told to stop takes no further job and has
   * this long to finish the one it has.
   *
   * @default Duration.minutes(10)
   */
  readonly longestJob?: Duration;

  /**
   * The port on which the worker shows its health and its metrics.
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

/** Module props of a worker. It has no callers, hence no Service and no drain. */
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
