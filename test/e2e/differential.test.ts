import { textOf } from '../../scripts/conformance/difference';
import { controllerDifferential } from '../../scripts/differential/controller-differential';
import { cronDifferential } from '../../scripts/differential/cron-differential';
import { type Controller, UpstreamController } from '../../scripts/differential/upstream-controller';

const { HPA_CONTROLLER, KEDA_CRON, KUBERNETES_VERSION } = process.env;
const MINOR = Number(KUBERNETES_VERSION?.split('.')[1]);
const SEED = 1;

let upstream: UpstreamController;

beforeAll(() => {
  upstream = new UpstreamController(HPA_CONTROLLER!);
});

afterAll(() => upstream.stop());

describe('the code of the HPA controller, played in random worlds', () => {
  test('decides in each pass as ours does, with the same conditions, readings and reason', async () => {
    const { passes, mismatches } = await controllerDifferential(upstream, MINOR, SEED, 1000);
    expect(mismatches.map(({ world, found }) => `${world.name}: ${textOf(found)}`)).toEqual([]);
    expect(passes).toBeGreaterThan(20_000);
  }, 300_000);

  test('is told apart when it runs with another tolerance', async () => {
    const other: Controller = {
      play: ({ parameters, ...world }) => upstream.play({ ...world, parameters: { ...parameters, tolerance: parameters.tolerance + 0.05 } }),
    };
    const { mismatches } = await controllerDifferential(other, MINOR, SEED, 100);
    expect(mismatches.length).toBeGreaterThan(10);
  }, 60_000);
});

describe("the code of KEDA's cron scaler, asked for random triggers", () => {
  test('reads at each instant what ours reads, and refuses what ours refuses', async () => {
    const { instants, refused, mismatches } = await cronDifferential(KEDA_CRON!, SEED, 1000);
    expect(mismatches).toEqual([]);
    expect(instants).toBeGreaterThan(50_000);
    expect(refused).toBeGreaterThan(10);
  }, 60_000);
});
