/** Family of service times, named as in scenarios. */
export type ServiceFamily = 'lognormal' | 'gamma';
export const SERVICE_FAMILIES: readonly ServiceFamily[] = ['lognormal', 'gamma'];

const LOWEST = Math.log(1e-5);
const HIGHEST = Math.log(1e3);
const POINTS = 480;
const STEP = (HIGHEST - LOWEST) / POINTS;
/** Number of equally likely points that represent a distribution in the convolution with the wait. */
const QUANTILES = 64;

/** Distribution of service times with mean 1, as a table. */
export class ServiceShape {
  private readonly cumulative = new Float64Array(POINTS + 1);
  /** Middles of equally likely parts, ascending. */
  public readonly quantiles = new Float64Array(QUANTILES);

  public constructor(family: ServiceFamily, public readonly cv: number) {
    const density = family === 'lognormal' ? lognormalDensity(cv) : gammaDensity(cv);
    let before = density(LOWEST);
    for (let point = 1; point <= POINTS; point++) {
      const here = density(LOWEST + point * STEP);
      this.cumulative[point] = this.cumulative[point - 1] + (before + here) / 2;
      before = here;
    }
    const total = this.cumulative[POINTS];
    for (let point = 0; point <= POINTS; point++) this.cumulative[point] /= total;
    let point = 0;
    for (let index = 0; index < QUANTILES; index++) {
      const wanted = (index + 0.5) / QUANTILES;
      while (point < POINTS - 1 && this.cumulative[point + 1] < wanted) point++;
      const within = (wanted - this.cumulative[point]) / Math.max(1e-300, this.cumulative[point + 1] - this.cumulative[point]);
      this.quantiles[index] = Math.exp(LOWEST + (point + Math.min(1, Math.max(0, within))) * STEP);
    }
  }

  /** Returns the probability of at most a multiple of the mean. */
  public below(means: number): number {
    if (means <= 0) return 0;
    const at = (Math.log(means) - LOWEST) / STEP;
    if (at <= 0) return 0;
    if (at >= POINTS) return 1;
    const point = Math.floor(at);
    return this.cumulative[point] + (at - point) * (this.cumulative[point + 1] - this.cumulative[point]);
  }
}

/** Returns the density by the logarithm of the time, up to a factor. */
function lognormalDensity(cv: number): (logTime: number) => number {
  const variance = Math.log1p(cv ** 2);
  return (logTime) => Math.exp(-((logTime + variance / 2) ** 2) / (2 * variance));
}

function gammaDensity(cv: number): (logTime: number) => number {
  const shape = 1 / cv ** 2;
  return (logTime) => Math.exp(shape * (logTime - Math.exp(logTime) + 1));
}
