import { UserError } from '../values/user-error';
import { NEWEST_MINOR as NEWEST } from './catalogue/newest-minor';

const OLDEST = 16;

/** First minor version whose ScaledObject accepts tolerances of its HorizontalPodAutoscaler. */
const TOLERANCE_SINCE = 18;

/** Minor version of KEDA 2, from 2.16 to 2.21. */
export class KedaVersion {
  /** Newest known version, which is the default. */
  public static readonly NEWEST = new KedaVersion(NEWEST);

  /** All known versions, oldest first. */
  public static readonly ALL: readonly KedaVersion[] = Array.from({ length: NEWEST - OLDEST + 1 }, (_, index) => new KedaVersion(OLDEST + index));

  /** First version that passes a ScaledObject's tolerances to its HorizontalPodAutoscaler; earlier ones drop them. */
  public static readonly WITH_TOLERANCE = KedaVersion.ALL[TOLERANCE_SINCE - OLDEST];

  /**
   * Parses a version, as in '2.18', '2.18.1' or 'v2.18.1'.
   *
   * @throws UserError if it is not a version from 2.16 to 2.21.
   */
  public static of(text: string): KedaVersion {
    const minor = Number(/^v?2\.(\d{1,3})(?:\.\d+)?$/.exec(text)?.[1]);
    if (!(minor >= OLDEST && minor <= NEWEST)) {
      throw new UserError(`'${text}' is not a known version of KEDA; use one from 2.${OLDEST} to 2.${NEWEST}, as in '2.18'`);
    }
    return KedaVersion.ALL[minor - OLDEST];
  }

  private constructor(public readonly minor: number) {}

  /** True if the tolerances of a ScaledObject reach its HorizontalPodAutoscaler. */
  public get passesOnTolerance(): boolean {
    return this.minor >= TOLERANCE_SINCE;
  }

  public toString(): string {
    return `2.${this.minor}`;
  }
}
