import { Quantity } from './quantity';
import { UserError } from './user-error';

/** An amount of CPU. */
export class Cpu {
  /**
   * Thousandths of a core.
   *
   * @throws if it is not a whole number above 0.
   */
  public static millis(millis: number): Cpu {
    if (!Number.isSafeInteger(millis) || millis <= 0) {
      throw new UserError(`CPU must be a whole number of millicores above 0, got ${millis}; half a core is 500`);
    }
    return new Cpu(millis);
  }

  /**
   * Whole cores, or parts of one in steps of 0.001.
   *
   * @throws if it is not above 0, or finer than a thousandth.
   */
  public static cores(cores: number): Cpu {
    return Cpu.millis(Quantity.ofNumber(cores).milliValue());
  }

  private constructor(
    /** Thousandths of a core. */
    public readonly milliCores: number,
  ) {}

  /** As Kubernetes writes it: '2' or '500m'. */
  public toString(): string {
    return Quantity.ofMilli(BigInt(this.milliCores)).toString();
  }
}
