import { isDeepStrictEqual } from 'node:util';
import { type ScalingPolicyRule } from '../../hpa/types';
import { type Manifest } from '../../manifest';
import { formatSeconds, formatShare } from '../../results/format';
import { valueAt } from '../../values/fields';
import { Quantity } from '../../values/quantity';
import { setAt } from './policy-draft';
import { type Knob, numberKnob } from './knob';

/** Cluster settings that replace an absent behavior. */
export interface BehaviorContext {
  readonly downscaleStabilizationSeconds: number;
  readonly tolerance: number;
  /** True if the cluster supports a tolerance per HPA. */
  readonly hasTolerance: boolean;
}

const SCALE_DOWN_WINDOWS = [60, 120, 300, 600, 900, 1800, 3600];
const SCALE_UP_WINDOWS = [0, 60];
/** Name of the scale-down stabilization window. */
export const SCALE_DOWN_WINDOW = 'scaleDown window';
const TOLERANCES = { scaleUp: [0, 0.05, 0.1], scaleDown: [0.05, 0.1, 0.2, 0.3] } as const;

type Direction = 'scaleUp' | 'scaleDown';

/** Scaling policies to try beside the manifest's own; the API server's defaults come first. */
const RATES: Readonly<Record<Direction, readonly (readonly ScalingPolicyRule[])[]>> = {
  scaleUp: [
    [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }],
    [{ type: 'Percent', value: 100, periodSeconds: 60 }],
    [{ type: 'Percent', value: 300, periodSeconds: 15 }],
    [{ type: 'Percent', value: 900, periodSeconds: 15 }],
  ],
  scaleDown: [
    [{ type: 'Percent', value: 100, periodSeconds: 15 }],
    [{ type: 'Percent', value: 50, periodSeconds: 60 }],
    [{ type: 'Percent', value: 20, periodSeconds: 60 }],
    [{ type: 'Percent', value: 10, periodSeconds: 60 }],
    [{ type: 'Pods', value: 1, periodSeconds: 300 }],
  ],
};

/**
 * Returns the settings of spec.behavior at a path of the object: windows, policies and, if the version supports it,
 * tolerance.
 */
export function behaviorKnobs(workload: string, object: Manifest, path: readonly string[], context: BehaviorContext): Knob[] {
  const window = (direction: Direction, otherwise: number, tried: readonly number[]): Knob => numberKnob(workload, object, {
    kind: 'window', label: direction === 'scaleDown' ? SCALE_DOWN_WINDOW : 'scaleUp window', path: [...path, direction, 'stabilizationWindowSeconds'], otherwise, tried, textOf: formatSeconds,
  });
  const tolerance = (direction: Direction): Knob => numberKnob(workload, object, {
    kind: 'tolerance', label: `${direction} tolerance`, path: [...path, direction, 'tolerance'], otherwise: context.tolerance, tried: TOLERANCES[direction],
    textOf: formatShare, writtenAs: (share) => String(share), read: (value) => Quantity.tryParse(String(value))?.toNumber() ?? context.tolerance,
  });
  return [
    window('scaleDown', context.downscaleStabilizationSeconds, SCALE_DOWN_WINDOWS),
    window('scaleUp', 0, SCALE_UP_WINDOWS),
    rateKnob(workload, object, path, 'scaleDown'),
    rateKnob(workload, object, path, 'scaleUp'),
    ...(context.hasTolerance ? [tolerance('scaleUp'), tolerance('scaleDown')] : []),
  ];
}

/**
 * Returns the scaling policies of one direction, from the fastest to the slowest; a disabled direction stays disabled.
 */
function rateKnob(workload: string, object: Manifest, path: readonly string[], direction: Direction): Knob {
  const rules = valueAt(object, ...path, direction) as { policies?: readonly ScalingPolicyRule[]; selectPolicy?: string } | undefined;
  const given = rules?.policies ?? RATES[direction][0];
  const isPlain = (rules?.selectPolicy ?? 'Max') === 'Max';
  const tried = isPlain ? [given, ...RATES[direction].filter((each) => !isDeepStrictEqual(each, given))] : [given];
  const sorted = tried.slice().sort((a, b) => podsAMinute(b) - podsAMinute(a));
  const values = sorted.map((policies) => ({
    text: policies.map(rateText).join(' or '),
    write: policies === given ? () => undefined : (draft: Parameters<typeof setAt>[0]) => setAt(draft, [...path, direction, 'policies'], policies),
  }));
  return { kind: 'rate', workload, label: `${direction} rate`, object, values, current: sorted.indexOf(given) };
}

/** Returns the number of pods of ten that scaling policies may change in a minute. */
function podsAMinute(policies: readonly ScalingPolicyRule[]): number {
  return Math.max(...policies.map(({ type, value, periodSeconds }) => (type === 'Pods' ? value : value / 10) * 60 / periodSeconds));
}

function rateText({ type, value, periodSeconds }: ScalingPolicyRule): string {
  return `${type === 'Pods' ? `${value} ${value === 1 ? 'pod' : 'pods'}` : `${value} %`} in ${formatSeconds(periodSeconds)}`;
}
