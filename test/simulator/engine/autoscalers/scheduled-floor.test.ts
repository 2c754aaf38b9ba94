import { carryFloor } from '../../../../lib/simulator/engine/autoscalers/scheduled-floor';
import { type ScheduledFloor } from '../../../../lib/simulator/world/scheduled-floor';
import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';
import { simulate } from '../../../../lib/simulator/engine/simulate';
import { cpuHpa, rates, workload, world } from '../../worlds';

const MONDAY = Date.parse('2026-01-05T08:30:00Z') / 1000;

/** Mondays from nine to half past nine at least six, set every quarter of an hour. */
const FLOOR: ScheduledFloor = {
  note: { asOf: '2026-01-01', base: 2, schedules: [{ time: '9:00-9:30', weekdays: [1], atLeast: 6, timeZone: 'UTC' }] },
  cron: '*/15 * * * *', timeZone: 'Etc/UTC', runSeconds: 15,
};

function floors(floor: ScheduledFloor, start: number, until: number): Array<[number, number]> {
  const eventQueue = new EventQueue();
  const set: Array<[number, number]> = [];
  carryFloor(floor, eventQueue, start, (minReplicas) => set.push([eventQueue.now, minReplicas]));
  eventQueue.runUntil(until);
  return set;
}

test('each run sets the level of its minute, a little later, and the first is there from the start', () => {
  expect(floors(FLOOR, MONDAY, 3700)).toEqual([[0, 2], [915, 2], [1815, 6], [2715, 6], [3615, 2]]);
});

test('a run that begins within the window has its level at once', () => {
  expect(floors(FLOOR, MONDAY + 2000, 10)).toEqual([[0, 6]]);
});

test('a schedule that never runs keeps the minimum', () => {
  expect(floors({ ...FLOOR, cron: '0 0 30 2 *' }, MONDAY, 1e6)).toEqual([[0, 2]]);
});

test('the HPA raises the replicas to the minimum, and scales down afterwards', () => {
  const autoscaler = { ...cpuHpa(60, 2, 10), floor: FLOOR } as ReturnType<typeof cpuHpa>;
  const run = simulate({ ...world(7200, rates([1], 7200, 'even'), [workload('web', { autoscaler })]), startEpochSeconds: MONDAY });
  const [{ series, events }] = run.workloads;
  expect([1700, 2000, 3500, 6000].map((second) => series.desired[Math.floor(second / run.seriesStepSeconds)])).toEqual([2, 6, 6, 2]);
  expect(events[0].reason).toContain('below Spec.MinReplicas');
});

test('a minimum above maxReplicas is limited to it', () => {
  const autoscaler = { ...cpuHpa(60, 2, 4), floor: FLOOR } as ReturnType<typeof cpuHpa>;
  const run = simulate({ ...world(3600, rates([1], 3600, 'even'), [workload('web', { autoscaler })]), startEpochSeconds: MONDAY });
  expect(Math.max(...run.workloads[0].series.desired)).toBe(4);
});
