import { InvalidArgumentError } from 'commander';
import { type Baseline, type Reservation } from '../entry/simulator';
import { tryParseDuration } from '../scenario/units';
import { KedaVersion } from '../keda/keda-version';
import { KNOB_KINDS, type KnobKind } from '../studies/tune/knob-kind';
import { KubernetesVersion } from '../values/kubernetes-version';
import { parseShareText } from '../values/share';

/** Formats in which `check` writes its findings. */
export const CHECK_OUTPUTS = ['human', 'json', 'sarif', 'junit', 'github'] as const;
export type CheckOutput = typeof CHECK_OUTPUTS[number];

/** Methods of a simulation. */
export const METHODS = ['auto', 'requests', 'batches', 'flows'] as const;

const MOST_SEEDS = 1000;
const MOST_LOADS = 100;
const MOST_HORIZONS = 20;
const MOST_REPLICAS = 10_000;
const MOST_WINDOWS = 20;
const MOST_PORT = 65_535;

/** '1,2,3' as positive numbers. */
export function parseLoads(text: string): number[] {
  const loads = text.split(',').map((part) => part.trim() === '' ? NaN : Number(part));
  if (loads.some((load) => !(load > 0 && Number.isFinite(load))) || loads.length > MOST_LOADS) {
    throw new InvalidArgumentError(`use numbers above 0 with commas between them, as in 1,2,3 (at most ${MOST_LOADS})`);
  }
  return loads;
}

/** A number of seeds. */
export function parseSeeds(text: string): number {
  return wholeNumber(text, MOST_SEEDS);
}

/** '10m,1h' as seconds. */
export function parseHorizons(text: string): number[] {
  const horizons = text.split(',').map((part) => tryParseDuration(part.trim()) ?? NaN);
  if (horizons.some((horizon) => !(horizon > 0)) || horizons.length > MOST_HORIZONS) {
    throw new InvalidArgumentError(`use durations above 0 with commas between them, as in 10m,1h (at most ${MOST_HORIZONS})`);
  }
  return horizons;
}

/** '4w', '12h', '15s' as seconds. */
export function parseSpan(text: string): number {
  const days = text.trim().replace(/(\d+(?:\.\d+)?)w/g, (_, weeks: string) => `${Number(weeks) * 7}d`);
  const seconds = tryParseDuration(days) ?? NaN;
  if (!(seconds > 0)) throw new InvalidArgumentError('use a duration above 0, as in 4w, 12h or 30s');
  return seconds;
}

/** A whole number of replicas. */
export function parseReplicas(text: string): number {
  return wholeNumber(text, MOST_REPLICAS);
}

/** A port. */
export function parsePort(text: string): number {
  return wholeNumber(text, MOST_PORT);
}

/** A number of windows. */
export function parseWindows(text: string): number {
  return wholeNumber(text, MOST_WINDOWS);
}

/** A number above 0. */
export function parsePositive(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('use a number above 0');
  return value;
}

/** A share: '25%' or '0.25'. */
export function parseShare(text: string): number {
  const share = parseShareText(text) ?? NaN;
  if (!(share > 0 && share <= 10)) throw new InvalidArgumentError('use a share above 0, as in 25% or 0.25');
  return share;
}

/** Spot instances of a node pool. */
export interface SpotPrice {
  readonly nodePool: string;
  readonly share: number;
  readonly pricePerNodeHour: number;
}

/** 'general=3@0.05': three nodes of a pool at a price an hour; further ones are added. */
export function parseReserved(text: string, before: readonly Reservation[] = []): Reservation[] {
  const [, nodePool, nodes, price] = /^([^=]+)=(\d{1,5})@(\d*\.?\d+)$/.exec(text.trim()) ?? [];
  if (nodePool === undefined) throw new InvalidArgumentError('use the pool, its reserved nodes and the price of one for an hour, as in general=3@0.05');
  return [...before, { nodePool, nodes: Number(nodes), pricePerNodeHour: Number(price) }];
}

/** 'general=50%@0.03': share of a pool's nodes at a price an hour; further ones are added. */
export function parseSpot(text: string, before: readonly SpotPrice[] = []): SpotPrice[] {
  const [, nodePool, share, price] = /^([^=]+)=(\d*\.?\d+%?)@(\d*\.?\d+)$/.exec(text.trim()) ?? [];
  if (nodePool === undefined || parseShare(share) > 1) throw new InvalidArgumentError('use the pool, the share of its nodes and the price of one for an hour, as in general=50%@0.03');
  return [...before, { nodePool, share: parseShare(share), pricePerNodeHour: Number(price) }];
}

/** Parts of a policy, with commas between them. */
export function parseKinds(text: string): KnobKind[] {
  const kinds = text.split(',').map((part) => part.trim());
  const unknown = kinds.find((kind) => !(KNOB_KINDS as readonly string[]).includes(kind));
  if (unknown !== undefined) throw new InvalidArgumentError(`'${unknown}' is not a part of a policy; use some of ${KNOB_KINDS.join(', ')}`);
  return kinds as KnobKind[];
}

function wholeNumber(text: string, most: number): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new InvalidArgumentError(`use a whole number from 1 to ${most}`);
  return value;
}

/** A version of Kubernetes. */
export function parseKubernetes(text: string): string {
  try {
    return KubernetesVersion.of(text).toString();
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** A version of KEDA. */
export function parseKeda(text: string): string {
  try {
    return KedaVersion.of(text).toString();
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** 'default-hpa,fixed,fixed=5', or 'none'. */
export function parseBaselines(text: string): Baseline[] {
  if (text === 'none') return [];
  return text.split(',').map((part): Baseline => {
    const [, kind, replicas] = /^\s*(default-hpa|fixed)(?:=(\d{1,6}))?\s*$/.exec(part) ?? [];
    if (kind === undefined || (kind === 'default-hpa' && replicas !== undefined)) {
      throw new InvalidArgumentError('use default-hpa, fixed (the mean of the first policy), fixed=5, or none, with commas between them');
    }
    return kind === 'default-hpa' ? { kind } : { kind: 'fixed', ...(replicas !== undefined && { replicas: Number(replicas) }) };
  });
}
