import { GENERATOR_NAMES, type GeneratorName } from '../lib/traffic/generators';
import { KubernetesVersion } from '../lib/values/kubernetes-version';
import { UserError } from '../lib/values/user-error';

/** Recording that was dropped on the page. */
export interface Recording {
  readonly name: string;
  readonly text: string;
}

/** Numbers that the page sets by sliders. */
export interface Numbers {
  /** Mean time that a request holds a slot, in milliseconds. */
  readonly time: number;
  /** Coefficient of variation of that time. */
  readonly cv: number;
  /** Requests that a pod serves at once. */
  readonly concurrency: number;
  /** CPU request of a pod in millicores; 0 for the one in the manifest. */
  readonly cpu: number;
  /** Seconds from the start of the container until it is ready. */
  readonly startUp: number;
  /** Latency of the SLO, in milliseconds. */
  readonly slo: number;
  /** Factor of the traffic. */
  readonly load: number;
}

/** Everything that a link holds. */
export interface State extends Numbers {
  readonly yaml: string;
  readonly traffic: GeneratorName | Recording;
  /** Minor version of the cluster, as in 1.35. */
  readonly kubernetes: string;
}

/** Slider of one number. */
export interface Slider {
  readonly label: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
  readonly default: number;
  /** Unit of `format`. */
  readonly unit: 'ms' | 's' | 'm' | '×' | '';
  /** Positions are spread by ratio instead of by difference. */
  readonly logarithmic: boolean;
}

export const SLIDERS: Readonly<Record<keyof Numbers, Slider>> = {
  time: { label: 'Service time', hint: 'mean time that a request holds a slot of a pod', min: 1, max: 60_000, default: 120, unit: 'ms', logarithmic: true },
  cv: { label: 'Variation', hint: 'standard deviation of the service time, as a share of its mean', min: 0, max: 3, default: 1, unit: '', logarithmic: false },
  concurrency: { label: 'Concurrency', hint: 'requests that a pod serves at once', min: 1, max: 256, default: 4, unit: '', logarithmic: true },
  cpu: { label: 'CPU request', hint: 'of a pod; a fully busy pod uses as much', min: 0, max: 16_000, default: 0, unit: 'm', logarithmic: true },
  startUp: { label: 'Start-up', hint: 'from the start of the container until it is ready', min: 1, max: 900, default: 20, unit: 's', logarithmic: true },
  load: { label: 'Load', hint: 'multiplies the traffic', min: 0.1, max: 10, default: 1, unit: '×', logarithmic: true },
  slo: { label: 'Latency objective', hint: 'slower answers are late', min: 5, max: 120_000, default: 1000, unit: 'ms', logarithmic: true },
};

/** Versions that manifests can be checked and simulated for, the oldest first. */
export const KUBERNETES_VERSIONS = Object.values(KubernetesVersion).flatMap((value) => (value instanceof KubernetesVersion ? [value.toString()] : []));
export const DEFAULT_KUBERNETES = '1.35';

export const NUMBER_NAMES = Object.keys(SLIDERS) as (keyof Numbers)[];
/** Characters of manifests, and of a recording. */
export const MOST_YAML = 1_000_000;
export const MOST_RECORDING = 20_000_000;

export const DEFAULT_NUMBERS = Object.fromEntries(NUMBER_NAMES.map((name) => [name, SLIDERS[name].default])) as unknown as Numbers;

/**
 * Returns the state of a value that came with a link.
 *
 * @throws UserError for a field that is missing, of another type or out of its range.
 */
export function checkState(value: unknown): State {
  const fields = typeof value === 'object' && value !== null ? value as Record<string, unknown> : {};
  const { yaml, traffic, kubernetes = DEFAULT_KUBERNETES } = fields;
  if (typeof yaml !== 'string' || yaml.length > MOST_YAML) throw new UserError(`the manifests of the link are no text of at most ${MOST_YAML} characters; open the page without the link`);
  const numbers = Object.fromEntries(NUMBER_NAMES.map((name) => [name, checkNumber(name, fields[name])])) as unknown as Numbers;
  if (!KUBERNETES_VERSIONS.includes(kubernetes as string)) {
    throw new UserError(`kubernetes of the link is ${JSON.stringify(kubernetes).slice(0, 40)}; use ${KUBERNETES_VERSIONS[0]} to ${KUBERNETES_VERSIONS.at(-1)}, or open the page without the link`);
  }
  return { yaml, traffic: checkTraffic(traffic), kubernetes: kubernetes as string, ...numbers };
}

function checkNumber(name: keyof Numbers, value: unknown): number {
  const { min, max, label } = SLIDERS[name];
  if (value === undefined) return SLIDERS[name].default;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw new UserError(`${label.toLowerCase()} of the link is ${JSON.stringify(value).slice(0, 40)}; use ${min} to ${max}, or open the page without the link`);
}

function checkTraffic(value: unknown): State['traffic'] {
  if (GENERATOR_NAMES.includes(value as GeneratorName)) return value as GeneratorName;
  const { name, text } = typeof value === 'object' && value !== null ? value as Record<string, unknown> : {};
  if (typeof name === 'string' && typeof text === 'string' && text.length <= MOST_RECORDING) return { name: name.slice(0, 200), text };
  throw new UserError(`the traffic of the link is neither a recording nor one of ${GENERATOR_NAMES.join(', ')}; open the page without the link`);
}

const STEPS = 400;

/** Position of a slider, from 0 to 400, whose number is nearest to the given one. */
export function toPosition(name: keyof Numbers, value: number): number {
  let nearest = 0;
  for (let position = 1; position <= STEPS; position++) {
    if (Math.abs(fromPosition(name, position) - value) < Math.abs(fromPosition(name, nearest) - value)) nearest = position;
  }
  return nearest;
}

/** Least number of a logarithmic slider above its 0. */
const LEAST_ABOVE_ZERO = 50;

/** Number at a position of a slider, of two digits. */
export function fromPosition(name: keyof Numbers, position: number): number {
  const { min, max, logarithmic } = SLIDERS[name];
  if (!logarithmic) return Number((min + (position / STEPS) * (max - min)).toFixed(2));
  if (min === 0 && position <= 0) return 0;
  const [first, low] = min === 0 ? [1, LEAST_ABOVE_ZERO] : [0, min];
  const value = low * (max / low) ** ((position - first) / (STEPS - first));
  const rounded = Number(value.toPrecision(2));
  const whole = name === 'concurrency' || name === 'cpu' ? Math.round(rounded) : rounded;
  return Math.min(max, Math.max(min, whole));
}

/** '120 ms', '1.5 s', '2 min', '500m', '×2' */
export function formatNumber(name: keyof Numbers, value: number): string {
  const { unit } = SLIDERS[name];
  if (name === 'cpu') return value === 0 ? 'as in the manifest' : value >= 1000 ? `${value / 1000} cores` : `${value}m`;
  if (unit === '×') return `×${value}`;
  if (unit === 'ms' || unit === 's') {
    const seconds = unit === 'ms' ? value / 1000 : value;
    return seconds < 1 ? `${Number((seconds * 1000).toPrecision(3))} ms` : seconds < 120 ? `${Number(seconds.toPrecision(3))} s` : `${Number((seconds / 60).toPrecision(3))} min`;
  }
  return String(value);
}
