import { type UserError } from '../values/user-error';
import { type Dimension, type Measure } from './measures';

const SECONDS: Record<string, number> = { us: 1e-6, ms: 1e-3, s: 1, m: 60, min: 60, h: 3600, d: 86400 };
const PER_HOUR: Record<string, number> = { '/s': 3600, '/m': 60, '/min': 60, '/h': 1, '/d': 1 / 24 };
const HOURS: Record<string, number> = { '': 1, h: 1, d: 24 };

/** Units of each dimension, with their conversion factors. */
const UNITS: Record<Dimension, Record<string, number>> = {
  seconds: SECONDS,
  share: { '': 1, '%': 0.01 },
  requests: { '': 1, '%': 0.01 },
  replicas: { '': 1 },
  'per-hour': PER_HOUR,
  hours: HOURS,
  number: { '': 1, x: 1 },
  ratio: { '': 1, x: 1 },
};

const EXAMPLES: Record<Dimension, string> = {
  seconds: '300ms, 1.5s, 20m or 1h', share: '99.5% or 0.995', requests: '0, 25 or 0.1% of those that arrived', replicas: '12', 'per-hour': '2/h or 0.1/m',
  hours: '40, 40h or 2d', number: '1.5', ratio: '1.5',
};

/** Parses the right-hand side of a condition. */
export function parseQuantity(
  text: string, measure: Pick<Measure, 'name' | 'dimension'>, fail: (message: string, allowed: string) => UserError,
): { value: number; ofArrived: boolean } {
  const { name, dimension } = measure;
  const allowed = `${name} takes ${EXAMPLES[dimension]}`;
  if (text === '') throw fail('a quantity is missing', allowed);
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*([^\d\s.].*)?$/.exec(text);
  if (!match) throw fail(`'${text}' is not a quantity`, allowed);
  const [, digits, unit = ''] = match;
  const units = UNITS[dimension];
  if (!Object.hasOwn(units, unit)) {
    throw fail(unit === '' ? `'${text}' has no unit` : `'${unit}' is not a unit of ${name}`, allowed);
  }
  const value = Number(digits) * units[unit];
  if (dimension === 'share' && value > 1) throw fail(`'${text}' is above 100 %`, allowed);
  return { value, ofArrived: dimension === 'requests' && unit === '%' };
}
