/**
 * fast-check with the same cases in every run, so that a failure is the change's and not the day's; `FAST_CHECK_SEED`
 * draws others. A property runs on a quarter of the cases that it names, and on 20 at least; `FAST_CHECK_SHARE=1` runs
 * all, as CI does.
 */
const fc = require('../../node_modules/fast-check/lib/cjs/fast-check.js');

const SHARE = Number(process.env.FAST_CHECK_SHARE ?? 0.25);
const LEAST = 20;
const ALL = 100;

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FAST_CHECK_SEED ?? 20261123) });

function share(numRuns) {
  return Math.max(Math.ceil(numRuns * SHARE), Math.min(numRuns, LEAST));
}

module.exports = {
  ...fc,
  assert: (property, { numRuns = ALL, ...parameters } = {}) => fc.assert(property, { ...parameters, numRuns: share(numRuns) }),
};
