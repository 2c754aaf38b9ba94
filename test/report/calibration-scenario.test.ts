import { parse } from 'yaml';
import { calibrationFiles } from '../../lib/report/calibration-scenario';
import { readTrace } from '../../lib/traffic/read-trace';
import { type Calibration, type WorkloadCalibration } from '../../lib/studies/calibrate/calibrate';

function calibrated(name: string, perSecond: number, settings: WorkloadCalibration['settings'] = {}): WorkloadCalibration {
  return {
    name, settings, origins: {}, split: { fittedDays: 1, judgedDays: 0, policyChange: false }, excluded: [], demand: [], remarks: [],
    traffic: {
      startEpochSeconds: Date.UTC(2026, 0, 5) / 1000, stepSeconds: 60, perSecond: Float64Array.of(perSecond, NaN, perSecond), censored: Uint8Array.of(0, 0, 1),
    },
  };
}

const filesOf = (...workloads: WorkloadCalibration[]) => calibrationFiles({ schemaVersion: 1, workloads, remarks: [] } satisfies Calibration, {}, 'all', 'a recording');

test('workloads whose names differ in special characters have separate traffic files', () => {
  const { scenario, traffic } = filesOf(...['shop/web', 'shop-web', 'Shop/web'].map((name, i) => calibrated(name, i + 1)));
  const fileOf = (name: string): string => parse(scenario).flows[name].traffic.file;
  expect(['shop/web', 'shop-web', 'Shop/web'].map((name) => traffic.get(fileOf(name))!.split('\n')[1])).toEqual([
    '2026-01-05T00:01:00.000Z,1', '2026-01-05T00:01:00.000Z,2', '2026-01-05T00:01:00.000Z,3',
  ]);
  expect(new Set(Array.from(traffic.keys(), (file) => file.toLowerCase())).size).toBe(3);
});

test('a gap has no row, and additional files multiply censored demand', () => {
  const { traffic } = filesOf(calibrated('web', 2, { calibration: { recorded: { from: 'a', to: 'b', days: 1 }, censored: { share: 0.5, demandAtLeast: 2 } } }));
  expect([...traffic.keys()]).toEqual(['all.web.traffic.csv', 'all.web.traffic-x1.2.csv', 'all.web.traffic-x1.5.csv']);
  expect(traffic.get('all.web.traffic-x1.5.csv')).toBe('time,requests_per_second\n2026-01-05T00:01:00.000Z,2\n2026-01-05T00:03:00.000Z,3\n');
});

test('the traffic is played at the time at which it was recorded', () => {
  const web = calibrated('web', 2);
  const { traffic } = filesOf({ ...web, traffic: { ...web.traffic, perSecond: Float64Array.of(2, 3, 4) } });
  expect(readTrace([...traffic.values()][0], 'web', {})).toMatchObject({ startEpochSeconds: Date.UTC(2026, 0, 5) / 1000, stepSeconds: 60 });
});
