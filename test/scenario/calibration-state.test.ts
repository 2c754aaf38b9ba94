import { intervalText, stateOfGiven } from '../../lib/scenario/calibration-state';
import { type CalibrationScenario, type WorkloadScenario } from '../../lib/scenario/scenario';

const RECORDED = { from: '2026-01-05T00:00:00Z', to: '2026-01-26T00:00:00Z', days: 21 };

function workload(calibration?: Partial<CalibrationScenario>, service: WorkloadScenario['service'] = { time: { mean: '200ms', cv: 0.5 }, concurrency: 8, cpuSeconds: 0.05 }): WorkloadScenario {
  return { service, ...(calibration && { calibration: { recorded: RECORDED, ...calibration } }) };
}

describe('origin of a service model that a scenario gives', () => {
  test('it is stated without a calibration', () => {
    expect(stateOfGiven(workload())).toEqual({ state: 'stated' });
  });

  test('it is calibrated with an agreement inside', () => {
    const intervals = { 'service.time.mean': { low: 0.19, high: 0.21 }, 'service.concurrency': { atLeast: 6 }, 'service.cpuSeconds': { low: 0.049, high: 0.051 } };
    expect(stateOfGiven(workload({ agreement: { verdict: 'agrees' }, intervals }))).toEqual({ state: 'calibrated' });
  });

  test('it is stated where the agreement is missing, was not tested or does not hold, and says why', () => {
    expect(stateOfGiven(workload({}))).toEqual({ state: 'stated', sentence: 'calibration was not tested: calibration.agreement is missing, so no day was judged.' });
    expect(stateOfGiven(workload({ agreement: { verdict: 'untested', reasons: ['two days are too few'] } })))
      .toEqual({ state: 'stated', sentence: 'calibration was not tested: two days are too few.' });
    expect(stateOfGiven(workload({ agreement: { verdict: 'disagrees', reasons: ['CPU is off by 40 %.'] } })))
      .toEqual({ state: 'stated', sentence: 'calibration does not agree: CPU is off by 40 %.' });
  });

  test.each([
    [{ concurrency: 4 }, { 'service.concurrency': { atLeast: 6 } }, 'service.concurrency is 4, outside at least 6'],
    [{ cpuSeconds: 0.1 }, { 'service.cpuSeconds': { low: 0.04, high: 0.06 } }, 'service.cpuSeconds is 0.1, outside 0.04 to 0.06'],
    [{ time: '300ms' }, { 'service.time.mean': { atMost: 0.2 } }, 'service.time.mean is 0.3, outside at most 0.2'],
  ])('%j is stated where it was fitted otherwise', (service, intervals, expected) => {
    const { state, sentence } = stateOfGiven(workload({ agreement: { verdict: 'agrees' }, intervals }, service));
    expect(state).toBe('stated');
    expect(sentence).toBe(`${expected}, which calibration.intervals gives; run calibrate again, or remove calibration.`);
  });

  test('a setting whose value is assumed may be changed by hand', () => {
    expect(stateOfGiven(workload({ agreement: { verdict: 'agrees' }, intervals: { 'service.concurrency': { assumed: true } } })).state).toBe('calibrated');
  });
});

test('an interval reads as its ends, as one bound, or as assumed', () => {
  expect([{ low: 0.1, high: 0.25 }, { atLeast: 6 }, { atMost: 2 }, { atLeast: 1, atMost: 3 }, { assumed: true }, {}].map(intervalText))
    .toEqual(['0.1 to 0.25', 'at least 6', 'at most 2', '1 to 3', 'assumed', 'unknown']);
});
