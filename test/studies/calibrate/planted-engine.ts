import { type RecordedSeries, type Recording, type SeriesName } from '../../../lib/recording';
import { RandomStream } from '../../../lib/simulator/engine/random/random-stream';
import { manifestsOf, PLANTED, policyOf, START } from './planted';

/** Truth behind a planted recording of a model server. */
export interface PlantedEngine {
  readonly days: number;
  readonly stepSeconds: number;
  readonly pods: number;
  /** Requests per second of a pod in the middle of the day, and at night. */
  readonly peak: number;
  readonly night: number;
  /** Seconds of a step of the engine, for each request in it, and for each token of a prompt. */
  readonly base: number;
  readonly perRequest: number;
  readonly perPrompt: number;
  readonly prompt: number;
  readonly answer: number;
  readonly answerCv: number;
}

export const PLANTED_ENGINE: PlantedEngine = {
  days: 3, stepSeconds: 300, pods: 2, peak: 1.2, night: 0.15, base: 0.05, perRequest: 0.002, perPrompt: 0.0002, prompt: 200, answer: 40, answerCv: 0.7,
};

const BOUNDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 8, 10, 15, 20, Infinity];

/** Plays a batch for each pod, step by step, and records it as a Prometheus would. */
export function plantEngine(planted: PlantedEngine, seed: number): Recording {
  const points = Math.round(planted.days * 86_400 / planted.stepSeconds);
  const column = (): Float64Array => new Float64Array(points);
  const sums = { requests: column(), running: column(), prompt: column(), generation: column() };
  const buckets = BOUNDS.map(column);
  for (let pod = 0; pod < planted.pods; pod++) playPod(planted, new RandomStream(seed, `engine ${pod}`), sums, buckets);
  const perSecond = (values: Float64Array): Float64Array => values.map((value) => value / planted.stepSeconds);
  const series = (name: SeriesName, unit: string, values: Float64Array): RecordedSeries => ({ name, unit, source: 'planted', values });
  const pods = column().fill(planted.pods);
  const policy = policyOf({ ...PLANTED, minReplicas: planted.pods, maxReplicas: planted.pods });
  return {
    startEpochSeconds: START + planted.stepSeconds, stepSeconds: planted.stepSeconds, points, remarks: [],
    workloads: [{
      name: 'web', apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', events: [], remarks: [], policies: [{ fromEpochSeconds: START, manifest: policy, source: 'planted' }],
      series: [
        series('requests', 'requests/s', perSecond(sums.requests)), series('replicas-spec', 'pods', pods), series('replicas-ready', 'pods', pods),
        series('vllm-running', 'requests', perSecond(sums.running)), series('vllm-prompt-tokens', 'tokens/s', perSecond(sums.prompt)),
        series('vllm-generation-tokens', 'tokens/s', perSecond(sums.generation)),
      ],
      latency: {
        source: 'planted', bounds: BOUNDS,
        rates: BOUNDS.map((_, bound) => perSecond(column().map((__, step) => buckets.slice(0, bound + 1).reduce((sum, bucket) => sum + bucket[step], 0)))),
      },
    }],
  };
}

/** Workload and policy as manifests: as many pods as were planted. */
export function engineManifests({ pods }: PlantedEngine): Record<string, unknown>[] {
  return manifestsOf({ ...PLANTED, minReplicas: pods, maxReplicas: pods });
}

/** One pod: every running request gets a token in each step of the engine. */
function playPod(
  planted: PlantedEngine, random: RandomStream, sums: Record<'requests' | 'running' | 'prompt' | 'generation', Float64Array>, buckets: Float64Array[],
): void {
  const { days, stepSeconds, peak, night, base, perRequest, perPrompt, prompt, answer, answerCv } = planted;
  const end = days * 86_400;
  const variance = Math.log1p(answerCv ** 2);
  const rateAt = (seconds: number): number => night + (peak - night) * Math.max(0, Math.sin(Math.PI * (seconds / 3600 % 24 - 6) / 14)) ** 1.5;
  const add = (into: Float64Array, seconds: number, amount: number): void => {
    const step = Math.floor(seconds / stepSeconds);
    if (step < into.length) into[step] += amount;
  };
  let running: { arrived: number; left: number }[] = [];
  let waiting: number[] = [];
  let next = random.exponential() / rateAt(0);
  for (let now = 0; now < end;) {
    if (running.length === 0 && waiting.length === 0) now = Math.max(now, next);
    for (; next <= now; next += random.exponential() / rateAt(next)) {
      add(sums.requests, next, 1);
      waiting.push(next);
    }
    for (const arrived of waiting) {
      running.push({ arrived, left: Math.max(1, Math.round(answer * Math.exp(Math.sqrt(variance) * random.normal() - variance / 2))) });
    }
    const length = base + perRequest * running.length + perPrompt * prompt * waiting.length;
    add(sums.prompt, now, prompt * waiting.length);
    waiting = [];
    now += length;
    add(sums.generation, now, running.length);
    add(sums.running, now, running.length * length);
    for (const request of running) {
      request.left--;
      if (request.left === 0) add(buckets[BOUNDS.findIndex((bound) => now - request.arrived <= bound)], now, 1);
    }
    running = running.filter(({ left }) => left > 0);
  }
}
