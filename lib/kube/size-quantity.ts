import { type Size } from 'cdk8s';

const UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/**
 * A size as the API server writes it, in the largest unit that holds it in whole numbers: 1024Mi would come back as
 * 1Gi, and look changed to who compares.
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
