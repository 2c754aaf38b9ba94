import { parseTimeOfRun } from '../../lib/report/time-of-run';

const morning = { durationSeconds: 7200, startEpochSeconds: Date.UTC(2026, 0, 5, 9) / 1000 };
const nights = { durationSeconds: 3 * 86400, startEpochSeconds: Date.UTC(2026, 0, 5, 22) / 1000 };

describe('a time of a run', () => {
  it.each([
    ['09:07', 420], ['9:07:30', 450], ['7m', 420], ['1h5m', 3900], ['420s', 420], ['1.5h', 5400], ['2026-01-05T09:07:00Z', 420], ['2026-01-05T09:07', 420],
    ['2026-01-05T10:07:00+01:00', 420], ['11:00', 7200],
  ])('reads %s', (text, seconds) => {
    expect(parseTimeOfRun(text, morning)).toBe(seconds);
  });

  it.each([['22:30', 1800], ['03:00', 5 * 3600], ['day 2 03:00', 5 * 3600], ['day 3 22:00', 2 * 86400]])('finds %s in a run over several days', (text, seconds) => {
    expect(parseTimeOfRun(text, nights)).toBe(seconds);
  });

  it('counts from the start where the time of day is not known', () => {
    expect(parseTimeOfRun('00:07', { durationSeconds: 3600 })).toBe(420);
  });

  it.each(['noon', '25', '09:61', '', '2026-01-05', '5 minutes'])('refuses %j', (text) => {
    expect(() => parseTimeOfRun(text, morning)).toThrow(`'${text}' is not a time; write a time of day such as 09:07`);
  });

  it.each(['08:59', '3h', '2026-01-06T09:00Z'])('refuses %s, which is outside of the run', (text) => {
    expect(() => parseTimeOfRun(text, morning)).toThrow(`'${text}' is outside the run, which lasts from 09:00:00 to 11:00:00`);
  });
});
