import { Duration, Size } from 'cdk8s';
import { preloadPlace } from '../../preload/preload-place';
import { ScalingMetric } from '../../scaling/scaling-metric';
import { ScalingRate } from '../../scaling/scaling-rules';
import { Cpu } from '../../values/cpu';
import { UserError } from '../../values/user-error';
import { HealthProbe } from '../health-probe';
import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { ModuleRole } from '../module-role';
import { type RoleProfile } from '../role-profile';
import { type ModelEngineOptions } from './engine-options';
import { extraArguments } from './extra-arguments';
import { NVIDIA_GPU, onGpuNodes, withGpus } from './gpus';
import { plainEnvironment } from './python-environment';

/** A text-embeddings-inference that embeds or reranks. */
export interface TextEmbeddingsOptions extends ModelEngineOptions {
  /**
   * The GPUs of each pod. The image has to fit their generation, so that it has to be named.
   *
   * @default 0
   */
  readonly gpus?: number;

  /**
   * The most requests that a pod takes; what comes beyond is refused with 429, so that callers turn to another pod.
   *
   * @default 512
   */
  readonly maxConcurrentRequests?: number;
}

const IMAGE = 'ghcr.io/huggingface/text-embeddings-inference:cpu-1.9.4';
const PORT = 8080;

/**
 * Its own queue is the signal: what waits there, 5 a pod to begin with, the upper end of what Google's guide to inference autoscaling begins with, since each
 * request takes milliseconds. Requests are short and bursts are steep, so that it may double every 15 s.
 */
const PROFILE: RoleProfile = {
  metrics: [ScalingMetric.cpuUtilization(70)],
  servedMetrics: [ScalingMetric.queueLength('te_queue_size', 5), ScalingMetric.cpuUtilization(70)],
  scaleUp: { stabilizationWindow: Duration.seconds(0), policies: [ScalingRate.percent(100, Duration.seconds(15))] },
  resources: { cpu: Cpu.cores(2) },
  startTime: Duration.seconds(30),
  probes: { readiness: HealthProbe.httpGet('/health') },
};

export const EMBEDDING = ModuleRole.custom('embedding', PROFILE);
export const RERANKING = ModuleRole.custom('reranking', PROFILE);

/** What has an option of its own. */
const RESERVED = {
  '--model-id': 'preload', '--hostname': 'nothing, since it has to be 0.0.0.0', '--port': 'the module\'s port 8080', '-p': 'the module\'s port 8080',
  '--max-concurrent-requests': 'maxConcurrentRequests',
};

/** A server without a model. */
const BASE_MEBIBYTES = 1024;

/** Weights of half precision are widened where they run on a CPU. */
const WIDENING = 2;

/** What text-embeddings-inference needs in order to be a module. */
export function textEmbeddingsPreset(role: ModuleRole, options: TextEmbeddingsOptions): KotaemonModuleProps {
  const { preload, gpus = 0, gpuResource = NVIDIA_GPU, maxConcurrentRequests = 512 } = options;
  if (gpus > 0 && options.image === undefined) {
    throw new UserError('text-embeddings-inference has an image for each generation of GPUs; name the one that fits yours, as in '
      + "'ghcr.io/huggingface/text-embeddings-inference:89-1.9.4' for Ada");
  }
  if (!Number.isSafeInteger(maxConcurrentRequests) || maxConcurrentRequests < 1) {
    throw new UserError(`the most concurrent requests must be a whole number above 0, got ${maxConcurrentRequests}`);
  }
  const memory = Size.mebibytes(BASE_MEBIBYTES + Math.ceil(WIDENING * preload.size.toKibibytes() / 1024));
  return {
    role,
    image: options.image ?? IMAGE,
    port: PORT,
    args: [
      '--model-id', preloadPlace(preload).path,
      // Kubernetes sets HOSTNAME to the name of the pod, which the engine would bind to.
      '--hostname', '0.0.0.0',
      '--port', String(PORT),
      '--max-concurrent-requests', String(maxConcurrentRequests),
      ...extraArguments('text-embeddings-inference', options.extraArgs ?? [], RESERVED),
    ],
    env: { ...plainEnvironment({ HOME: '/tmp', HF_HOME: '/tmp/huggingface', HF_HUB_OFFLINE: '1' }), ...options.env },
    resources: withGpus(gpus, gpuResource, { memory, ...options.resources }),
    scheduling: onGpuNodes(gpus, gpuResource, options.scheduling),
    preload,
    metricsEndpoint: { servedBy: options.servedBy },
    scaling: options.scaling,
  };
}
