import { testErlangC, testPollaczekKhinchine } from '../../simulator/steady-waiting';

/** Loads near 1, at which waiting takes many requests to settle. */
describe('waiting in steady state', () => {
  testErlangC([[1, 0.7, 4e5], [1, 0.9, 1.5e6], [3, 0.8, 8e5], [10, 0.9, 1e6]]);
  testPollaczekKhinchine([
    [0.9, { kind: 'deterministic', value: 0.1 }, 0, 8e5],
    [0.8, { kind: 'lognormal', mean: 0.1, cv: 1 }, 1, 8e5],
    [0.7, { kind: 'empirical', samples: [0.05, 0.05, 0.05, 0.25] }, Math.sqrt(0.75), 5e5],
  ]);
});
