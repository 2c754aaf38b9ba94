import { UserError } from '../values/user-error';
/** Number or percentage of pods. */
export class PodCount {
  /**
   * Absolute number of pods.
   *
   * @throws if it is not a whole number, at least 0.
   */
  public static absolute(pods: number): PodCount {
    if (!Number.isSafeInteger(pods) || pods < 0) throw new UserError(`a pod count must be a whole number, at least 0, got ${pods}`);
    return new PodCount(pods);
  }

  /**
   * Percentage of the pods.
   *
   * @throws if it is not a whole number from 0 to 100.
   */
  public static percent(percent: number): PodCount {
    if (!Number.isSafeInteger(percent) || percent < 0 || percent > 100) throw new UserError(`a percentage of pods must be a whole number from 0 to 100, got ${percent}`);
    return new PodCount(`${percent}%`);
  }

  private constructor(private readonly count: number | string) {}

  /** @internal */
  public _manifest(): number | string {
    return this.count;
  }

  /** @internal */
  public _isNone(): boolean {
    return this.count === 0 || this.count === '0%';
  }
}
