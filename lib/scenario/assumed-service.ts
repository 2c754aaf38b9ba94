import { DEFAULT_CPU_UTILIZATION } from '../hpa/constants';
import { hpaOf } from '../simulator/world/replica-bounds';
import { setDefaultsHorizontalPodAutoscaler } from '../hpa/defaults';
import { type MetricMapping, type ServiceModel, type Autoscaler } from '../simulator/world/world';
import { type ServiceScenario } from './scenario';
import { slotService, tokenService, type Waiting } from './service-model';
import { durationText } from './units';
import { type EngineArguments } from './vllm-arguments';

/** Input for sizing an assumed service model. */
export interface AssumedServiceInput {
  readonly autoscaler: Autoscaler;
  readonly metrics: readonly MetricMapping[];
  /** CPU request of a pod, in millicores. */
  readonly cpuRequestMilli: number;
  /** Requests per second of the busiest minute; 0 without traffic. */
  readonly peakPerSecond: number;
  /** Service settings of the scenario. */
  readonly service: ServiceScenario;
  readonly waiting: Waiting;
  /** Arguments of the manifest's vLLM server, where it runs one. */
  readonly engine?: EngineArguments;
  /** Path of the service settings, for errors: 'workloads.web.service'. */
  readonly path: string;
}

/** Share of a pod's slots that is in use when its metric is at the target. */
const BUSY_AT_TARGET = 0.7;
/** Share of maxReplicas that the busiest minute needs. */
const PEAK_SHARE = 0.8;
const LONGEST_CPU_SECONDS = 0.25;
const LONGEST_SERVICE_SECONDS = 2;
const FIXED_CPU_SECONDS = 0.05;

/**
 * Returns a default service model, sized by the policy: its targets and maxReplicas are taken to fit the expected traffic.
 * Such a run shows delays, flapping and overshoot, but not capacity.
 */
export function assumeService(input: AssumedServiceInput): { service: ServiceModel; sentence: string } {
  const { service, waiting, path } = input;
  const close = 'give its service to calibrate it.';
  if (speaksOfTokens(input)) {
    const tokens = tokenService(service, {}, waiting, path, input.engine);
    return { service: tokens, sentence: `a language model as fast as llama2-70b on A100 is assumed, with 1000 tokens in and 200 out; ${close}` };
  }
  const { seconds, concurrency, why } = sizeSlots(input);
  const slots = slotService({ ...service, concurrency }, { kind: 'exponential', mean: seconds }, input.cpuRequestMilli, waiting);
  const sentence = `a request is assumed to take ${durationText(seconds)} (exponential) with ${concurrency} at a time on a pod, ${why}, and ${patienceText(slots.timeoutSeconds)}; ${close}`;
  return { service: slots, sentence };
}

function patienceText(timeoutSeconds: number): string {
  return timeoutSeconds === Infinity ? 'to wait in its queue however long' : `callers to give up after ${durationText(timeoutSeconds)}`;
}

function speaksOfTokens({ metrics, engine }: AssumedServiceInput): boolean {
  return engine !== undefined || metrics.some(({ metric, signal }) => signal.kind === 'tokens-per-second' || /vllm|tgi_|nv_inference|num_requests_(?:waiting|running)/i.test(metric));
}

function sizeSlots(input: AssumedServiceInput): { seconds: number; concurrency: number; why: string } {
  const { autoscaler, metrics, cpuRequestMilli, peakPerSecond } = input;
  const concurrency = input.service.concurrency ?? 8;
  const cores = cpuRequestMilli / 1000;
  const secondsOf = (cpuSeconds: number): number => (concurrency * cpuSeconds) / cores;
  const scaler = hpaOf(autoscaler);
  if (!scaler) return { seconds: secondsOf(FIXED_CPU_SECONDS), concurrency, why: `at ${durationText(FIXED_CPU_SECONDS)} of CPU` };
  const spec = setDefaultsHorizontalPodAutoscaler(scaler.spec);
  const peakPods = PEAK_SHARE * spec.maxReplicas;
  for (const metric of spec.metrics) {
    const mapping = metrics.find(({ metric: name }) => name === metric.name);
    const target = Number(metric.target.averageValueMilli ?? 0) / 1000 / (mapping?.scale ?? 1);
    if (!mapping || !(target > 0)) continue;
    if (mapping.signal.kind === 'requests-per-second') {
      return { seconds: (BUSY_AT_TARGET * concurrency) / target, concurrency, why: `so that a pod at its target of ${target} requests per second is 70 % busy` };
    }
    if (mapping.signal.kind === 'in-flight' || mapping.signal.kind === 'running') {
      const slots = input.service.concurrency ?? Math.max(1, Math.ceil(target / BUSY_AT_TARGET));
      const seconds = peakPerSecond > 0 ? Math.min(LONGEST_SERVICE_SECONDS, (peakPods * target) / peakPerSecond) : LONGEST_SERVICE_SECONDS;
      return { seconds, concurrency: slots, why: `so that a pod at its target of ${target} requests at a time is 70 % busy${peakWords(peakPerSecond, ' and')}` };
    }
  }
  const cpu = spec.metrics.find(({ resource }) => resource === 'cpu')?.target;
  const utilization = cpu?.averageUtilization ?? DEFAULT_CPU_UTILIZATION;
  const perPod = cpu?.averageValueMilli !== undefined ? Number(cpu.averageValueMilli) / 1000 : cores * utilization / 100;
  const cpuSeconds = peakPerSecond > 0 ? Math.min(LONGEST_CPU_SECONDS, (peakPods * perPod) / peakPerSecond) : FIXED_CPU_SECONDS;
  return { seconds: secondsOf(cpuSeconds), concurrency, why: `at ${durationText(cpuSeconds)} of CPU${peakWords(peakPerSecond, ', so that')}` };
}

function peakWords(peakPerSecond: number, joint: string): string {
  return peakPerSecond > 0 ? `${joint} the busiest minute (${Number(peakPerSecond.toPrecision(3))} requests per second) needs at most 80 % of maxReplicas` : '';
}
