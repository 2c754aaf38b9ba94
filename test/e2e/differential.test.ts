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

describe('HPA controller code in random worlds', () => {
  test('decides each pass like the simulator, with the same conditions, metrics and reason', async () => {
    const { passes, mismatches } = await controllerDifferential(upstream, MINOR, SEED, 1000);
    expect(mismatches.map(({ world, found }) => `${world.name}: ${textOf(found)}`)).toEqual([]);
    expect(passes).toBeGreaterThan(20_000);
  }, 300_000);

  test('differs when it runs with another tolerance', async () => {
    const other: Controller = {
      play: ({ parameters, ...world }) => upstream.play({ ...world, parameters: { ...parameters, tolerance: parameters.tolerance + 0.05 } }),
    };
    const { mismatches } = await controllerDifferential(other, MINOR, SEED, 100);
    expect(mismatches.length).toBeGreaterThan(10);
  }, 60_000);
});

describe("KEDA's cron scaler on random triggers", () => {
  test('returns the same values as the simulator, and refuses the same triggers', async () => {
    const { instants, refused, mismatches } = await cronDifferential(KEDA_CRON!, SEED, 1000);
    expect(mismatches).toEqual([]);
    expect(instants).toBeGreaterThan(50_000);
    expect(refused).toBeGreaterThan(10);
  }, 60_000);
});
