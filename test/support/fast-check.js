// every run draws the same cases, so that a failure is the change's and not the day's; FAST_CHECK_SEED draws others
const fc = require('../../node_modules/fast-check/lib/cjs/fast-check.js');

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FAST_CHECK_SEED ?? 20261123) });

module.exports = fc;
