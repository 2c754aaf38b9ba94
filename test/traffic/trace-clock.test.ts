import fc from 'fast-check';
import { clip, requireTimezone, TraceClock } from '../../lib/traffic/trace-clock';
import { UserError } from '../../lib/values/user-error';

function read(value: unknown, options: { timezone?: string; timeUnit?: 's' | 'ms' } = {}, unitByName?: 's' | 'ms'): number {
  return new TraceClock(options, unitByName).read(value, 'x:1');
}

const NEW_YEAR = 1_704_067_200;

test.each([
  ['2024-01-01T00:00:00Z', NEW_YEAR],
  ['2024-01-01T01:00:00+01:00', NEW_YEAR],
  ['2024-01-01 01:00:00 +0100', NEW_YEAR],
  ['2023-12-31T19:00-05', NEW_YEAR],
  ['2024-01-01T00:00:00', NEW_YEAR],
  ['2024-01-01 00:00', NEW_YEAR],
  ['2024-01-01 00:00:01.2500000', NEW_YEAR + 1.25],
  ['2024-01-01T00:00:01,5Z', NEW_YEAR + 1.5],
  ['01/Jan/2024:00:00:00 +0000', NEW_YEAR],
  ['31/Dec/2023:19:00:02 -0500', NEW_YEAR + 2],
  [' 2024-01-01T00:00:00z ', NEW_YEAR],
])('the text %j is a moment', (text, seconds) => {
  expect(read(text)).toBe(seconds);
});

test.each([
  [0, 0], ['12.5', 12.5], [86_400, 86_400], [NEW_YEAR, NEW_YEAR], [NEW_YEAR * 1e3, NEW_YEAR], [String(NEW_YEAR * 1e6), NEW_YEAR], [NEW_YEAR * 1e9, NEW_YEAR],
])('the number %p is %d seconds', (value, seconds) => {
  expect(read(value)).toBe(seconds);
});

test('a small number is milliseconds where the options or the name of the column say so', () => {
  expect(read(1500, { timeUnit: 'ms' })).toBe(1.5);
  expect(read(1500, {}, 'ms')).toBe(1.5);
  expect(read(1500, { timeUnit: 's' }, 'ms')).toBe(1500);
});

test('a millisecond offset of any length stays an offset', () => {
  const clock = new TraceClock({ timeUnit: 'ms' });
  expect(clock.read(3e8, 'x:1')).toBe(3e5);
  expect(clock.absolute).toBe(false);
});

test('only times with a date set the start of the traffic', () => {
  for (const [value, absolute] of [[0, false], [NEW_YEAR, true], ['2024-01-01T00:00Z', true]] as const) {
    const clock = new TraceClock({});
    clock.read(value, 'x:1');
    expect(clock.absolute).toBe(absolute);
  }
});

test('reads times without a zone in the given one, else as UTC with a remark', () => {
  const utc = new TraceClock({});
  utc.read('2024-07-01 12:00', 'x:1');
  expect(utc.remarks('x')).toEqual(['x: times carry no time zone and were read as UTC; name another by traffic.timezone of a scenario.']);
  const berlin = new TraceClock({ timezone: 'Europe/Berlin' });
  expect(berlin.read('2024-07-01 12:00', 'x:1')).toBe(Date.UTC(2024, 6, 1, 10) / 1000);
  expect(berlin.read('2024-12-01 12:00', 'x:2')).toBe(Date.UTC(2024, 11, 1, 11) / 1000);
  expect(berlin.remarks('x')).toEqual([]);
});

test('resolves the hour that a clock change repeats by the order of the rows, with a remark', () => {
  const clock = new TraceClock({ timezone: 'Europe/Berlin' });
  const times = ['02:00', '02:30', '02:00', '02:30', '03:00'].map((time, i) => clock.read(`2024-10-27 ${time}`, `x:${i}`));
  expect(times.map((time) => time - times[0])).toEqual([0, 1800, 3600, 5400, 7200]);
  expect(clock.remarks('x')).toEqual([expect.stringContaining('occurs twice when the clocks go back in Europe/Berlin')]);
});

describe('invalid times', () => {
  test.each([
    ['', "x:1: '' is not a time"], ['yesterday', "x:1: 'yesterday' is not a time"], [undefined, "x:1: '' is not a time"], [{}, "x:1: '' is not a time"],
    [-1, "x:1: '-1' is not a time"], [Infinity, "x:1: 'Infinity' is not a time"],
    ['2024-02-30T00:00Z', "x:1: '2024-02-30T00:00Z' is not a time that exists"], ['2024-01-01T25:00Z', "x:1: '2024-01-01T25:00Z' is not a time that exists"],
    ['32/Jan/2024:00:00:00 +0000', "x:1: '32/Jan/2024:00:00:00 +0000' is not a time that exists"],
    ['2024-01-01T00:00:75Z', "x:1: '2024-01-01T00:00:75Z' is not a time that exists"],
  ])('%p', (value, message) => {
    expect(() => read(value)).toThrow(UserError);
    expect(() => read(value)).toThrow(message);
    expect(() => read(value)).toThrow('use seconds from the start, unix time, or ISO 8601');
  });

  test('a local time that a clock change leaves out', () => {
    expect(() => read('2024-03-31 02:30', { timezone: 'Europe/Berlin' })).toThrow("'2024-03-31 02:30' is not a time that exists in Europe/Berlin");
  });

  test('a number among texts, and a text among numbers', () => {
    const clock = new TraceClock({});
    clock.read(5, 'x:1');
    expect(() => clock.read('2024-01-01T00:00Z', 'x:2')).toThrow("x:2: the time '2024-01-01T00:00Z' is not a number, unlike those before it; write all times the same way");
    const texts = new TraceClock({});
    texts.read('2024-01-01T00:00Z', 'x:1');
    expect(() => texts.read(5, 'x:2')).toThrow("x:2: the time '5' is a bare number, unlike those before it");
  });

  test('milliseconds in a column of seconds', () => {
    expect(() => read(NEW_YEAR * 1e3, { timeUnit: 's' })).toThrow('is after the year 5000 in seconds; set timeUnit to ms');
  });

  test('an unknown time zone', () => {
    expect(() => requireTimezone('Mars/Olympus')).toThrow("time zone 'Mars/Olympus' is not known; use an IANA name such as Europe/Berlin, or UTC");
    expect(() => new TraceClock({ timezone: 'CEST ' })).toThrow(UserError);
  });
});

test('every moment survives being written as ISO 8601', () => {
  fc.assert(fc.property(fc.integer({ min: 2e8, max: 4e9 }), (seconds) => {
    expect(read(new Date(seconds * 1000).toISOString())).toBe(seconds);
  }), { seed: 1, numRuns: 200 });
});

test('a quoted value is short and on one line', () => {
  expect(clip('a\n\tb')).toBe('a b');
  expect(clip('x'.repeat(100))).toBe(`${'x'.repeat(57)}...`);
});
