import fc from 'fast-check';
import { type Manifest } from '../../../lib/manifest';
import { type Knob } from '../../../lib/studies/tune/knob';
import { type KnobKind } from '../../../lib/studies/tune/knob-kind';
import { type Score } from '../../../lib/studies/tune/score';
import { saferMoves } from '../../../lib/studies/tune/moves';
import { search } from '../../../lib/studies/tune/search';
import { type Point, SearchSpace } from '../../../lib/studies/tune/search-space';
import { Shape } from '../../../lib/studies/tune/shape';

const OBJECT = { apiVersion: 'v1', kind: 'Fake', metadata: { name: 'fake' } } as Manifest;
const knob = (kind: KnobKind, label: string, count: number, current: number): Knob => ({
  kind, label, workload: 'web', object: OBJECT, current, values: Array.from({ length: count }, (_, i) => ({ text: String(i), size: i, write: () => undefined })),
});
const scoreOf = (cost: number, used: number): Score => ({ attainment: [1 - used / 1000], shortfall: Math.max(0, used - 1), used, cost, podHours: cost });

test('the highest target that holds the SLO is found from any other, with a few scores', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 11 }), (current, highest) => {
    const shape = new Shape(new SearchSpace([knob('target', 'cpu target', 12, current)]), [current]);
    let count = 0;
    for (; shape.next; count++) shape.add({ point: shape.next, score: scoreOf(100 - shape.next[0], shape.next[0] <= highest ? 0.5 : 2) });
    expect(shape.best!.point).toEqual([highest]);
    expect(count).toBeLessThanOrEqual(8);
  }));
});

test('keeps the nearest miss when no target holds the SLO', () => {
  const shape = new Shape(new SearchSpace([knob('target', 'cpu target', 5, 3)]), [3]);
  while (shape.next) shape.add({ point: shape.next, score: scoreOf(100, 2 + shape.next[0]) });
  expect(shape.best!.point).toEqual([0]);
});

test('a policy that misses the SLO at a higher cost than another is left before its targets are found', () => {
  const shape = new Shape(new SearchSpace([knob('target', 'cpu target', 5, 3)]), [3]);
  shape.add({ point: [3], score: scoreOf(100, 2) }, scoreOf(90, 0.5));
  expect(shape.next).toBeUndefined();
});

/** Load that needs pods free both by a share and by a count: neither setting alone is the cheapest. */
const space = new SearchSpace([knob('target', 'cpu target', 12, 9), knob('bounds', 'minReplicas', 8, 1), knob('headroom', 'headroom', 8, 0)]);
const score = ([target, minimum, headroom]: Point): Score => scoreOf(
  100 - 4 * target + 3 * Math.abs(minimum - 3) + 5 * headroom, 1.4 ** (target - 2 * headroom + 0.2 * Math.abs(minimum - 3) - 1),
);

test('settings that keep pods free are searched together with the targets that they allow', async () => {
  const scored = new Set<string>();
  const { best } = await search(space, (points) => Promise.resolve(points.map((point) => {
    scored.add(point.join());
    return score(point);
  })));
  let cheapest = Infinity;
  for (let target = 0; target < 12; target++) for (let minimum = 0; minimum < 8; minimum++) for (let headroom = 0; headroom < 8; headroom++) {
    const each = score([target, minimum, headroom]);
    if (each.shortfall === 0) cheapest = Math.min(cheapest, each.cost);
  }
  expect(best.score.cost).toBe(cheapest);
  expect(scored.size).toBeLessThan(100);
});

test('skips a policy that the cluster rejects', async () => {
  const { best } = await search(space, (points) => Promise.resolve(points.map((point) => (point[2] > 0 ? undefined : score(point)))));
  expect(best.score.shortfall).toBe(0);
  expect(best.point[2]).toBe(0);
});

test.each([
  ['2 %', 2, 0],
  ['10 %', 10, 1],
])('takes a schedule that saves %s of the cost only where that is at least 3 %', async (_, saving, taken) => {
  const scheduled = new SearchSpace([knob('target', 'cpu target', 5, 4), knob('schedule', 'schedule', 2, 0)]);
  const cost = ([target, schedule]: Point): Score => scoreOf((200 - 4 * target) * (1 - schedule * saving / 100), target > 2 ? 2 : 0.5);
  const { best } = await search(scheduled, (points) => Promise.resolve(points.map(cost)));
  expect(best.point).toEqual([2, taken]);
});

test('takes a schedule that is needed to hold the SLO at any cost', async () => {
  const scheduled = new SearchSpace([knob('target', 'cpu target', 5, 4), knob('schedule', 'schedule', 2, 0)]);
  const { best } = await search(scheduled, (points) => Promise.resolve(points.map(([, schedule]) => scoreOf(100 + 50 * schedule, schedule === 1 ? 0.5 : 2))));
  expect(best.point[1]).toBe(1);
});

test('safer neighbours of a policy have a lower target, or the next value of one setting that keeps pods free', () => {
  const knobs = [knob('target', 'cpu target', 5, 2), knob('target', 'rps target', 5, 0), knob('bounds', 'minReplicas', 3, 1), knob('bounds', 'maxReplicas', 3, 1), knob('rate', 'scaleUp rate', 3, 0)];
  expect(saferMoves(new SearchSpace(knobs), [2, 0, 1, 1, 0])).toEqual([[1, 0, 1, 1, 0], [2, 0, 2, 1, 0]]);
  expect(saferMoves(new SearchSpace(knobs), [2, 1, 2, 1, 0])).toEqual([[1, 1, 2, 1, 0], [2, 0, 2, 1, 0], [1, 0, 2, 1, 0]]);
});
