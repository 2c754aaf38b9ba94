import { triggerReader, type TriggerBackend } from '../../../../../lib/simulator/engine/autoscalers/keda/trigger-reader';
import { type Trigger } from '../../../../../lib/simulator/world/world';
import { backend, trigger } from './scaled-objects';

const read = (of: Partial<Trigger>, from: TriggerBackend) => triggerReader(trigger(of), from).read(0);
const KAFKA = {
  kind: 'kafka', partitions: 2, lagThreshold: 10, allowIdleConsumers: false, limitToPartitionsWithLag: false, ensureEvenDistributionOfPartitions: false,
} as const;

test('a trigger is active above its activation, not at it', () => {
  expect([5, 5.1].map((value) => read({ activation: 5 }, backend(value)))).toEqual([{ value: 5, isActive: false }, { value: 5.1, isActive: true }]);
});

test.each([[undefined], [NaN]])('a trigger whose source answers %p fails', (value) => {
  expect(read({}, backend(value))).toEqual({ error: 'error getting metric of redis: no value' });
});

describe('a prometheus trigger', () => {
  const of = (ignoreNullValues: boolean) => ({ type: 'prometheus', source: { kind: 'prometheus', ignoreNullValues } }) as const;

  test('reads an empty result, NaN and infinity as 0 with ignoreNullValues', () => {
    for (const value of [undefined, NaN, Infinity]) expect(read(of(true), backend(value))).toEqual({ value: 0, isActive: false });
  });

  test('fails for them without ignoreNullValues', () => {
    expect(read(of(false), backend(undefined))).toEqual({ error: "prometheus metrics 'prometheus' target may be lost, the result is empty" });
    expect(read(of(false), backend(NaN))).toEqual({ error: 'prometheus query returns NaN' });
  });

  test('fails during an outage in any case', () => {
    for (const ignores of [true, false]) {
      expect(read(of(ignores), backend(7, { problem: () => 'connection refused' }))).toEqual({ error: 'error executing prometheus query: connection refused' });
    }
  });

  test('reads numbers', () => expect(read(of(false), backend(7))).toEqual({ value: 7, isActive: true }));
});

describe('a cron trigger', () => {
  const source = { kind: 'cron', timezone: 'Europe/Berlin', start: '0 9 * * 1', end: '0 10 * * 1', desiredReplicas: 5 } as const;

  test('requests its replicas between start and end in its time zone', () => {
    const { read: at } = triggerReader(trigger({ type: 'cron', source }), backend(undefined, { startEpochSeconds: Date.parse('2026-01-05T00:00:00Z') / 1000 }));
    expect([7.99, 8, 8.99, 9].map((hours) => at(hours * 3600))).toEqual([
      { value: 0, isActive: false }, { value: 5, isActive: true }, { value: 5, isActive: true }, { value: 0, isActive: false },
    ]);
  });
});

describe('a kafka trigger', () => {
  test('reads a lag that is capped, and is active by all of it', () => {
    const source = { ...KAFKA, excludePersistentLag: false };
    expect(read({ source, activation: 400 }, backend(500))).toEqual({ value: 20, isActive: true });
  });

  test('fails where the brokers do', () => {
    expect(read({ source: { ...KAFKA, excludePersistentLag: false } }, backend(undefined))).toEqual({ error: 'error getting lag: no answer from the brokers' });
  });

  test('leaves out partitions whose offset is unchanged since the last poll', () => {
    const done = [3, 3];
    const partitions = { lags: () => [4, 5], done: () => done };
    const reader = triggerReader(trigger({ source: { ...KAFKA, excludePersistentLag: true } }), backend(9, { partitions }));
    expect(reader.read(0)).toMatchObject({ value: 9 });
    done[1]++;
    expect(reader.read(30)).toEqual({ value: 5, isActive: true });
  });
});
