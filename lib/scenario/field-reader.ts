import { valueAt } from '../manifest';
import { Quantity } from '../values/quantity';
import { UserError } from '../values/user-error';
import { type Milli } from '../hpa/types';

/** Reads fields of one object and rejects values that the API server rejects. */
export class FieldReader {
  public constructor(public readonly where: string) {}

  public fail(path: string, received: unknown, allowed: string): never {
    throw new UserError(`${this.where}: ${path} is ${received === undefined ? 'missing' : JSON.stringify(received)}; ${allowed}`);
  }

  public integer(parent: unknown, path: string, key: string, from: number, to = 2 ** 31 - 1): number | undefined {
    const value = valueAt(parent, key);
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < from || value > to) {
      this.fail(`${path}.${key}`, value, `use a whole number from ${from}${to === 2 ** 31 - 1 ? '' : ` to ${to}`}`);
    }
    return value;
  }

  /** Reads a positive quantity in thousandths. */
  public quantity(parent: unknown, path: string, key: string): Milli | undefined {
    const value = valueAt(parent, key);
    if (value === undefined || value === null) return undefined;
    const parsed = typeof value === 'string' || typeof value === 'number' ? Quantity.tryParse(String(value)) : undefined;
    if (!parsed || !parsed.isPositive()) this.fail(`${path}.${key}`, value, "use a quantity above 0, as in '100' or '500m'");
    const milli = parsed.milliBigInt();
    return milli <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(milli) : milli;
  }

  public text(parent: unknown, path: string, key: string): string {
    const value = valueAt(parent, key);
    if (typeof value !== 'string' || value === '') this.fail(`${path}.${key}`, value, 'use a text');
    return value;
  }

  public oneOf<T extends string>(parent: unknown, path: string, key: string, allowed: readonly T[]): T | undefined {
    const value = valueAt(parent, key);
    if (value === undefined || value === null) return undefined;
    if (!allowed.includes(value as T)) this.fail(`${path}.${key}`, value, `use one of ${allowed.join(', ')}`);
    return value as T;
  }
}
