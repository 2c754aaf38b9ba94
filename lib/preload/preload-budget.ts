import { type Duration, Size } from 'cdk8s';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';

/** Times of a preload, in whole seconds. */
export interface PreloadBudget {
  /** Expected time of the fetch. */
  readonly fetchSeconds: number;
  /** Timeout of the fetch. */
  readonly timeoutSeconds: number;
  /** Expected time in which a server reads the model from its volume. */
  readonly loadSeconds: number;
}

interface BudgetOptions {
  readonly size: Size;
  readonly bandwidth?: Size;
  readonly readBandwidth?: Size;
  readonly timeout?: Duration;
}

/** Factor for sources that are slower than declared. */
const HEADROOM = 3;
const LEAST_TIMEOUT = 600;

/**
 * Default download bandwidth: half of KServe's measurement for 14 GB from a bucket into an init container, 138 s
 * (docs/samples/storage/oci-image-volume).
 */
const DEFAULT_BANDWIDTH = Size.mebibytes(50);

/** Default read bandwidth: the baseline throughput of an AWS gp3 volume. */
const DEFAULT_READ_BANDWIDTH = Size.mebibytes(125);

/** Disk size as a percentage of the model's size: the file list, temporary files of the tool, and block rounding. */
const ROOM_PERCENT = 120;

/**
 * Computes the times of a preload from the declared size.
 *
 * @throws if a size or a bandwidth is zero, or the timeout is below the expected time.
 */
export function preloadBudget({ size, bandwidth = DEFAULT_BANDWIDTH, readBandwidth = DEFAULT_READ_BANDWIDTH, timeout }: BudgetOptions): PreloadBudget {
  for (const [what, amount] of [['the size of a model', size], ['the bandwidth', bandwidth], ['the read bandwidth', readBandwidth]] as const) {
    if (!(amount.toKibibytes() > 0)) throw new UserError(`${what} must be above 0, got ${amount.asString()}`);
  }
  const fetchSeconds = Math.ceil(size.toKibibytes() / bandwidth.toKibibytes());
  const timeoutSeconds = timeout ? wholeSeconds('the timeout of a preload', timeout, 1) : Math.max(LEAST_TIMEOUT, HEADROOM * fetchSeconds);
  if (timeoutSeconds < fetchSeconds) {
    throw new UserError(`the timeout of a preload (${timeoutSeconds} s) is below the ${fetchSeconds} s that ${size.asString()} take at ${bandwidth.asString()}/s; `
      + 'lengthen it, or declare the actual bandwidth');
  }
  return { fetchSeconds, timeoutSeconds, loadSeconds: Math.ceil(size.toKibibytes() / readBandwidth.toKibibytes()) };
}

/** Returns the disk size for a model of this size. */
export function roomFor(size: Size): Size {
  return Size.mebibytes(Math.ceil(size.toKibibytes() / 1024 * ROOM_PERCENT / 100) + 64);
}

/** Returns the maximum start-up seconds for an expected value. */
export function withHeadroom(seconds: number): number {
  return HEADROOM * seconds;
}
