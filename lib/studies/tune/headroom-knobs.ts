import { fieldsListAt, type Manifest } from '../../manifest';
import { textAt, valueAt } from '../../values/fields';
import { triggerTypeOf } from '../../scenario/trigger-types';
import { type Knob, type KnobValue } from './knob';
import { type Draft, setAt } from './policy-draft';
import { RESOURCE_TRIGGERS } from './resource-metrics';

const TRIGGERS = ['spec', 'triggers'];
const MODIFIERS = ['spec', 'advanced', 'scalingModifiers'];
/** Added load, as the load of a number of pods at the target. */
const PODS = [0.5, 1, 1.5, 2, 3, 4, 6];
/** Valid trigger name in a formula. */
const NAME = /^[a-zA-Z_]\w*$/;

/**
 * Returns headroom settings of a ScaledObject: a KEDA formula adds a constant load to the measured one, for a constant
 * number of spare pods. A lower target keeps the same share free at each load, which is too little at low load or too
 * much at high load.
 */
export function headroomKnobs(workload: string, scaledObject: Manifest): Knob[] {
  if (valueAt(scaledObject, ...MODIFIERS, 'formula') !== undefined) return [];
  const measured = measuredTrigger(scaledObject);
  if (!measured) return [];
  const { name, target } = measured;
  const values = PODS.map((pods): KnobValue => {
    const added = Number((pods * target).toPrecision(2));
    return { text: `${added} above ${name}`, size: added, write: (draft) => addHeadroom(draft, added) };
  });
  return [{ kind: 'headroom', workload, label: 'headroom', object: scaledObject, values: [{ text: 'none', size: 0, write: () => undefined }, ...values], current: 0 }];
}

/**
 * Writes the formula with the trigger's threshold as its target. The formula includes schedules as well, since KEDA
 * ignores every trigger outside of it. Nothing is written if the metric is left out.
 */
function addHeadroom(draft: Draft, added: number): void {
  const measured = measuredTrigger(draft);
  if (!measured) return;
  const { name, target } = measured;
  const schedules = fieldsListAt(draft, ...TRIGGERS).flatMap((trigger, i) => {
    if (textAt(trigger, 'type') !== 'cron') return [];
    const own = textAt(trigger, 'name') ?? `schedule_${i + 1}`;
    setAt(draft, [...TRIGGERS, i, 'name'], own);
    return [own];
  });
  const load = `${name} + ${added}`;
  const formula = schedules.length === 0 ? load : `max(${[load, ...schedules.map((own) => `${own} * ${target}`)].join(', ')})`;
  setAt(draft, MODIFIERS, { formula, target: String(target), metricType: 'AverageValue' });
}

/**
 * Returns the trigger that measures the load, if there is one besides resources and schedules, with a valid name for a
 * formula.
 */
function measuredTrigger(object: unknown): { readonly name: string; readonly target: number } | undefined {
  const [trigger, ...others] = fieldsListAt(object, ...TRIGGERS).filter((each) => !RESOURCE_TRIGGERS.includes(textAt(each, 'type') ?? ''));
  const name = textAt(trigger, 'name');
  const isPlain = others.length === 0 && (textAt(trigger, 'metricType') ?? 'AverageValue') === 'AverageValue';
  const target = trigger && isPlain ? targetOf(trigger) : undefined;
  return target !== undefined && name !== undefined && NAME.test(name) ? { name, target } : undefined;
}

function targetOf(trigger: unknown): number | undefined {
  const type = textAt(trigger, 'type') ?? '';
  const field = triggerTypeOf(type).thresholds.find((each) => valueAt(trigger, 'metadata', each) !== undefined);
  const target = field === undefined ? NaN : Number(textAt(trigger, 'metadata', field));
  return target > 0 ? target : undefined;
}
