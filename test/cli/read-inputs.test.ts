import { seedsFrom } from '../../lib/cli/read-inputs';

test('seeds go up from the scenario\'s own', () => {
  expect(seedsFrom({}, 3)).toEqual([1, 2, 3]);
  expect(seedsFrom({ seed: 7 }, 2)).toEqual([7, 8]);
});
