import { timeLabelsOf } from '../../lib/report/run-charts';

const START = Date.UTC(2024, 0, 1, 9) / 1000;

test('labels a chart to the minute, and a short one to the second, so that no two labels are the same', () => {
  expect(timeLabelsOf({ durationSeconds: 3600, startEpochSeconds: START })).toEqual(['09:00', '09:15', '09:30', '09:45', '10:00']);
  expect(timeLabelsOf({ durationSeconds: 240, startEpochSeconds: START })).toEqual(['09:00', '09:01', '09:02', '09:03', '09:04']);
  expect(timeLabelsOf({ durationSeconds: 120, startEpochSeconds: START })).toEqual(['09:00:00', '09:00:30', '09:01:00', '09:01:30', '09:02:00']);
});
