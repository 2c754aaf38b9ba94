import { isOfTokens, type MetricMapping, type ServiceModel } from '../simulator/world/world';
import { type ServiceScenario } from './scenario';
import { DEFAULT_CONCURRENCY, slotService, tokenService, type Waiting } from './service-model';
import { durationText } from './units';
import { type EngineArguments } from './vllm-arguments';

/** Input for sizing an assumed service model: the workload and its traffic, independent of the policy. */
export interface AssumedServiceInput {
  /** Metrics of the autoscaler. Those of a language model server select a token service model. */
  readonly metrics: readonly MetricMapping[];
  /** CPU request of a pod, in millicores. */
  readonly cpuRequestMilli: number;
  /** Requests per second of the busiest minute; 0 without traffic. */
  readonly peakPerSecond: number;
  /** Service settings of the scenario. */
  readonly service: ServiceScenario;
  readonly waiting: Waiting;
  /** Arguments of the manifest's vLLM server, if it runs one. */
  readonly engine?: EngineArguments;
  /** Path of the service settings, for errors: 'workloads.web.service'. */
  readonly path: string;
}

/** Number of pods that the busiest minute keeps fully busy. */
const PODS_AT_PEAK = 4;
const LONGEST_CPU_SECONDS = 0.25;
/** CPU per request in core-seconds, if there is no traffic to size it by. */
const FIXED_CPU_SECONDS = 0.05;

/**
 * Returns an assumed service model: the busiest minute of the traffic keeps four pods of the given CPU request fully
 * busy. It is independent of the policy's targets and bounds, so that policies can be compared with each other.
 * Absolute figures are not meaningful.
 */
export function assumeService(input: AssumedServiceInput): { service: ServiceModel; sentence: string } {
  const { service, waiting, path, cpuRequestMilli, peakPerSecond } = input;
  const close = 'set service for absolute figures.';
  if (speaksOfTokens(input)) {
    const tokens = tokenService(service, {}, waiting, path, input.engine);
    return { service: tokens, sentence: `unknown service: a language model as fast as llama2-70b on A100 is assumed, with 1000 tokens in and 200 out; relative figures only: ${close}` };
  }
  const concurrency = service.concurrency ?? DEFAULT_CONCURRENCY;
  const cores = cpuRequestMilli / 1000;
  const cpuSeconds = peakPerSecond > 0 ? Math.min(LONGEST_CPU_SECONDS, PODS_AT_PEAK * cores / peakPerSecond) : FIXED_CPU_SECONDS;
  const seconds = concurrency * cpuSeconds / cores;
  const slots = slotService({ ...service, concurrency }, { kind: 'exponential', mean: seconds }, cpuRequestMilli, waiting);
  const why = peakPerSecond > 0 ? `, so that the busiest minute (${Number(peakPerSecond.toPrecision(3))} requests per second) keeps at most ${PODS_AT_PEAK} pods busy` : '';
  return {
    service: slots,
    sentence: `unknown service: a request is assumed to take ${durationText(seconds)} (exponential) with ${concurrency} at a time on a pod, `
      + `at ${durationText(cpuSeconds)} of CPU${why}, and ${patienceText(slots.timeoutSeconds)}; relative figures only: ${close}`,
  };
}

function patienceText(timeoutSeconds: number): string {
  return timeoutSeconds === Infinity ? 'to wait in its queue however long' : `callers to give up after ${durationText(timeoutSeconds)}`;
}

function speaksOfTokens({ metrics, engine }: AssumedServiceInput): boolean {
  return engine !== undefined || metrics.some(({ metric, signal, query }) => signal.kind === 'tokens-per-second' || query?.series.some(({ content }) => isOfTokens(content)) || /vllm|tgi_|nv_inference|num_requests_(?:waiting|running)/i.test(metric));
}
