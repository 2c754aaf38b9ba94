import { type BoundedAutoscaler } from '../../../../lib/simulator/engine/autoscalers/cron-hpa';
import { carryPatches } from '../../../../lib/simulator/engine/autoscalers/scheduled-patches';
import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';
import { type ScheduledPatch } from '../../../../lib/simulator/world/scheduled-floor';

const MONDAY = Date.UTC(2024, 0, 1) / 1000;
const HOUR = 3600;

/** Bounds of an HPA from 2 to 10, by the second at which they were set. */
function boundsOver(patches: readonly Partial<ScheduledPatch>[], start: number, hours: number): [number, number, number][] {
  const eventQueue = new EventQueue();
  const object = { minReplicas: 2, maxReplicas: 10, currentReplicas: 2 };
  const set: [number, number, number][] = [];
  const hpa: BoundedAutoscaler = {
    object,
    setBounds: (minReplicas, maxReplicas) => {
      Object.assign(object, { minReplicas, maxReplicas });
      set.push([eventQueue.now, minReplicas, maxReplicas]);
    },
  };
  carryPatches(patches.map((patch) => ({ cron: '0 8 * * *', timeZone: 'UTC', runSeconds: 15, ...patch })), eventQueue, start, hpa);
  eventQueue.runUntil(hours * HOUR);
  return set;
}

test('sets the bounds a quarter of a minute after each run, and those of the last runs at the start', () => {
  const patches = [{ minReplicas: 6 }, { cron: '0 18 * * *', minReplicas: 3 }];
  expect(boundsOver(patches, MONDAY, 24)).toEqual([[0, 6, 10], [0, 3, 10], [8 * HOUR + 15, 6, 10], [18 * HOUR + 15, 3, 10]]);
});

test('counts a run that began just before the start', () => {
  expect(boundsOver([{ minReplicas: 6, cron: '0 0 1 * *' }], MONDAY, 1)).toEqual([[15, 6, 10]]);
});

test('goes by the time zone of the job', () => {
  expect(boundsOver([{ minReplicas: 6, timeZone: 'Europe/Berlin', cron: '0 8 1 1 *' }], MONDAY, 24)).toEqual([[7 * HOUR + 15, 6, 10]]);
});

test('refuses bounds that contradict each other, as the API server does', () => {
  expect(boundsOver([{ minReplicas: 12, cron: '0 8 1 1 *' }], MONDAY, 24)).toEqual([]);
  expect(boundsOver([{ minReplicas: 12, maxReplicas: 20, cron: '0 8 1 1 *' }], MONDAY, 24)).toEqual([[8 * HOUR + 15, 12, 20]]);
});
