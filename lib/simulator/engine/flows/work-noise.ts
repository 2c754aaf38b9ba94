import { type RandomStream } from '../random/random-stream';

const { exp, max, min, sqrt } = Math;

/** Load above which random arrivals change the work done less and less. */
const FULL_LOAD = 0.95;

/** Work of a span as far as it is expected. */
export interface ExpectedWork {
  readonly seconds: number;
  /** Requests that come. */
  readonly requests: number;
  /** Mean seconds of a request. */
  readonly service: number;
  /** Seconds of slots in service. */
  readonly done: number;
  /** The most that it can be. */
  readonly most: number;
  /** Share of the servers in use. */
  readonly load: number;
}

/** Random part of the work at a station: what came and how long it takes is more or less than expected. */
export class WorkNoise {
  /** Seconds of work that came beyond the expected and were not done yet. */
  private left = 0;

  /** @param variability squared coefficient of variation of the service time. */
  public constructor(private readonly variability: number, private readonly random: RandomStream) {}

  /** Returns the factor on the work done. @param surplus requests that came beyond the expected ones. */
  public factor({ seconds, requests, service, done, most, load }: ExpectedWork, surplus: number): number {
    this.left += service * (surplus + sqrt(requests * this.variability) * this.random.normal());
    const released = this.left * (1 - exp(-seconds / service));
    this.left -= released;
    if (done <= 0) return 1;
    // Servers that are all busy do not notice.
    const free = min(1, max(0, (FULL_LOAD - load) / (1 - FULL_LOAD) + 1));
    return max(0, min(1 + released * free / done, max(1, most / done)));
  }
}
