import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KedaCron, type KedaCronMetadata } from '../../lib/keda/cron';

interface Recorded {
  readonly cases: readonly (KedaCronMetadata & { readonly name: string; readonly instants: readonly (readonly [string, number])[] })[];
}

const { cases } = JSON.parse(readFileSync(join(__dirname, 'vectors/keda-cron.v2.21.json'), 'utf8')) as Recorded;
const at = (text: string): number => Date.parse(text) / 1000;

test.each(cases)('$timezone, from "$start" to "$end" has KEDA\'s result', ({ instants, ...metadata }) => {
  const cron = new KedaCron(metadata);
  expect(instants.map(([time]) => [time, cron.valueAt(at(time))])).toEqual(instants);
});

test('weekday starts with daily ends are active through the weekend', () => {
  const cron = new KedaCron({ timezone: 'UTC', start: '30 6 * * 1-5', end: '10 22 * * *', desiredReplicas: 4 });
  expect(['2026-01-08T22:10:00Z', '2026-01-09T22:10:00Z', '2026-01-11T12:00:00Z'].map((time) => cron.isActive(at(time)))).toEqual([false, true, true]);
});

test('a window that never starts is always active, and one that never ends is never active', () => {
  const never = '0 0 30 2 *';
  const midnight = '0 0 * * *';
  const active = (start: string, end: string): boolean[] => ['2026-01-08T22:10:00Z', '2026-01-09T00:00:00Z'].map((time) => {
    return new KedaCron({ timezone: 'UTC', start, end, desiredReplicas: 4 }).isActive(at(time));
  });
  expect(active(never, midnight)).toEqual([true, true]);
  expect(active(midnight, never)).toEqual([false, false]);
  expect(active(never, '0 0 31 4 *')).toEqual([true, true]);
});

test('a start within the repeated hour of a clock change has begun', () => {
  const cron = new KedaCron({ timezone: 'Pacific/Chatham', start: '45 3 * * 0,6', end: '52 * 21,6,25 * 5', desiredReplicas: 20 });
  // There the clocks go from 3:45 back to 2:45, at 14:00 UTC.
  expect(['2027-04-03T13:59:00Z', '2027-04-03T14:01:00Z'].map((time) => cron.isActive(at(time)))).toEqual([false, true]);
});

test('start and end must differ', () => {
  expect(() => new KedaCron({ timezone: 'UTC', start: '0 9 * * *', end: '0 9 * * *', desiredReplicas: 4 })).toThrow(
    "start and end of a cron trigger are both '0 9 * * *'; end it later than it starts",
  );
});
