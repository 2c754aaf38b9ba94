import * as fc from 'fast-check';
import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';

describe('EventQueue', () => {
  test('runs events in order of time, and in scheduling order at equal times', () => {
    fc.assert(fc.property(fc.array(fc.nat(20), { maxLength: 100 }), (times) => {
      const eventQueue = new EventQueue();
      const done: Array<[number, number]> = [];
      for (const [index, time] of times.entries()) eventQueue.at(time, () => done.push([eventQueue.now, index]));
      eventQueue.runUntil(100);
      expect(done).toEqual(times.map((time, index): [number, number] => [time, index]).sort(([one], [other]) => one - other));
    }));
  });

  test('runs events that are scheduled meanwhile, and moves its clock to the end', () => {
    const eventQueue = new EventQueue();
    const done: number[] = [];
    eventQueue.at(1, () => eventQueue.after(2, () => done.push(eventQueue.now)));
    eventQueue.runUntil(2);
    expect([eventQueue.now, eventQueue.nextTime, done]).toEqual([2, 3, []]);
    eventQueue.runUntil(10);
    expect([eventQueue.now, eventQueue.nextTime, done]).toEqual([10, Infinity, [3]]);
  });

  test('runs past times at once, and infinite times never', () => {
    const eventQueue = new EventQueue();
    eventQueue.runUntil(5);
    eventQueue.at(1, () => {});
    eventQueue.at(Infinity, () => {});
    expect(eventQueue.nextTime).toBe(5);
    eventQueue.runUntil(5);
    expect(eventQueue.nextTime).toBe(Infinity);
  });

  test('rejects a period of 0', () => {
    for (const seconds of [0, -1, NaN]) {
      expect(() => new EventQueue().every(seconds, 0, () => {})).toThrow(
        `an event repeats every ${seconds} s; sync periods, scrapes and rate windows must be longer than 0 s`,
      );
    }
  });

  test('repeats without drift', () => {
    const eventQueue = new EventQueue();
    const times: number[] = [];
    eventQueue.every(0.1, 0.05, () => times.push(eventQueue.now));
    eventQueue.runUntil(1000);
    expect(times).toHaveLength(10_000);
    expect(times[9999]).toBe(0.05 + 9999 * 0.1);
  });
});
