import { loadWorld, simulate } from '../../lib/entry/simulator';
import '../../lib/entry/jest';

test('the shop holds its SLO through a sale, and loses no request', async () => {
  const world = await loadWorld({ manifests: [`${__dirname}/web.yaml`], scenario: `${__dirname}/sale.yaml` });
  const run = simulate(world);
  expect(run).toHoldSlo();
  expect(run).toMeet('timed-out = 0, killed = 0, flaps <= 6/h, optimum-ratio < 3');
});
