import * as fc from 'fast-check';
import { Agenda } from '../../../../lib/simulator/engine/events/event-queue';

describe('Agenda', () => {
  test('does things in order of time, and in the order of their scheduling at equal times', () => {
    fc.assert(fc.property(fc.array(fc.nat(20), { maxLength: 100 }), (times) => {
      const agenda = new Agenda();
      const done: Array<[number, number]> = [];
      for (const [index, time] of times.entries()) agenda.at(time, () => done.push([agenda.now, index]));
      agenda.runUntil(100);
      expect(done).toEqual(times.map((time, index): [number, number] => [time, index]).sort(([one], [other]) => one - other));
    }));
  });

  test('does what is scheduled meanwhile, and moves its clock to the end', () => {
    const agenda = new Agenda();
    const done: number[] = [];
    agenda.at(1, () => agenda.after(2, () => done.push(agenda.now)));
    agenda.runUntil(2);
    expect([agenda.now, agenda.nextTime, done]).toEqual([2, 3, []]);
    agenda.runUntil(10);
    expect([agenda.now, agenda.nextTime, done]).toEqual([10, Infinity, [3]]);
  });

  test('takes the past for now, and infinity for never', () => {
    const agenda = new Agenda();
    agenda.runUntil(5);
    agenda.at(1, () => {});
    agenda.at(Infinity, () => {});
    expect(agenda.nextTime).toBe(5);
    agenda.runUntil(5);
    expect(agenda.nextTime).toBe(Infinity);
  });

  test('refuses a period in which no time passes', () => {
    for (const seconds of [0, -1, NaN]) {
      expect(() => new Agenda().every(seconds, 0, () => {})).toThrow(
        `something is to happen every ${seconds} s; sync periods, scrapes and rate windows must be longer than 0 s`,
      );
    }
  });

  test('repeats without drift', () => {
    const agenda = new Agenda();
    const times: number[] = [];
    agenda.every(0.1, 0.05, () => times.push(agenda.now));
    agenda.runUntil(1000);
    expect(times).toHaveLength(10_000);
    expect(times[9999]).toBe(0.05 + 9999 * 0.1);
  });
});
