import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { ScalingRate } from '../../lib';

const aMinute = Duration.minutes(1);

test.each([0, -1, 2.5, 2 ** 31])('a rate of %d is refused', (value) => {
  expect(() => ScalingRate.percent(value, aMinute)).toThrow(`a scaling rate must be a whole number above 0, got ${value} percent; use SelectPolicy.DISABLED`);
  expect(() => ScalingRate.pods(value, aMinute)).toThrow(`got ${value} pods`);
});

test.each([Duration.seconds(0), Duration.seconds(1801), Duration.millis(500)])('a period outside 1 to 1800 whole seconds is refused', (period) => {
  expect(() => ScalingRate.pods(1, period)).toThrow('the period of a scaling rate must be a whole number of seconds from 1 to 1800');
});

test('every period of 1 to 1800 seconds, in whatever unit, is written in seconds', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1800 }), fc.integer({ min: 1, max: 1_000_000 }), (seconds, value) => {
    const period = seconds % 60 === 0 ? Duration.minutes(seconds / 60) : Duration.millis(seconds * 1000);
    expect(ScalingRate.percent(value, period)._manifest()).toEqual({ type: 'Percent', value, periodSeconds: seconds });
  }));
});
