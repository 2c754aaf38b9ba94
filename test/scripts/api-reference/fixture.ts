/* Source that api-reference.test.ts reads. */

interface Hidden {
  /** Member of a base that is not exported. */
  readonly inherited: number;
}

/**
 * Options of a shop.
 *
 * - first
 * - second
 */
export interface ShopOptions extends Hidden {
  /**
   * Opening hours.
   *
   * @default - none: always open
   */
  readonly hours?: Array<{ readonly from: number; /* a comment */ readonly to: number }>;
  /** @default 2 */
  readonly doors?: number;
}

/** Options of a chain of shops. */
export interface ChainOptions extends ShopOptions {
  /** Other shops. */
  readonly others: readonly Shop[];
}

/** Anything that can be visited. */
export interface IVisitable {
  /** Lets a visitor in. */
  visit(name: string): void;
}

/**
 * Sells things.
 *
 * @see https://example.com/shop
 * @see docs/platform.md
 */
export class Shop implements IVisitable {
  /** Shop at the corner. */
  public static readonly CORNER = new Shop('corner');

  /**
   * Opens a shop.
   *
   * @param name as in 'corner'
   * @throws where the name is empty
   */
  public static of(name: string, { doors = 1 }: ShopOptions = { inherited: 1 }): Shop {
    return new Shop(`${name}${doors}`);
  }

  private readonly visitors: string[] = [];

  /** @param name written above the door */
  private constructor(public readonly name: string) {}

  /** @internal */
  public _secret(): string {
    return this.name;
  }

  public visit(name: string): void {
    this.visitors.push(name);
  }

  public undescribed(count = 3): number {
    return count + this.visitors.length;
  }
}

/** Days. */
export enum Day {
  /** First day. */
  MONDAY = 'Mon',
}

/** Shop or chain. */
export type Any = Shop | ChainOptions;

/** Doors by default. */
export const DOORS = 2;

/** Counts shops. */
export function count<T extends Shop>(shops: readonly T[], ..._more: Shop[]): number {
  return shops.length;
}
