import { compareSimulators, SALE } from '../reference/compare';

/**
 * A sample: test/integration/simulator/dynamics.test.ts has the variants, and `npm run bench -- dynamics` the table.
 */
test('the simulator agrees with an independent one about a flash sale', () => {
  const figures = compareSimulators(SALE, 2);
  const replicas = figures.find(({ figure }) => figure === 'meanReplicas')!;
  expect(Math.abs(replicas.engine - replicas.reference) / replicas.reference).toBeLessThan(0.05);
});
