import { seedsFrom } from '../../lib/cli/read-inputs';

test('seeds count up from the seed of the scenario', () => {
  expect(seedsFrom({}, 3)).toEqual([1, 2, 3]);
  expect(seedsFrom({ seed: 7 }, 2)).toEqual([7, 8]);
});
