import { runsOf } from '../../lib/schedule/runs';

test('chosen neighbours form one run with an exclusive end', () => {
  expect(runsOf([true, true, false, true, false, false, true])).toEqual([{ from: 0, to: 2 }, { from: 3, to: 4 }, { from: 6, to: 7 }]);
});

test('no choice gives no run', () => {
  expect(runsOf([false, false])).toEqual([]);
});
