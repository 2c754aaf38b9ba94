const Sequencer = require('@jest/test-sequencer').default;

/** The longest tests begin first: a new checkout has no times of an earlier run to go by. */
const LONGEST = ['signals/keda', 'signals/adapter', 'calibrate-real-service', 'acceptance', 'linters', 'hpa-controller'];

module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => LONGEST.findIndex((name) => path.includes(name)) >>> 0;
    return [...tests].sort((one, other) => rank(one) - rank(other));
  }
};
