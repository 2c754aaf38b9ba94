import { PodCount } from '../../lib';

describe('a number of pods', () => {
  test('is a count or a share', () => {
    expect(PodCount.absolute(3)._manifest()).toBe(3);
    expect(PodCount.percent(25)._manifest()).toBe('25%');
  });

  test.each([-1, 0.5, Number.NaN])('is not %d', (pods) => {
    expect(() => PodCount.absolute(pods)).toThrow(`a pod count must be a whole number, at least 0, got ${pods}`);
  });

  test.each([-1, 0.5, 101])('is not %d percent', (percent) => {
    expect(() => PodCount.percent(percent)).toThrow(`a percentage of pods must be a whole number from 0 to 100, got ${percent}`);
  });
});
