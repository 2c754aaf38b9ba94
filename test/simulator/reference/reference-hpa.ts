import { type ReferencePod, type Sample } from './reference-pod';
import { type ReferenceWorld } from './reference-world';

const TOLERANCE = 0.1;
const CPU_INITIALIZATION = 300;
const INITIAL_READINESS_DELAY = 30;
const RATE_WINDOW = 60;

interface Reading {
  /** Millicores, or thousandths of a request per second. */
  readonly milli: number;
  readonly time: number;
  readonly window: number;
}

/** The algorithm of kube-controller-manager for one metric, with the default behavior of autoscaling/v2. */
export class ReferenceHpa {
  private recommendations: Array<{ readonly time: number; readonly replicas: number }> = [];
  private scaleUps: Array<{ readonly time: number; readonly added: number }> = [];

  public constructor(private readonly world: ReferenceWorld) {}

  /** Replicas that a pass sets. */
  public pass(pods: readonly ReferencePod[], current: number, now: number): number {
    if (this.recommendations.length === 0) this.recommendations.push({ time: now, replicas: current });
    const desired = this.desired(pods, current, now);
    if (desired === undefined) return current;
    const { stabilization = 300, minReplicas, maxReplicas } = this.world;
    this.recommendations = this.recommendations.filter(({ time }) => time > now - stabilization);
    const highest = Math.max(desired, ...this.recommendations.map(({ replicas }) => replicas));
    this.recommendations.push({ time: now, replicas: desired });
    const stabilized = desired < current ? Math.min(current, highest) : desired;
    this.scaleUps = this.scaleUps.filter(({ time }) => time > now - 15);
    const before = current - this.scaleUps.reduce((sum, { added }) => sum + added, 0);
    const next = Math.max(minReplicas, Math.min(maxReplicas, stabilized > current ? Math.min(stabilized, Math.max(before + 4, before * 2)) : stabilized));
    if (next > current) this.scaleUps.push({ time: now, added: next - current });
    return next;
  }

  private desired(pods: readonly ReferencePod[], current: number, now: number): number | undefined {
    const { metric, cpuRequest } = this.world;
    const isCpu = metric.kind === 'cpu';
    const request = Math.round(cpuRequest * 1000);
    const values: number[] = [];
    let unready = 0;
    let missing = 0;
    for (const pod of pods) {
      if (pod.deletedAt <= now) continue;
      const reading = isCpu ? usage(pod.cpuSamples) : requestRate(pod.answeredSamples, now);
      if (!reading) missing++;
      else if (isCpu && isSetAside(pod, reading, now)) unready++;
      else values.push(reading.milli);
    }
    if (values.length === 0) return undefined;
    // Utilization is a whole number of percent of the request; a missing pod counts as a whole request when scaling
    // down.
    const ratioOf = (all: readonly number[]): number => {
      const sum = all.reduce((total, each) => total + each, 0);
      return isCpu ? Math.floor(100 * sum / (all.length * request)) / Math.round(metric.target * 100) : Math.floor(sum / all.length) / (metric.target * 1000);
    };
    // As Kubernetes 1.33 and later compare: a ratio of exactly 1.1 is within 10 %.
    const isWithinTolerance = (ratio: number): boolean => 1 - TOLERANCE <= ratio && ratio <= 1 + TOLERANCE;
    const ratio = ratioOf(values);
    if (missing === 0 && !(unready > 0 && ratio > 1)) return isWithinTolerance(ratio) ? current : Math.ceil(ratio * values.length);
    const assumed = ratio < 1 ? (isCpu ? request : metric.target * 1000) : 0;
    const all = [...values, ...new Array<number>(missing).fill(assumed), ...new Array<number>(ratio > 1 ? unready : 0).fill(0)];
    const adjusted = ratioOf(all);
    if (isWithinTolerance(adjusted) || (ratio < 1 && adjusted > 1) || (ratio > 1 && adjusted < 1)) return current;
    const wanted = Math.ceil(adjusted * all.length);
    return (adjusted < 1 && wanted > current) || (adjusted > 1 && wanted < current) ? current : wanted;
  }
}

/** metrics-server: the rate between the last two readings; the controller reads it as millicores, rounded up. */
function usage(samples: readonly Sample[]): Reading | undefined {
  const [before, last] = samples.slice(-2);
  if (!last) return undefined;
  return { milli: Math.ceil(1000 * (last.value - before.value) / (last.time - before.time) - 1e-6), time: last.time, window: last.time - before.time };
}

/** CPU of pods that have just started is left out. */
function isSetAside(pod: ReferencePod, { time, window }: Reading, now: number): boolean {
  if (pod.created + CPU_INITIALIZATION > now) return !pod.isReady || time < pod.readyChanged + window;
  return !pod.isReady && pod.created + INITIAL_READINESS_DELAY > pod.readyChanged;
}

/** rate() of a counter as Prometheus computes it. */
function requestRate(samples: readonly Sample[], now: number): Reading | undefined {
  const inside = samples.filter(({ time }) => time > now - RATE_WINDOW && time <= now);
  if (inside.length < 2) return undefined;
  const first = inside[0];
  const last = inside[inside.length - 1];
  const increase = last.value - first.value;
  const covered = last.time - first.time;
  const interval = covered / (inside.length - 1);
  const longest = 1.1 * interval;
  let before = first.time - (now - RATE_WINDOW);
  if (before >= longest) before = interval / 2;
  if (increase > 0) before = Math.min(before, covered * first.value / increase);
  let after = now - last.time;
  if (after >= longest) after = interval / 2;
  return { milli: Math.floor(1000 * increase * (covered + before + after) / covered / RATE_WINDOW), time: now, window: RATE_WINDOW };
}
