import { SlidingMaximum } from '../../lib/hpa/sliding-maximum';

describe('a sliding maximum', () => {
  test('is whatever it is compared with while it is empty', () => {
    expect(new SlidingMaximum().maximumOr(-3)).toBe(-3);
  });

  test('drops values before the cutoff, and at the cutoff unless it is inclusive', () => {
    const maximum = new SlidingMaximum();
    maximum.push(9, 100);
    maximum.expire(100, true);
    expect(maximum.maximumOr(0)).toBe(9);
    maximum.expire(100, false);
    expect(maximum.maximumOr(0)).toBe(0);
    maximum.push(7, 200);
    maximum.expire(201, true);
    expect(maximum.maximumOr(0)).toBe(0);
  });

  test('drops values that a later value of at least their size supersedes', () => {
    const maximum = new SlidingMaximum();
    for (const [time, value] of [5, 3, 3, 1, 3].entries()) maximum.push(value, time);
    expect(maximum.size).toBe(2);
    maximum.push(6, 9);
    expect(maximum.size).toBe(1);
  });

  test('keeps its order when its ring grows, wherever the ring begins', () => {
    const maximum = new SlidingMaximum();
    for (let time = 0; time < 6; time++) maximum.push(100 - time, time);
    maximum.expire(4, false);
    for (let time = 6; time < 40; time++) maximum.push(100 - time, time);
    expect(maximum.size).toBe(35);
    for (let time = 5; time < 40; time++) {
      expect(maximum.maximumOr(0)).toBe(100 - time);
      maximum.expire(time, false);
    }
    expect(maximum.size).toBe(0);
  });
});
