import { type RecordedEvent, type RecordedSeries, type RecordedWorkload, type Recording, type SeriesName } from '../../../lib/recording';
import { RandomStream } from '../../../lib/simulator/engine/random/random-stream';

/** Truth behind a planted recording. */
export interface Planted {
  readonly days: number;
  readonly stepSeconds: number;
  readonly shape: 'office' | 'waves' | 'bursts' | 'ramp' | 'flat';
  /** Requests per second at the peak. */
  readonly peak: number;
  readonly family: 'lognormal' | 'gamma';
  readonly mean: number;
  readonly cv: number;
  readonly concurrency: number;
  readonly cpuSeconds: number;
  readonly idleCpu: number;
  readonly startUp: number;
  /** Cores that a pod requests; the policy's target is a share of them. */
  readonly request: number;
  readonly target: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Standard deviation of each recorded value, as a share of it. */
  readonly noise: number;
  /** Share of the points that are missing, in stretches of an hour. */
  readonly gaps: number;
  readonly timeout: number;
}

export const START = Date.UTC(2026, 0, 5) / 1000;
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Infinity];
const TICK = 15;

export const PLANTED: Planted = {
  days: 4, stepSeconds: 60, shape: 'office', peak: 12, family: 'lognormal', mean: 0.2, cv: 0.6, concurrency: 2, cpuSeconds: 0.05, idleCpu: 0.02,
  startUp: 40, request: 0.25, target: 60, minReplicas: 2, maxReplicas: 12, noise: 0.02, gaps: 0.01, timeout: 10,
};

/** Draws a truth: all shapes, families and sizes, some of them with too few replicas. */
export function drawPlanted(seed: number, changes: Partial<Planted> = {}): Planted {
  const random = new RandomStream(seed, 'planted');
  const pick = <T>(values: readonly T[]): T => values[random.below(values.length)];
  const between = (low: number, high: number): number => Math.exp(Math.log(low) + random.uniform() * Math.log(high / low));
  const concurrency = pick([1, 2, 3, 4, 6, 8, 16]);
  const mean = between(0.04, 0.6);
  const cpuSeconds = mean * between(0.1, 0.8);
  const request = concurrency * cpuSeconds / mean * between(0.5, 1.2);
  const target = pick([50, 60, 70, 80]);
  // Replicas that the policy wants at the peak, and a maximum above or a little below them.
  const peak = Math.min(30, between(3, 9) * request * target / 100 / cpuSeconds);
  const wanted = Math.ceil(peak * cpuSeconds / (request * target / 100));
  return {
    days: Math.max(3, Math.min(7, Math.round(60 / peak))), stepSeconds: pick([30, 60, 60, 120]), shape: pick(['office', 'waves', 'bursts', 'ramp', 'flat']), peak,
    family: pick(['lognormal', 'gamma']), mean, cv: between(0.3, 1.5), concurrency, cpuSeconds, idleCpu: request * between(0.02, 0.15), startUp: between(15, 120),
    request, target, minReplicas: pick([1, 2]), maxReplicas: Math.max(3, Math.round(wanted * pick([0.5, 0.8, 1.3, 2]))),
    noise: pick([0, 0.01, 0.03]), gaps: pick([0, 0.02, 0.08]), timeout: 10, ...changes,
  };
}

/** Plays a queue for each pod, request by request, under a simple autoscaler, and records it as a Prometheus would. */
export function plant(planted: Planted, seed: number): Recording {
  const { days, stepSeconds, concurrency, cpuSeconds, idleCpu, timeout } = planted;
  const random = new RandomStream(seed, 'plant');
  const points = Math.round(days * 86_400 / stepSeconds);
  const column = (): Float64Array => new Float64Array(points);
  const [requests, errors, cpu, ready, spec, flying] = [column(), column(), column(), column(), column(), column()];
  const buckets = BOUNDS.map(column);
  const events: RecordedEvent[] = [];
  const service = serviceSampler(planted, random);
  const rates = ratesOf(planted, random);
  let pods: Float64Array[] = Array.from({ length: planted.minReplicas }, () => new Float64Array(concurrency));
  let starting: number[] = [];
  let desired = planted.minReplicas;
  const proposals: number[] = [];
  const used = new Float64Array(days * 86_400 / TICK + 200);
  for (let tick = 0; tick * TICK < days * 86_400; tick++) {
    const now = tick * TICK;
    for (const at of starting.filter((time) => time <= now)) {
      pods.push(new Float64Array(concurrency).fill(at));
    }
    starting = starting.filter((time) => time > now);
    const step = Math.floor(now / stepSeconds);
    spec[step] = desired;
    ready[step] = pods.length;
    cpu[step] += idleCpu * (pods.length + starting.length) * TICK;
    used[tick] += idleCpu * (pods.length + starting.length) * TICK;
    const rate = rates(now);
    for (let at = now + random.exponential() / rate; at < now + TICK; at += random.exponential() / rate) {
      requests[Math.floor(at / stepSeconds)]++;
      const slots = pods[random.below(pods.length)];
      let slot = 0;
      for (let other = 1; other < slots.length; other++) if (slots[other] < slots[slot]) slot = other;
      const begin = Math.max(at, slots[slot]);
      if (begin - at > timeout) {
        const gone = Math.floor((at + timeout) / stepSeconds);
        if (gone < points) errors[gone]++;
        continue;
      }
      const length = service();
      slots[slot] = begin + length;
      const end = Math.min(points - 1, Math.floor((begin + length) / stepSeconds));
      const latency = begin + length - at;
      buckets[BOUNDS.findIndex((bound) => latency <= bound)][end]++;
      flying[end] += latency;
      const half = Math.floor((begin + length / 2) / stepSeconds);
      if (half < points) cpu[half] += cpuSeconds;
      used[Math.min(used.length - 1, Math.floor((begin + length / 2) / TICK))] += cpuSeconds;
    }
    desired = scale({ planted, tick, now, used, pods: pods.length, desired, proposals });
    const total = pods.length + starting.length;
    for (let more = total; more < desired; more++) {
      const length = planted.startUp * Math.exp(0.2 * random.normal());
      starting.push(now + length);
      events.push(started(now + length, length));
    }
    if (desired < total) {
      const fewer = Math.min(starting.length, total - desired);
      starting = starting.slice(fewer);
      pods = pods.slice(0, Math.max(1, pods.length - (total - desired - fewer)));
    }
  }
  const cumulative = BOUNDS.map((_, bound) => Float64Array.from({ length: points }, (__, step) => (
    buckets.slice(0, bound + 1).reduce((sum, bucket) => sum + bucket[step], 0) / stepSeconds
  )));
  const gap = gapsOf(planted, points, random);
  const perSecond = (values: Float64Array): Float64Array => values.map((value, step) => (
    gap[step] ? NaN : value / stepSeconds * Math.max(0, 1 + planted.noise * random.normal())
  ));
  const series = (name: SeriesName, unit: string, values: Float64Array): RecordedSeries => ({ name, unit, source: 'planted', values });
  const plain = (values: Float64Array): Float64Array => values.map((value, step) => (gap[step] ? NaN : value));
  // Buckets are scraped together: what differs from sample to sample is mostly common to them.
  const common = Float64Array.from({ length: points }, () => Math.max(0, 1 + planted.noise * random.normal()));
  const noisy = (values: Float64Array): Float64Array => values.map((value, step) => value * common[step] * (1 + planted.noise / 20 * random.normal()));
  const workload: RecordedWorkload = {
    name: 'web', apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop',
    series: [
      series('requests', 'requests/s', perSecond(requests)), series('errors', 'requests/s', perSecond(errors)), series('in-flight', 'requests', perSecond(flying)),
      series('cpu', 'cores', perSecond(cpu)), series('replicas-ready', 'pods', plain(ready)),
      series('replicas-spec', 'pods', plain(spec)), series('hpa-max', 'pods', plain(column().fill(planted.maxReplicas))),
    ],
    latency: { source: 'planted', bounds: BOUNDS, rates: cumulative.map((values) => noisy(plain(values))) },
    policies: [{ fromEpochSeconds: START, manifest: policyOf(planted), source: 'planted' }],
    events, remarks: [],
  };
  return { startEpochSeconds: START + stepSeconds, stepSeconds, points, scrapeIntervalSeconds: 15, workloads: [workload], remarks: [] };
}

export function policyOf({ minReplicas, maxReplicas, target }: Planted): Record<string, unknown> {
  return {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web', namespace: 'shop' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas, maxReplicas,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } } }],
    },
  };
}

/** Workload and policy as manifests. */
export function manifestsOf(planted: Planted): Record<string, unknown>[] {
  const labels = { app: 'web' };
  return [policyOf(planted), {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{
            name: 'app', image: 'shop/web:1.0.0', resources: { requests: { cpu: `${Math.round(planted.request * 1000)}m`, memory: '256Mi' } },
            readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
          }],
        },
      },
    },
  }];
}

function started(at: number, total: number): RecordedEvent {
  const ready = total - 3;
  return { atEpochSeconds: START + at, kind: 'pod-started', text: 'a pod started', startup: { scheduled: 1, image: 2, init: 0, ready, total } };
}

function scale(state: {
  planted: Planted; tick: number; now: number; used: Float64Array; pods: number; desired: number; proposals: number[];
}): number {
  const { planted, tick, used, pods, desired, proposals } = state;
  if (tick < 4) return desired;
  const cores = (used[tick - 2] + used[tick - 3]) / (2 * TICK);
  const ratio = cores / (pods * planted.request * planted.target / 100);
  const proposal = Math.abs(ratio - 1) <= 0.1 ? desired : Math.ceil(pods * ratio);
  proposals.push(proposal);
  const stabilized = proposal >= desired ? proposal : Math.max(...proposals.slice(-300 / TICK));
  const limit = Math.max(2 * desired, desired + 4);
  return Math.min(planted.maxReplicas, Math.max(planted.minReplicas, Math.min(limit, proposal >= desired ? proposal : Math.min(desired, stabilized))));
}

function serviceSampler({ family, mean, cv }: Planted, random: RandomStream): () => number {
  if (family === 'gamma') return () => mean * cv ** 2 * random.gamma(1 / cv ** 2);
  const variance = Math.log1p(cv ** 2);
  return () => mean * Math.exp(Math.sqrt(variance) * random.normal() - variance / 2);
}

function ratesOf({ shape, peak, days }: Planted, random: RandomStream): (seconds: number) => number {
  const length = days * 86_400;
  const slow = Array.from({ length: Math.ceil(length / 300) + 2 }, () => Math.exp(0.12 * random.normal()));
  const bursts = Array.from({ length: 4 * days }, () => ({ from: random.uniform() * length, size: 0.3 + 0.7 * random.uniform() }));
  return (seconds) => {
    const hour = seconds / 3600 % 24;
    const noise = slow[Math.floor(seconds / 300)];
    const office = 0.12 + 0.88 * Math.max(0, Math.sin(Math.PI * (hour - 6) / 14)) ** 1.5;
    switch (shape) {
      case 'office': return peak * office * noise;
      case 'waves': return peak * (0.55 + 0.45 * Math.sin(2 * Math.PI * seconds / 14_400)) * noise;
      case 'bursts': return peak * (0.15 + bursts.reduce((sum, { from, size }) => sum + (seconds >= from && seconds < from + 2400 ? size : 0), 0) / 1.2) * noise;
      case 'ramp': return peak * (0.15 + 0.85 * seconds / length) * noise;
      case 'flat': return peak * 0.6 * noise;
    }
  };
}

function gapsOf({ gaps, stepSeconds }: Planted, points: number, random: RandomStream): boolean[] {
  const missing = new Array<boolean>(points).fill(false);
  const length = Math.round(3600 / stepSeconds);
  const count = Math.round(gaps * points / length);
  for (let gap = 0; gap < count; gap++) {
    const from = random.below(points);
    missing.fill(true, from, Math.min(points, from + length));
  }
  return missing;
}
