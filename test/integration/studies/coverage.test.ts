import { factsOf, fitWorkload } from '../../../lib/studies/calibrate/fit-workload';
import { stepsOf } from '../../../lib/studies/calibrate/recorded-steps';
import { holds, PARAMETERS } from '../../studies/calibrate/coverage';
import { drawPlanted, plant } from '../../studies/calibrate/planted';

/** A sample of `npm run bench -- calibrate`, with shorter recordings. */
const SEEDS = [1, 3, 4, 7];

test('most intervals of a few planted recordings hold the truth', () => {
  const decided = SEEDS.flatMap((seed) => {
    const drawn = drawPlanted(seed);
    // A tenth of the requests on pods that are as busy.
    const factor = Math.min(1, 3 / drawn.peak);
    const planted = { ...drawn, days: 1, stepSeconds: 120, peak: drawn.peak * factor, request: drawn.request * factor, idleCpu: drawn.idleCpu * factor };
    const recording = plant(planted, seed);
    const steps = stepsOf(recording, recording.workloads[0]);
    const fit = fitWorkload(steps, factsOf(steps));
    return PARAMETERS.map(({ truth, interval }) => holds(interval(fit), truth(planted))).filter((held) => held !== undefined);
  });
  expect(decided.length).toBeGreaterThan(12);
  expect(decided.filter((held) => held).length / decided.length).toBeGreaterThanOrEqual(0.75);
});
