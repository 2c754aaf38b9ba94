import { fieldsListAt, type Manifest } from '../../manifest';
import { textAt, valueAt } from '../../values/fields';
import { triggerTypeOf } from '../../scenario/trigger-types';
import { type Knob, type KnobValue } from './knob';
import { type Draft, setAt } from './policy-draft';

const MODIFIERS = ['spec', 'advanced', 'scalingModifiers'];
/** Load that is added to the measured one, in the load of so many pods at the target. */
const PODS = [0.5, 1, 1.5, 2, 3, 4, 6];
/** Name that a formula can read. */
const NAME = /^[a-zA-Z_]\w*$/;
const RESOURCES = ['cpu', 'memory'];

/**
 * Load that a ScaledObject counts beside the measured one, by a formula of KEDA: pods that are free at any load. A
 * target below what a pod serves leaves as large a share free at each load, which is too little at low loads or too
 * much at high ones.
 */
export function headroomKnobs(workload: string, scaledObject: Manifest): Knob[] {
  if (valueAt(scaledObject, ...MODIFIERS, 'formula') !== undefined) return [];
  const others = fieldsListAt(scaledObject, 'spec', 'triggers').filter((trigger) => !RESOURCES.includes(textAt(trigger, 'type') ?? ''));
  const [trigger] = others;
  const isPlain = others.length === 1 && (textAt(trigger, 'metricType') ?? 'AverageValue') === 'AverageValue';
  const target = isPlain ? targetOf(trigger) : undefined;
  const name = textAt(trigger, 'name');
  if (target === undefined || name === undefined || !NAME.test(name)) return [];
  const values = PODS.map((pods): KnobValue => {
    const added = Number((pods * target).toPrecision(2));
    return { text: `${added} above ${name}`, size: added, write: (draft) => addHeadroom(draft, name, added) };
  });
  return [{ kind: 'headroom', workload, label: 'headroom', object: scaledObject, values: [{ text: 'none', size: 0, write: () => undefined }, ...values], current: 0 }];
}

/**
 * Writes the formula with the threshold of the trigger as its target; nothing where the metric is left out or another
 * trigger is there.
 */
function addHeadroom(draft: Draft, name: string, added: number): void {
  const others = fieldsListAt(draft, 'spec', 'triggers').filter((trigger) => !RESOURCES.includes(textAt(trigger, 'type') ?? ''));
  const target = others.length === 1 ? targetOf(others[0]) : undefined;
  if (target !== undefined) setAt(draft, MODIFIERS, { formula: `${name} + ${added}`, target: String(target), metricType: 'AverageValue' });
}

function targetOf(trigger: unknown): number | undefined {
  const type = textAt(trigger, 'type') ?? '';
  if (type === 'cron') return undefined;
  const field = triggerTypeOf(type).thresholds.find((each) => valueAt(trigger, 'metadata', each) !== undefined);
  const target = field === undefined ? NaN : Number(textAt(trigger, 'metadata', field));
  return target > 0 ? target : undefined;
}
