import { textOf } from '../../scripts/conformance/difference';
import { differential } from '../../scripts/differential/differential';
import { type Controller, UpstreamController } from '../../scripts/differential/upstream-controller';

const { HPA_CONTROLLER, KUBERNETES_VERSION } = process.env;
const MINOR = Number(KUBERNETES_VERSION?.split('.')[1]);
const SEED = 1;

let upstream: UpstreamController;

beforeAll(() => {
  upstream = new UpstreamController(HPA_CONTROLLER!);
});

afterAll(() => upstream.stop());

describe('the code of the HPA controller, played in random worlds', () => {
  test('decides in each pass as ours does, with the same conditions, readings and reason', async () => {
    const { passes, mismatches } = await differential(upstream, MINOR, SEED, 1000);
    expect(mismatches.map(({ world, found }) => `${world.name}: ${textOf(found)}`)).toEqual([]);
    expect(passes).toBeGreaterThan(20_000);
  }, 300_000);

  test('is told apart when it runs with another tolerance', async () => {
    const other: Controller = {
      play: ({ parameters, ...world }) => upstream.play({ ...world, parameters: { ...parameters, tolerance: parameters.tolerance + 0.05 } }),
    };
    const { mismatches } = await differential(other, MINOR, SEED, 100);
    expect(mismatches.length).toBeGreaterThan(10);
  }, 60_000);
});
