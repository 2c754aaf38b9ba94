import { SCALED_OBJECT_DEFAULTS } from '../../keda/scaled-object-defaults';
import { fieldsListAt, type Manifest } from '../../manifest';
import { triggerTypeOf } from '../../scenario/trigger-types';
import { textAt, valueAt } from '../../values/fields';
import { formatSeconds } from '../../results/format';
import { type Draft, setAt } from './policy-draft';
import { behaviorKnobs, type BehaviorContext } from './behavior-knobs';
import { boundsKnobs, type ReplicaLimits } from './bounds-knobs';
import { headroomKnobs } from './headroom-knobs';
import { rounded, TARGET_FACTORS, UTILIZATIONS } from './hpa-knobs';
import { type Knob, numberKnob } from './knob';
import { RESOURCE_TRIGGERS } from './resource-metrics';

const POLLING = [5, 10, 15, 30];
const COOLDOWNS = [60, 300, 900];
const BEHAVIOR = ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior'];

/** Settings of a ScaledObject. */
export function scaledObjectKnobs(workload: string, scaledObject: Manifest, context: BehaviorContext & { readonly limits: ReplicaLimits }): Knob[] {
  const paths = { min: ['spec', 'minReplicaCount'], max: ['spec', 'maxReplicaCount'] };
  const triggers = fieldsListAt(scaledObject, 'spec', 'triggers');
  const scalesToZero = (valueAt(scaledObject, 'spec', 'minReplicaCount') ?? SCALED_OBJECT_DEFAULTS.minReplicaCount) === 0 || valueAt(scaledObject, 'spec', 'idleReplicaCount') !== undefined;
  return [
    ...boundsKnobs(workload, scaledObject, paths, { min: SCALED_OBJECT_DEFAULTS.minReplicaCount, max: SCALED_OBJECT_DEFAULTS.maxReplicaCount }, context.limits),
    ...triggers.flatMap((_, i) => thresholdKnob(workload, scaledObject, i)),
    ...triggersKnob(workload, scaledObject),
    ...headroomKnobs(workload, scaledObject),
    ...behaviorKnobs(workload, scaledObject, BEHAVIOR, context),
    ...(scalesToZero ? [
      secondsKnob(workload, scaledObject, 'cooldown', 'cooldownPeriod', COOLDOWNS),
      secondsKnob(workload, scaledObject, 'polling interval', 'pollingInterval', POLLING),
    ] : []),
  ];
}

function secondsKnob(workload: string, scaledObject: Manifest, label: string, field: 'cooldownPeriod' | 'pollingInterval', tried: readonly number[]): Knob {
  return numberKnob(workload, scaledObject, { kind: 'polling', label, path: ['spec', field], otherwise: SCALED_OBJECT_DEFAULTS[field], tried, textOf: formatSeconds });
}

function thresholdKnob(workload: string, scaledObject: Manifest, index: number): Knob[] {
  const trigger = valueAt(scaledObject, 'spec', 'triggers', index);
  const type = textAt(trigger, 'type') ?? '';
  if (type === 'cron') return [];
  const path = ['spec', 'triggers', index, 'metadata'];
  const label = `${textAt(trigger, 'name') ?? type} target`;
  if (type === 'cpu' || type === 'memory') {
    const isUtilization = (textAt(trigger, 'metricType') ?? textAt(trigger, 'metadata', 'type') ?? 'Utilization') === 'Utilization';
    const value = Number(textAt(trigger, 'metadata', 'value'));
    if (!isUtilization || !(value > 0)) return [];
    return [numberKnob(workload, scaledObject, {
      kind: 'target', label, path: [...path, 'value'], otherwise: value, tried: UTILIZATIONS, textOf: (percent) => `${percent} %`, writtenAs: String,
    })];
  }
  const field = triggerTypeOf(type).thresholds.find((each) => valueAt(trigger, 'metadata', each) !== undefined);
  const given = field === undefined ? NaN : Number(textAt(trigger, 'metadata', field));
  if (field === undefined || !(given > 0)) return [];
  // Scalers with an integer target reject any other number.
  const step = Number.isInteger(given) ? (value: number): number => Math.max(1, Math.round(value)) : rounded;
  const tried = TARGET_FACTORS.map((factor) => step(given * factor));
  return [numberKnob(workload, scaledObject, { kind: 'target', label, path: [...path, field], otherwise: given, tried, writtenAs: String })];
}

/** Returns the choice of triggers: all of them, or all but one; a formula needs each of its triggers. */
function triggersKnob(workload: string, scaledObject: Manifest): Knob[] {
  const triggers = fieldsListAt(scaledObject, 'spec', 'triggers');
  if (triggers.length < 2 || valueAt(scaledObject, 'spec', 'advanced', 'scalingModifiers', 'formula') !== undefined) return [];
  const without = triggers.map((trigger, i) => ({
    text: `without ${textAt(trigger, 'name') ?? textAt(trigger, 'type') ?? `trigger ${i + 1}`}`,
    write: (draft: Draft) => setAt(draft, ['spec', 'triggers'], (valueAt(draft, 'spec', 'triggers') as unknown[]).filter((_, k) => k !== i)),
  }));
  const isResource = (trigger: unknown): boolean => RESOURCE_TRIGGERS.includes(textAt(trigger, 'type') ?? '');
  const resources = triggers.filter(isResource);
  // With one other trigger, leaving it out is the same setting; cron alone follows no load.
  const alone = resources.some((trigger) => textAt(trigger, 'type') !== 'cron') && triggers.length - resources.length > 1 ? [{
    text: 'resources alone',
    write: (draft: Draft) => setAt(draft, ['spec', 'triggers'], (valueAt(draft, 'spec', 'triggers') as unknown[]).filter(isResource)),
  }] : [];
  return [{ kind: 'metrics', workload, label: 'triggers', object: scaledObject, values: [{ text: 'all', write: () => undefined }, ...without, ...alone], current: 0 }];
}
