import type { Milli } from '../../lib/hpa';
import type { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import type { TrajectoryReading } from '../conformance/kinds/controller-trajectory';
import type { TrajectoryPod } from '../conformance/kinds/trajectory-pods';
import { chance, pick } from './draws';
import { requestedOf } from './random-requests';
import { type Metric } from './random-setting';

/** Ratios of demand to target, most often at the edge of a tolerance. */
const RATIOS = [0, 0.1, 0.5, 0.8, 0.89, 0.9, 0.9, 0.95, 1, 1, 1, 1.05, 1.1, 1.1, 1.11, 1.2, 1.5, 2, 3, 10, 200];

/**
 * Readings of one metric from pass to pass: demand that stays or jumps, and samples that come late, are lost or belong
 * to no pod.
 */
export class RandomReadings {
  private ratio: number;
  private readonly isUneven: boolean;
  private readonly loses: number;

  public constructor(private readonly metric: Metric, private readonly random: RandomStream) {
    this.ratio = pick(random, RATIOS);
    this.isUneven = chance(random, 0.4);
    this.loses = pick(random, [0, 0, 0, 0.05, 0.3]);
  }

  public read(pods: readonly TrajectoryPod[], statusReplicas: number, at: number): TrajectoryReading {
    const { random, metric } = this;
    if (chance(random, 0.35)) this.ratio = pick(random, RATIOS);
    if (chance(random, this.loses / 3)) return chance(random, 0.5) ? { error: true } : {};
    const { averageUtilization, averageValueMilli, valueMilli } = metric.target;
    if (metric.type === 'Object' || metric.type === 'External') {
      const total = valueMilli === undefined ? this.times(averageValueMilli!, this.ratio * statusReplicas) : this.times(valueMilli, this.ratio);
      return metric.type === 'Object' ? { valueMilli: total } : { samplesMilli: this.split(total) };
    }
    const level = ({ requests: inFull, requestsMilli }: TrajectoryPod): Milli => {
      if (averageUtilization === undefined) return this.times(averageValueMilli!, this.ratio);
      if (inFull) return this.times(requestedOf(inFull, metric.resource!, metric.container), (this.ratio * averageUtilization) / 100);
      const requests = Object.entries(requestsMilli ?? {}).filter(([name]) => !metric.container || name === metric.container);
      return this.times(requests.reduce((sum, [, milli]) => sum + Math.max(0, milli as number), 0), (this.ratio * averageUtilization) / 100);
    };
    const age = pick(random, [0, 0, 0, 5, 15, 30, 60, 0.001]);
    const window = pick(random, [15, 30, 60]);
    const names = pods.filter(({ phase, name }) => (phase === 'Running' || chance(random, 0.1)) && name !== '' && !chance(random, this.loses));
    const rows = names.map((pod) => [pod.name, level(pod), at - (this.isUneven ? pick(random, [0, 1, 15, 45]) : age), window] as const);
    if (chance(random, 0.03)) return { pods: [...rows, ['of-another-workload', 1234, at, window]] };
    return { pods: rows };
  }

  /** A whole number of thousandths, now and then one beside it. */
  private times(milli: Milli, factor: number): Milli {
    const { random } = this;
    const uneven = this.isUneven ? factor * (0.5 + random.uniform()) : factor;
    const off = chance(random, 0.2) ? pick(random, [-1, 1]) : 0;
    if (typeof milli === 'number' && milli * uneven < 2 ** 50) return Math.round(milli * uneven) + off;
    const large = (BigInt(milli) * BigInt(Math.round(uneven * 1000))) / 1000n;
    return large > 2n ** 63n - 1n ? 2n ** 63n - 1n : large;
  }

  private split(total: Milli): Milli[] {
    if (typeof total === 'bigint' || chance(this.random, 0.6)) return [total];
    const part = this.random.below(Math.abs(total) + 1);
    return [part, total - part];
  }
}
