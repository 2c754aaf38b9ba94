import { type Manifest } from '../../../lib/manifest';
import { renderCalibration } from '../../../lib/report/render-calibration';
import { checkScenario } from '../../../lib/scenario';
import { type Recording } from '../../../lib/recording';
import { calibrate, type WorkloadCalibration } from '../../../lib/studies/calibrate/calibrate';
import { engineManifests, PLANTED_ENGINE, plantEngine } from '../../studies/calibrate/planted-engine';

const SCENARIO = checkScenario({ kubernetes: '1.35', slo: { latency: '5s', objective: 0.95 } });
const recording = plantEngine(PLANTED_ENGINE, 1);

function calibrated(given: Recording): WorkloadCalibration {
  return calibrate({ recording: given, manifests: engineManifests(PLANTED_ENGINE) as unknown as Manifest[], scenario: SCENARIO }).workloads[0];
}

describe('a recorded model server', () => {
  const web = calibrated(recording);
  const { agreement, intervals } = web.settings.calibration!;

  test('is judged by its latencies, for which the fitted engine is played on the recorded pods', () => {
    expect(agreement).toMatchObject({ verdict: 'agrees', openLoop: { p50: { error: expect.any(Number) }, slo: { error: expect.any(Number) } } });
    expect(agreement!.openLoop!.p50!.error).toBeLessThan(0.1);
    expect(agreement!.openLoop).not.toHaveProperty('cpu');
  });

  test('has the variation of its answers from that of its latencies', () => {
    const { answer, answerCv } = PLANTED_ENGINE;
    expect(web.settings.service!.tokens!.output).toMatchObject({ mean: expect.closeTo(answer, -1), cv: expect.closeTo(answerCv, 1) });
    const { low, high } = intervals!['service.tokens.output.cv'];
    expect(low).toBeLessThan(PLANTED_ENGINE.answerCv);
    expect(high).toBeGreaterThan(PLANTED_ENGINE.answerCv);
  });

  test('disagrees where its answers take twice as long on the judged day', () => {
    const [workload] = recording.workloads;
    const { bounds, rates } = workload.latency!;
    const split = Math.round(2 * 86_400 / recording.stepSeconds);
    const slower = bounds.map((bound, i) => rates[i].map((rate, step) => {
      if (step < split || bound === Infinity) return rate;
      const half = bounds.filter((each) => each <= bound / 2).length - 1;
      return half < 0 ? 0 : rates[half][step];
    }));
    const { settings } = calibrated({ ...recording, workloads: [{ ...workload, latency: { ...workload.latency!, rates: slower } }] });
    expect(settings.calibration!.agreement).toMatchObject({ verdict: 'disagrees', reasons: [expect.stringMatching(/^the median latency is off by \d+/), expect.any(String)] });
  });

  test('without a histogram is untested, and says why', () => {
    const [workload] = recording.workloads;
    expect(calibrated({ ...recording, workloads: [{ ...workload, latency: undefined }] }).settings.calibration!.agreement).toMatchObject({ verdict: 'untested', reasons: ['latency could not be judged'] });
  });

  test('prints the delay of metrics as unknown', () => {
    expect(renderCalibration({ schemaVersion: 1, workloads: [web], remarks: [] }, { width: 200 })).toMatch(/^pipeline +unknown +assumed +delay of metrics: the one of the scenario, else a default$/m);
  });
});
