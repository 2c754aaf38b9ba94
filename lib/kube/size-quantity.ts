import { type Size } from 'cdk8s';

const UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/**
 * Returns a size as a quantity in its canonical form: the largest unit with a whole number. The API server would return
 * 1024Mi as 1Gi, which a comparison reports as a change.
 */
export function sizeQuantity(size: Size): string {
  let amount = size.toKibibytes();
  let unit = 0;
  while (amount > 0 && amount % 1024 === 0 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount}${UNITS[unit]}`;
}
