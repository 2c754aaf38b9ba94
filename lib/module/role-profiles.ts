import { Duration, Size } from 'cdk8s';
import { ScalingMetric } from '../scaling/scaling-metric';
import { ScalingRate } from '../scaling/scaling-rules';
import { Cpu } from '../values/cpu';
import { Drain } from './drain';
import { type RoleProfile } from './role-profile';

/**
 * Queue worker that turns documents into chunks and vectors. Its queue length is the metric to add: 5 to 10 jobs per
 * pod in published charts. The profile omits it, because only the user knows the queue's name. An interrupted job is
 * repeated, so the grace period is long and scale-down is slow.
 */
export const INPUT_PROCESSING: RoleProfile = {
  metrics: [ScalingMetric.cpuUtilization(70)],
  scaleDown: { stabilizationWindow: Duration.seconds(600), policies: [ScalingRate.percent(50, Duration.seconds(60))] },
  resources: { cpu: Cpu.cores(1), memory: Size.gibibytes(2) },
  drain: Drain.sleep(Duration.seconds(5)),
  terminationGracePeriod: Duration.seconds(600),
};

/**
 * API over a session store. Uses the default scaling rates of Kubernetes: the service is light, and a new pod serves at
 * once.
 */
export const STATE_TRACKING: RoleProfile = {
  metrics: [ScalingMetric.cpuUtilization(60)],
  servedMetrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(100)],
  resources: { cpu: Cpu.millis(250), memory: Size.mebibytes(256) },
  startTime: Duration.seconds(10),
};

/**
 * Embeds a question and queries the vector store. The load is bursty and requests are short, so the replicas may double
 * every 15 s.
 */
export const RETRIEVAL: RoleProfile = {
  metrics: [ScalingMetric.cpuUtilization(60)],
  servedMetrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(100)],
  scaleUp: { stabilizationWindow: Duration.seconds(0), policies: [ScalingRate.percent(100, Duration.seconds(15))] },
  resources: { cpu: Cpu.millis(500), memory: Size.gibibytes(1) },
};

/**
 * Model server. Scales on waiting requests, initially 3 to 5 per pod (Google's guide to inference autoscaling). CPU
 * says little about GPU load and is used only until other metrics are served. The scaling rates are those of the AWS
 * samples: up by two pods per minute after 30 s, down by one pod per two minutes after 300 s. An 8B model takes about
 * two minutes to start with its image on the node (BentoML, 2025).
 */
export const GENERATION: RoleProfile = {
  metrics: [ScalingMetric.cpuUtilization(70)],
  servedMetrics: [
    ScalingMetric.waitingRequests(4),
    ScalingMetric.kvCacheUse(0.8),
  ],
  scaleUp: { stabilizationWindow: Duration.seconds(30), policies: [ScalingRate.pods(2, Duration.seconds(60))] },
  scaleDown: { stabilizationWindow: Duration.seconds(300), policies: [ScalingRate.pods(1, Duration.seconds(120))] },
  maxReplicas: 4,
  resources: { cpu: Cpu.cores(4), memory: Size.gibibytes(16) },
  startTime: Duration.seconds(120),
  terminationGracePeriod: Duration.seconds(120),
};

/**
 * Calls tools on behalf of a model, and mostly waits for their responses. Scales on requests in flight: by Little's
 * law, the request rate times the latency of the tool.
 */
export const TOOL_CALLING: RoleProfile = {
  metrics: [ScalingMetric.cpuUtilization(70)],
  servedMetrics: [ScalingMetric.cpuUtilization(70), ScalingMetric.concurrency(10)],
  resources: { cpu: Cpu.millis(250), memory: Size.mebibytes(256) },
  startTime: Duration.seconds(10),
};
