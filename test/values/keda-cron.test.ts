import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KedaCron, type KedaCronMetadata } from '../../lib/values/keda-cron';

interface Recorded {
  readonly cases: readonly (KedaCronMetadata & { readonly name: string; readonly instants: readonly (readonly [string, number])[] })[];
}

const { cases } = JSON.parse(readFileSync(join(__dirname, 'vectors/keda-cron.v2.21.json'), 'utf8')) as Recorded;
const at = (text: string): number => Date.parse(text) / 1000;

test.each(cases)('$timezone, from "$start" to "$end": as KEDA decided', ({ instants, ...metadata }) => {
  const cron = new KedaCron(metadata);
  expect(instants.map(([time]) => [time, cron.valueAt(at(time))])).toEqual(instants);
});

test('weekday starts with daily ends are active through the weekend', () => {
  const cron = new KedaCron({ timezone: 'UTC', start: '30 6 * * 1-5', end: '10 22 * * *', desiredReplicas: 4 });
  expect(['2026-01-08T22:10:00Z', '2026-01-09T22:10:00Z', '2026-01-11T12:00:00Z'].map((time) => cron.isActive(at(time)))).toEqual([false, true, true]);
});

test('what never starts is never active, and what never ends is not either', () => {
  expect(new KedaCron({ timezone: 'UTC', start: '0 0 30 2 *', end: '0 0 * * *', desiredReplicas: 4 }).isActive(0)).toBe(false);
  expect(new KedaCron({ timezone: 'UTC', start: '0 0 * * *', end: '0 0 30 2 *', desiredReplicas: 4 }).isActive(0)).toBe(true);
});

test('start and end must differ', () => {
  expect(() => new KedaCron({ timezone: 'UTC', start: '0 9 * * *', end: '0 9 * * *', desiredReplicas: 4 })).toThrow(
    "start and end of a cron trigger are both '0 9 * * *'; end it later than it starts",
  );
});
