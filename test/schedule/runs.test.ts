import { runsOf } from '../../lib/schedule/runs';

test('neighbours that are chosen are one run, and its end is not in it', () => {
  expect(runsOf([true, true, false, true, false, false, true])).toEqual([{ from: 0, to: 2 }, { from: 3, to: 4 }, { from: 6, to: 7 }]);
});

test('nothing chosen is no run', () => {
  expect(runsOf([false, false])).toEqual([]);
});
