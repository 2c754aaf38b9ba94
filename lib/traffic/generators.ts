/** Parameter of a generator, with its entry in the scenario schema and the documentation. */
export interface GeneratorParameter {
  readonly kind: 'seconds' | 'rate' | 'share';
  readonly default: number;
  readonly description: string;
}

export interface Generator {
  readonly description: string;
  readonly parameters: Readonly<Record<string, GeneratorParameter>>;
  /** Start of the generated traffic in seconds from Monday 00:00. */
  readonly startSecond: number;
  /** Expected requests per second at a time, before noise. */
  readonly rate: (seconds: number, parameters: Readonly<Record<string, number>>) => number;
}

const { floor, max, min } = Math;

const HOUR = 3600;
const DAY = 24 * HOUR;
const SMALLEST = Number.MIN_VALUE;

function rate(value: number, description: string): GeneratorParameter {
  return { kind: 'rate', default: value, description };
}

function seconds(value: number, description: string): GeneratorParameter {
  return { kind: 'seconds', default: value, description };
}

function share(value: number, description: string): GeneratorParameter {
  return { kind: 'share', default: value, description };
}

const noise = share(0.1, 'Standard deviation of the rate from minute to minute, as a share of the rate.');

/** Traffic generators by name. Rates are requests per second. */
export const GENERATORS = {
  'flash-sale': {
    description: 'Low traffic, a peak that builds up within a minute and holds, then a slow decay.',
    startSecond: 9 * HOUR,
    parameters: {
      duration: seconds(2 * HOUR, 'Length of the traffic.'),
      base: rate(20, 'Requests per second before the sale.'),
      peak: rate(200, 'Requests per second at the peak of the sale.'),
      at: seconds(1800, 'Time at which the crowd begins to come.'),
      rise: seconds(60, 'Time from base to peak.'),
      hold: seconds(600, 'Time at the peak.'),
      halfLife: seconds(600, 'Half-life of the traffic above base after the peak.'),
      noise,
    },
    rate: (t, p) => {
      const after = t - p.at - p.rise - p.hold;
      const part = after > 0 ? 0.5 ** (after / p.halfLife) : min(1, max(0, (t - p.at) / p.rise));
      return p.base + (p.peak - p.base) * part;
    },
  },
  'office-hours': {
    description: 'Workdays with a morning, a lunch break, an afternoon and a night; quiet weekends. Begins on a Monday at midnight.',
    startSecond: 0,
    parameters: {
      duration: seconds(DAY, 'Length of the traffic.'),
      base: rate(5, 'Requests per second at night.'),
      peak: rate(100, 'Requests per second in the busiest hours.'),
      lunch: share(0.25, 'Share of the daytime traffic that is missing between 12:00 and 13:00.'),
      weekend: share(0.2, 'Daytime traffic of Saturday and Sunday, as a share of a workday\'s.'),
      noise,
    },
    rate: (t, p) => {
      const hour = (t % DAY) / HOUR;
      const day = floor(t / DAY) % 7;
      const atWork = smoothStep(hour, 7, 9.5) * (1 - smoothStep(hour, 16.5, 19.5));
      const atLunch = smoothStep(hour, 11.75, 12.25) * (1 - smoothStep(hour, 12.75, 13.25));
      return p.base + (p.peak - p.base) * atWork * (1 - p.lunch * atLunch) * (day >= 5 ? p.weekend : 1);
    },
  },
  'monday-morning': {
    description: 'Low traffic until everybody starts work at the same hour. Begins on a Monday at six.',
    startSecond: 6 * HOUR,
    parameters: {
      duration: seconds(6 * HOUR, 'Length of the traffic.'),
      base: rate(2, 'Requests per second before work begins.'),
      peak: rate(120, 'Requests per second at the peak.'),
      settled: rate(80, 'Requests per second of the hours that follow.'),
      at: seconds(2 * HOUR, 'Time at which work begins.'),
      rise: seconds(900, 'Time from base to peak.'),
      settle: seconds(3600, 'Time from peak to settled.'),
      noise,
    },
    rate: (t, p) => {
      const allThere = p.at + p.rise;
      return p.base + (p.peak - p.base) * smoothStep(t, p.at, allThere) + (p.settled - p.peak) * smoothStep(t, allThere, allThere + p.settle);
    },
  },
  'flat-noise': {
    description: 'A constant rate with noise, at which an autoscaler should change nothing.',
    startSecond: 0,
    parameters: {
      duration: seconds(2 * HOUR, 'Length of the traffic.'),
      rate: rate(50, 'Requests per second.'),
      noise: { ...noise, default: 0.2 },
    },
    rate: (_, p) => p.rate,
  },
  ramp: {
    description: 'A rate that grows or falls evenly, to find the load at which a policy breaks.',
    startSecond: 0,
    parameters: {
      duration: seconds(HOUR, 'Length of the traffic.'),
      from: rate(1, 'Requests per second at the start.'),
      to: rate(200, 'Requests per second at the end.'),
      noise: { ...noise, default: 0 },
    },
    rate: (t, p) => p.from + ((p.to - p.from) * t) / p.duration,
  },
} satisfies Record<string, Generator>;

/** Name of a traffic generator. */
export type GeneratorName = keyof typeof GENERATORS;
export const GENERATOR_NAMES = Object.keys(GENERATORS) as GeneratorName[];

/** Smooth step: 0 before `from`, 1 after `to`. */
function smoothStep(x: number, from: number, to: number): number {
  const part = min(1, max(0, (x - from) / max(to - from, SMALLEST)));
  return part * part * (3 - 2 * part);
}
