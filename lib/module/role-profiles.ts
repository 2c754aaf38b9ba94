import { Duration, Size } from 'cdk8s';
import { ScalingMetric } from '../scaling/scaling-metric';
import { ScalingRate } from '../scaling/scaling-rules';
import { Cpu } from '../values/cpu';
import { Drain } from './drain';
import { type RoleProfile } from './role-profile';

/**
 * A worker that turns documents into chunks and vectors. The length of its queue is the signal to add, 5 to 10 jobs a
 * pod among published charts; only its owner knows the queue's name. A job that is cut off is done again, so it has
 * long to finish, and pods are given back slowly.
 */
export const INPUT_PROCESSING: RoleProfile = {
  metrics: [ScalingMetric.cpuUtilization(70)],
  scaleDown: { stabilizationWindow: Duration.seconds(600), policies: [ScalingRate.percent(50, Duration.seconds(60))] },
  resources: { cpu: Cpu.cores(1), memory: Size.gibibytes(2) },
  drain: Drain.sleep(Duration.seconds(5)),
  terminationGracePeriod: Duration.seconds(600),
};

/** An API over a session store. Kubernetes' own rates suit it: it is light, and a new pod serves at once. */
export const STATE_TRACKING: RoleProfile = {
  metrics: [ScalingMetric.cpuUtilization(60)],
  servedMetrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(100)],
  resources: { cpu: Cpu.millis(250), memory: Size.mebibytes(256) },
  startTime: Duration.seconds(10),
};

/**
 * Embeds a question and asks the vector store. Its load is bursty and each request short, so it may double every 15 s.
 */
export const RETRIEVAL: RoleProfile = {
  metrics: [ScalingMetric.cpuUtilization(60)],
  servedMetrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(100)],
  scaleUp: { stabilizationWindow: Duration.seconds(0), policies: [ScalingRate.percent(100, Duration.seconds(15))] },
  resources: { cpu: Cpu.millis(500), memory: Size.gibibytes(1) },
};

/**
 * A model server. The requests that wait are the signal, 3 to 5 a pod to begin with (Google's guide to inference
 * autoscaling); CPU says little about a GPU, so it is only there while nothing else is. The rates are those of the AWS
 * samples: two pods a minute up after 30 s, one pod per two minutes down after 300 s. An 8B model takes about two
 * minutes to start once its image is there (BentoML, 2025).
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
 * Calls tools on behalf of a model, and mostly waits for them: what is in flight is the signal, by Little's law the
 * rate times the latency of the tool.
 */
export const TOOL_CALLING: RoleProfile = {
  metrics: [ScalingMetric.cpuUtilization(70)],
  servedMetrics: [ScalingMetric.cpuUtilization(70), ScalingMetric.concurrency(10)],
  resources: { cpu: Cpu.millis(250), memory: Size.mebibytes(256) },
  startTime: Duration.seconds(10),
};
