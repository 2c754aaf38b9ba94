import { renderCalibration } from '../../lib/report/render-calibration';
import { type WorkloadCalibration } from '../../lib/studies/calibrate/calibrate';

const WEB: WorkloadCalibration = {
  name: 'web', split: { fittedDays: 5, judgedDays: 2, policyChange: false }, excluded: [], demand: [], remarks: [],
  traffic: { startEpochSeconds: 0, stepSeconds: 60, perSecond: Float64Array.of(1), censored: Uint8Array.of(0) },
  origins: { 'service.time.mean': 'latency', 'containers.app.idleCpu': 'CPU', 'service.concurrency': 'load', startUp: 'starts' },
  settings: {
    service: { time: { mean: '120.1ms' }, concurrency: 6 },
    containers: { app: { idleCpu: '20m' } },
    startUp: { schedule: '1s', warmPull: '2s', init: '0ms', boot: { mean: '38.04s', cv: 0.17 } },
    calibration: {
      recorded: { from: 'a', to: 'b', days: 5 },
      intervals: {
        'service.time.mean': { low: 0.12, high: 0.121 }, 'containers.app.idleCpu': { low: 0.02, high: 0.0201 },
        'service.concurrency': { atLeast: 6 }, startUp: { low: 39.9, high: 43.18 },
      },
      agreement: { verdict: 'agrees', judgedDays: 2, openLoop: { cpu: { error: 0.01, sameTimeLastWeek: 0.1, constant: 0.5 } } },
    },
  },
};
const lines = renderCalibration({ schemaVersion: 1, remarks: [], workloads: [WEB] }, { width: 120 }).split('\n');
const cells = (name: string): string[] => lines.find((line) => line.startsWith(name))!.split(/ {2,}/);

test('an interval has the unit of its value, and start-up the sum of its parts', () => {
  expect(cells('service.time.mean')).toEqual(['service.time.mean', '120.1ms', '120 to 121 ms', 'latency']);
  expect(cells('containers.app.idleCpu')).toEqual(['containers.app.idleCpu', '20m', '20 to 20.1 m', 'CPU']);
  expect(cells('service.concurrency')).toEqual(['service.concurrency', '6', 'at least 6', 'load']);
  expect(cells('startUp')).toEqual(['startUp', '41s', '39.9 to 43.2 s', 'starts']);
});

test('the agreement stands apart, and says what the simple predictions are', () => {
  const head = lines.findIndex((line) => line.startsWith('mean error of'));
  expect(lines[head - 1]).toBe('');
  expect(lines.slice(head + 2, head + 4)).toEqual([
    'a week before: error of the value a week earlier as the prediction', 'constant: error of the mean of the fitted days as the prediction',
  ]);
});
