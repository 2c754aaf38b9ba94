import { type Duration, Size } from 'cdk8s';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';

/** What a model of some size takes, in whole seconds. */
export interface PreloadBudget {
  /** The time in which the model is expected to be fetched. */
  readonly fetchSeconds: number;
  /** The time after which fetching it is given up. */
  readonly timeoutSeconds: number;
  /** The time in which a server is expected to read the model from its volume. */
  readonly loadSeconds: number;
}

interface BudgetOptions {
  readonly size: Size;
  readonly bandwidth?: Size;
  readonly readBandwidth?: Size;
  readonly timeout?: Duration;
}

/** What is left for sources that are slower than declared. */
const HEADROOM = 3;
const LEAST_TIMEOUT = 600;

/** Half of what KServe measured for 14 GB from a bucket into an init container: 138 s (docs/samples/storage/oci-image-volume). */
const DEFAULT_BANDWIDTH = Size.mebibytes(50);

/** The baseline throughput of an AWS gp3 volume. */
const DEFAULT_READ_BANDWIDTH = Size.mebibytes(125);

/** Disk beyond the model's own size: the list of its files, what a tool keeps beside them, the rounding of blocks. */
const ROOM_PERCENT = 120;

/**
 * What a model's declared size means in seconds.
 *
 * @throws where a size or a bandwidth is nothing, or the timeout is below the expected time.
 */
export function preloadBudget({ size, bandwidth = DEFAULT_BANDWIDTH, readBandwidth = DEFAULT_READ_BANDWIDTH, timeout }: BudgetOptions): PreloadBudget {
  for (const [what, amount] of [['the size of a model', size], ['the bandwidth', bandwidth], ['the read bandwidth', readBandwidth]] as const) {
    if (!(amount.toKibibytes() > 0)) throw new UserError(`${what} must be above 0, got ${amount.asString()}`);
  }
  const fetchSeconds = Math.ceil(size.toKibibytes() / bandwidth.toKibibytes());
  const timeoutSeconds = timeout ? wholeSeconds('the timeout of a preload', timeout, 1) : Math.max(LEAST_TIMEOUT, HEADROOM * fetchSeconds);
  if (timeoutSeconds < fetchSeconds) {
    throw new UserError(`the timeout of a preload (${timeoutSeconds} s) is below the ${fetchSeconds} s that ${size.asString()} take at ${bandwidth.asString()}/s; `
      + 'lengthen it, or declare the bandwidth that there is');
  }
  return { fetchSeconds, timeoutSeconds, loadSeconds: Math.ceil(size.toKibibytes() / readBandwidth.toKibibytes()) };
}

/** The room that a model of this size gets. */
export function roomFor(size: Size): Size {
  return Size.mebibytes(Math.ceil(size.toKibibytes() / 1024 * ROOM_PERCENT / 100) + 64);
}

/** The seconds that a container may take to start where it is expected to take so many. */
export function withHeadroom(seconds: number): number {
  return HEADROOM * seconds;
}
