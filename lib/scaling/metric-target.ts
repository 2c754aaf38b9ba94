import { Quantity } from '../values/quantity';
import { UserError } from '../values/user-error';

/** Target of a metric: a value for the whole workload, or an average per pod. */
export class MetricTarget {
  /**
   * Average value per pod: the metric divided by the number of pods.
   *
   * @param quantity a quantity above zero, as in '100' or '500m'
   * @throws if it is not a quantity, or not above zero.
   */
  public static averageValue(quantity: string): MetricTarget {
    return new MetricTarget('AverageValue', canonicalTarget(quantity));
  }

  /**
   * Value of the metric, independent of the number of pods.
   *
   * @param quantity a quantity above zero, as in '100' or '500m'
   * @throws if it is not a quantity, or not above zero.
   */
  public static value(quantity: string): MetricTarget {
    return new MetricTarget('Value', canonicalTarget(quantity));
  }

  private constructor(
    /** @internal */
    public readonly _type: 'AverageValue' | 'Value',
    /** @internal */
    public readonly _quantity: string,
  ) {}

  /** @internal */
  public _manifest(): object {
    return this._type === 'Value' ? { type: 'Value', value: this._quantity } : { type: 'AverageValue', averageValue: this._quantity };
  }

  /**
   * Target as a decimal number, as in '0.5'.
   *
   * @internal
   */
  public _decimal(): string {
    return String(Quantity.parse(this._quantity).toNumber());
  }
}

/** Returns the target as the API server stores it, so that the applied text equals the stored text. */
function canonicalTarget(text: string): string {
  if (!Quantity.parse(text).isPositive()) {
    throw new UserError(`a metric's target must be above 0, got '${text}'; set the value that one replica should serve`);
  }
  return Quantity.canonical(text);
}
