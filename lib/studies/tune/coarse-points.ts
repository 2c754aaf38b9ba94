import { RandomStream } from '../../simulator/engine/random/random-stream';
import { SCALE_DOWN_WINDOW } from './behavior-knobs';
import { type Knob } from './knob';
import { type KnobKind } from './knob-kind';
import { type Point, type SearchSpace } from './search-space';

/** Settings that decide most of cost and latency: all of their combinations are tried, in a few steps each. */
const STEERING: readonly KnobKind[] = ['target', 'bounds', 'schedule'];
const TARGET_STEPS = 6;
const MINIMUM_STEPS = 4;
/** Scale-down windows that are tried with each of them: pods that are kept through a lull do not have to start again. */
const WINDOWS = [900, 1800];

/**
 * Policies that a search begins with: the manifests' own, combinations of all targets of a workload with minReplicas and
 * either schedules or longer scale-down windows, and random ones. Of several workloads one at a time is changed, and all of them alike.
 *
 * @param random number of random policies for each workload.
 */
export function coarsePoints(space: SearchSpace, seed: number, random: number): Point[] {
  const workloads = [...new Set(space.knobs.map(({ workload }) => workload))];
  const groups = workloads.length > 1 ? [...workloads.map((each) => [each]), workloads] : [workloads];
  const drawn = new RandomStream(seed, 'tune', 'points');
  const points = [space.today, ...groups.flatMap((group) => [
    ...grid(space, group), ...Array.from({ length: random }, () => randomPoint(space, group, drawn)),
  ])];
  return [...new Map(points.map((point) => [point.join(), point])).values()];
}

/** Targets move together: what counts first is how much is left free on each pod. */
function grid({ knobs, today }: SearchSpace, workloads: readonly string[]): Point[] {
  const isIn = ({ workload, kind }: Knob): boolean => workloads.includes(workload) && STEERING.includes(kind);
  const shares = Array.from({ length: TARGET_STEPS }, (_, i) => i / (TARGET_STEPS - 1));
  const minima = Array.from({ length: MINIMUM_STEPS }, (_, i) => i / MINIMUM_STEPS);
  const schedules = Math.max(1, ...knobs.filter((knob) => isIn(knob) && knob.kind === 'schedule').map(({ values }) => values.length));
  const keeps: readonly Keep[] = [...Array.from({ length: schedules }, (_, schedule) => ({ schedule })), ...WINDOWS.map((window) => ({ window }))];
  return shares.flatMap((target) => minima.flatMap((minimum) => keeps.map(({ schedule, window }) => knobs.map((knob, i) => {
    if (window !== undefined && workloads.includes(knob.workload) && knob.label === SCALE_DOWN_WINDOW) return nearest(knob, window);
    if (!isIn(knob) || knob.label === 'maxReplicas') return today[i];
    if (knob.kind === 'schedule') return schedule === undefined ? today[i] : Math.min(schedule, knob.values.length - 1);
    return Math.round((knob.kind === 'target' ? target : minimum) * (knob.values.length - 1));
  }))));
}

/** Ways to keep pods that a metric alone would end: a value of the schedules, or a scale-down window in seconds. */
interface Keep {
  readonly schedule?: number;
  readonly window?: number;
}

/** Index of the value that is nearest to a number. */
function nearest({ values }: Knob, wanted: number): number {
  const distance = (index: number): number => Math.abs((values[index].size ?? Infinity) - wanted);
  return values.reduce((best, _, index) => (distance(index) < distance(best) ? index : best), 0);
}

/** About half of the settings changed, the others as they are. */
function randomPoint({ knobs, today }: SearchSpace, workloads: readonly string[], random: RandomStream): Point {
  return knobs.map(({ workload, values }, i) => {
    const [changes, value] = [random.uniform() < 0.5, random.below(values.length)];
    return changes && workloads.includes(workload) ? value : today[i];
  });
}
