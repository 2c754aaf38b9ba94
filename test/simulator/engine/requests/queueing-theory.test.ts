import { erlangC, erlangWait, pollaczekKhinchine } from '../../queueing-theory';
import { testErlangC, testPollaczekKhinchine } from '../../steady-waiting';

/** Integration tests have the higher loads. */
describe('waiting in steady state', () => {
  testErlangC([[1, 0.3, 2e5], [1, 0.5, 2e5], [3, 0.5, 3e5]]);
  testPollaczekKhinchine([
    [0.5, { kind: 'gamma', mean: 0.1, cv: 0.5 }, 0.5, 2e5],
    [0.5, { kind: 'gamma', mean: 0.1, cv: 2 }, 2, 3e5],
  ]);
});

describe('the theory itself', () => {
  test('knows the textbook values', () => {
    expect(erlangC(1, 0.5)).toBeCloseTo(0.5, 12);
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
    expect(erlangWait(1, 0.5, 1)).toBeCloseTo(1, 12);
    expect(pollaczekKhinchine(0.5, 1, 1)).toBeCloseTo(1, 12);
    expect(pollaczekKhinchine(0.5, 1, 0)).toBeCloseTo(0.5, 12);
  });
});
