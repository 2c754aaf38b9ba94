import { judgeAgreement } from '../../../lib/studies/calibrate/agreement';

const GOOD = { error: 0.04, sameTimeLastWeek: 0.2, constant: 0.5 };
const OPEN = { cpu: GOOD, p50: GOOD, slo: { error: 0.001, sameTimeLastWeek: 0.01, constant: 0.02 } };
const CLOSED = { replicas: GOOD, within: 0.97 };
const SEEN = { judgedDays: 7, untested: [] };

describe('agreement with days that the fit has not seen', () => {
  test('holds when both loops are close, and better than last week and a constant', () => {
    expect(judgeAgreement(OPEN, CLOSED, SEEN)).toEqual({ verdict: 'agrees', judgedDays: 7, openLoop: OPEN, closedLoop: CLOSED });
  });

  test.each([
    [{ ...OPEN, cpu: { error: 0.2, constant: 0.5 } }, CLOSED, 'CPU is off by 20 %, and at most 10 % is allowed'],
    [{ ...OPEN, cpu: { error: 0.08, sameTimeLastWeek: 0.07 } }, CLOSED, 'CPU is off by 8 %, and the value of a week before by 7 %'],
    [{ ...OPEN, p50: { error: 0.12, constant: 0.1 } }, CLOSED, 'the median latency is off by 12 %, and the mean of the fitted days by 10 %'],
    [{ ...OPEN, slo: { error: 0.03, constant: 0.1 } }, CLOSED, 'the share of requests within the SLO is off by 3 points, and at most 1 points is allowed'],
    [OPEN, { replicas: GOOD, within: 0.8 }, 'simulated replicas are within one or 10 % of the recorded ones in 80 % of the judged time, and 90 % are needed'],
  ])('%j and %j disagree: %s', (open, closed, reason) => {
    expect(judgeAgreement(open, closed, SEEN)).toMatchObject({ verdict: 'disagrees', reasons: [reason] });
  });

  test('a negligible error agrees, even where a constant is as good', () => {
    expect(judgeAgreement({ ...OPEN, p50: { error: 0.01, constant: 0.005 } }, CLOSED, SEEN).verdict).toBe('agrees');
  });

  test('is untested without a loop, latencies or days', () => {
    expect(judgeAgreement({ cpu: GOOD }, CLOSED, SEEN)).toMatchObject({ verdict: 'untested', reasons: ['latency could not be judged'] });
    expect(judgeAgreement(OPEN, undefined, SEEN)).toMatchObject({ verdict: 'untested', reasons: ['the replicas that the policy chooses could not be judged'] });
    expect(judgeAgreement({ p50: GOOD }, CLOSED, SEEN).reasons).toEqual(['CPU could not be judged']);
    expect(judgeAgreement({ p50: GOOD }, CLOSED, { ...SEEN, isEngine: true }).verdict).toBe('agrees');
    expect(judgeAgreement({}, undefined, { judgedDays: 0, untested: ['two days are too few'] })).toEqual({ verdict: 'untested', judgedDays: 0, reasons: ['two days are too few'] });
  });
});
