import { type Manifest } from '../../../lib/manifest';
import { type Recording } from '../../../lib/recording';
import { checkScenario } from '../../../lib/scenario';
import { type AgreementScenario } from '../../../lib/scenario/scenario';
import { calibrate } from '../../../lib/studies/calibrate/calibrate';
import { drawPlanted, manifestsOf, plant, type Planted, PLANTED } from '../../studies/calibrate/planted';

/** Truths of several kinds, whose recordings share no code with the simulator, at up to six requests a second. */
const SEEDS = [401, 402, 403, 404];
const SLOWER = { ...PLANTED, days: 3, stepSeconds: 300, peak: 3, request: 0.12, gaps: 0 };

beforeAll(() => jest.setTimeout(600_000));

function agreementOf(recording: Recording, truth: Planted): AgreementScenario {
  const [web] = calibrate({ recording, manifests: manifestsOf(truth) as unknown as Manifest[], scenario: checkScenario({ kubernetes: '1.35' }) }).workloads;
  return web.settings.calibration!.agreement!;
}

/** Recording whose last day is that of another one. */
function withLastDayOf(recording: Recording, other: Recording): Recording {
  const last = recording.points - Math.round(86_400 / recording.stepSeconds);
  const spliced = (one: Float64Array, another: Float64Array): Float64Array => one.map((value, step) => (step < last ? value : another[step]));
  const [[web], [web2]] = [recording.workloads, other.workloads];
  return {
    ...recording,
    workloads: [{
      ...web, series: web.series.map((series, i) => ({ ...series, values: spliced(series.values, web2.series[i].values) })),
      latency: { ...web.latency!, rates: web.latency!.rates.map((rates, i) => spliced(rates, web2.latency!.rates[i])) },
    }],
  };
}

test.each(SEEDS)('the recording of an independent simulator agrees with days that the fit has not seen (seed %d)', (seed) => {
  const drawn = drawPlanted(seed);
  const factor = Math.min(1, 6 / drawn.peak);
  const truth = { ...drawn, days: 4, peak: drawn.peak * factor, request: drawn.request * factor, idleCpu: drawn.idleCpu * factor };
  expect(agreementOf(plant(truth, seed), truth)).toMatchObject({ verdict: 'agrees', closedLoop: { within: expect.any(Number) } });
}, 600_000);

test('disagrees with a service that is half as fast, or needs twice the CPU, on the judged day', () => {
  const recording = plant(SLOWER, 1);
  expect(agreementOf(recording, SLOWER).verdict).toBe('agrees');
  const slow = agreementOf(withLastDayOf(recording, plant({ ...SLOWER, mean: 2 * SLOWER.mean }, 1)), SLOWER);
  expect(slow).toMatchObject({ verdict: 'disagrees', reasons: expect.arrayContaining([expect.stringMatching(/^the median latency is off by/)]) });
  const hungry = agreementOf(withLastDayOf(recording, plant({ ...SLOWER, cpuSeconds: 2 * SLOWER.cpuSeconds }, 1)), SLOWER);
  expect(hungry).toMatchObject({ verdict: 'disagrees', reasons: expect.arrayContaining([expect.stringMatching(/^CPU is off by/)]) });
}, 600_000);
