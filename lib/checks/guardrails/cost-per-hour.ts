import { type Demand } from '../../manifest/pod-demand';
import { type Prices } from '../../values/guardrail-limits';

const GIBIBYTE = 1024 ** 3;

/** Returns the price of a demand per hour. */
export function costPerHour(demand: Demand, { cpuCoreHour, memoryGibibyteHour, extendedHour }: Prices): number {
  const amount = (resource: string): number => demand.get(resource)?.toNumber() ?? 0;
  const devices = Object.entries(extendedHour).map(([resource, price]) => amount(resource) * price);
  return amount('cpu') * cpuCoreHour + amount('memory') / GIBIBYTE * memoryGibibyteHour + devices.reduce((sum, each) => sum + each, 0);
}

/** Formats an amount of money: '61.20 USD'. */
export function money(amount: number, { currency }: Prices): string {
  return `${amount.toFixed(2)} ${currency}`;
}
