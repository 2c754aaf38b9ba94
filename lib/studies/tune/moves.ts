import { SCALE_DOWN_WINDOW } from './behavior-knobs';
import { type Knob } from './knob';
import { type KnobKind } from './knob-kind';
import { type Point, type SearchSpace } from './search-space';
import { Shape } from './shape';

/** Kinds of settings that determine spare pods, besides the targets. */
const SHAPING: readonly KnobKind[] = ['bounds', 'window', 'metrics', 'headroom'];
const STRIDE = 2;

/** Returns the policies that differ in one setting for spare pods, changed for all workloads alike, by a few values. */
export function coarseMoves({ knobs }: SearchSpace, from: Point): Point[] {
  const groups = new Map<string, number[]>();
  knobs.forEach((knob, index) => {
    if (!isShaping(knob)) return;
    const name = knob.kind === 'bounds' ? knob.label : knob.kind;
    groups.set(name, [...groups.get(name) ?? [], index]);
  });
  return distinct(from, [...groups.values()].flatMap((group) => {
    const moved = (valueOf: (index: number) => number): Point => from.map((value, i) => (
      group.includes(i) ? Math.max(0, Math.min(knobs[i].values.length - 1, valueOf(i))) : value
    ));
    // Lists of metrics have no order.
    if (knobs[group[0]].kind === 'metrics') return Array.from({ length: Math.max(...group.map((i) => knobs[i].values.length)) }, (_, value) => moved(() => value));
    return [-STRIDE, STRIDE].map((step) => moved((i) => from[i] + step));
  }));
}

function isShaping({ kind, label }: Knob): boolean {
  return SHAPING.includes(kind) && label !== 'maxReplicas' && (kind !== 'window' || label === SCALE_DOWN_WINDOW);
}

/** Returns the policies that differ by a neighboring value of one setting, except schedules. */
export function fineMoves(space: SearchSpace, from: Point): Point[] {
  return distinct(from, space.knobs.flatMap(({ kind, values }, i) => [-1, 1].flatMap((step) => {
    const value = from[i] + step;
    return kind !== 'schedule' && value >= 0 && value < values.length ? [space.with(from, i, value)] : [];
  })));
}

/** Returns the policies with more spare pods: a lower target, or the next value of one setting for spare pods. */
export function saferMoves(space: SearchSpace, from: Point): Point[] {
  const { knobs } = space;
  const single = knobs.flatMap((knob, i) => {
    const value = from[i] + (knob.kind === 'target' ? -1 : 1);
    const isOne = knob.kind === 'target' || (isShaping(knob) && knob.kind !== 'metrics');
    return isOne && value >= 0 && value < knob.values.length ? [space.with(from, i, value)] : [];
  });
  return distinct(from, [...single, Shape.shifted(space, from, -1)]);
}

/** Returns the policies that differ by a schedule, of all workloads alike or of one. */
export function scheduleMoves(space: SearchSpace, from: Point): Point[] {
  const schedules = space.knobs.flatMap(({ kind, values }, index) => (kind === 'schedule' ? [{ index, values }] : []));
  const most = Math.max(0, ...schedules.map(({ values }) => values.length));
  return distinct(from, Array.from({ length: most }, (_, value) => value).flatMap((value) => [
    schedules.reduce<Point>((point, { index, values }) => space.with(point, index, Math.min(value, values.length - 1)), from),
    ...schedules.flatMap(({ index, values }) => (value < values.length ? [space.with(from, index, value)] : [])),
  ]));
}

function distinct(from: Point, points: readonly Point[]): Point[] {
  return [...new Map(points.map((point) => [point.join(), point])).values()].filter((point) => point.join() !== from.join());
}
