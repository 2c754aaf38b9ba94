import { fitEngine, nonNegativeLeastSquares } from '../../../lib/studies/calibrate/fit-engine';
import { fitStartUp } from '../../../lib/studies/calibrate/fit-start-up';
import { factsOf, fitWorkload } from '../../../lib/studies/calibrate/fit-workload';
import { stepsOf } from '../../../lib/studies/calibrate/recorded-steps';
import { MONDAY, stepsWith } from './columns';
import { plant, PLANTED, type Planted } from './planted';

function fitOf(changes: Partial<Planted>) {
  const recording = plant({ ...PLANTED, days: 1, peak: 6, request: 0.15, ...changes }, 3);
  const steps = stepsOf(recording, recording.workloads[0]);
  return { steps, facts: factsOf(steps), fit: fitWorkload(steps, factsOf(steps)) };
}

describe('recovers a planted service', () => {
  const { fit } = fitOf({});

  test('by its CPU per request and at idle', () => {
    expect(fit.cpu!.perRequest.value / PLANTED.cpuSeconds).toBeCloseTo(1, 1);
    expect(fit.cpu!.idle.value / PLANTED.idleCpu).toBeCloseTo(1, 1);
    expect(fit.cpu!.perRequest.interval.low).toBeLessThan(fit.cpu!.perRequest.value);
  });

  test('by its service time, spread and concurrency', () => {
    const { best, concurrency, alternatives } = fit.service!;
    expect(best.mean / PLANTED.mean).toBeCloseTo(1, 1);
    expect(best.cv / PLANTED.cv).toBeCloseTo(1, 1);
    expect(concurrency.interval.low ?? concurrency.interval.atLeast).toBeLessThanOrEqual(2);
    expect(concurrency.interval.high ?? Infinity).toBeGreaterThanOrEqual(2);
    expect(alternatives).not.toContainEqual(best);
  });

  test('by the start of its pods, and by the highest load of one', () => {
    expect(fit.startUp).toMatchObject({ source: 'events' });
    expect(Math.abs(fit.startUp!.total.value / PLANTED.startUp - 1)).toBeLessThan(0.2);
    expect(fit.highestLoadPerPod).toBeGreaterThan(1);
  });
});

test('bounds a concurrency far above the load from below, and assumes an irrelevant one', () => {
  const { fit } = fitOf({ concurrency: 16, mean: 0.05, peak: 3 });
  expect(fit.service!.concurrency.interval).not.toHaveProperty('high');
  expect(fit.service!.alternatives.every(({ concurrency }) => Number.isFinite(concurrency))).toBe(true);
});

test('leaves out parameters of unrecorded series', () => {
  const steps = stepsWith({ 'requests': Array<number>(600).fill(5), 'replicas-ready': Array<number>(600).fill(2) });
  expect(fitWorkload(steps, factsOf(steps))).toEqual({ highestLoadPerPod: 2.5 });
});

describe('start-up', () => {
  test('has the parts of the recorded starts', () => {
    const events = [30, 40, 50].map((ready, i) => ({
      atEpochSeconds: MONDAY + i * 600, kind: 'pod-started' as const, text: 'started', startup: { scheduled: 1, image: 4, init: 0, ready },
    }));
    const fit = fitStartUp(stepsWith({ requests: Array<number>(40).fill(1) }, { events }))!;
    expect(fit).toMatchObject({ source: 'events', pods: 3, parts: { schedule: { value: 1 }, pull: { value: 4 }, init: { value: 0 }, boot: { value: 40 } }, total: { value: 45 } });
    expect(fit.total.interval.low).toBeLessThan(45);
    expect(fit.bootCv).toBeCloseTo(0.25);
  });

  test('is the delay from spec to ready replicas where no start was recorded', () => {
    const spec = [2, 3, 3, 3, 3, 5, 5, 5, 5, 5];
    const ready = [2, 2, 2, 3, 3, 3, 3, 4, 5, 5];
    const fit = fitStartUp(stepsWith({ 'replicas-spec': spec, 'replicas-ready': ready }, { stepSeconds: 15 }))!;
    expect(fit).toMatchObject({ source: 'replicas', pods: 3 });
    expect(fit.total.value).toBeCloseTo((30 + 30 + 45) / 3);
    expect(fitStartUp(stepsWith({ 'replicas-spec': spec.map(() => 2), 'replicas-ready': spec.map(() => 2) }))).toBeUndefined();
  });
});

test('starts and engine steps after the fitted days do not count', () => {
  const start = (step: number, ready: number) => ({ atEpochSeconds: MONDAY + step * 60, kind: 'pod-started' as const, text: 'started', startup: { ready } });
  const events = [...[1, 2, 3].map((step) => start(step, 30)), ...[700, 800, 900].map((step) => start(step, 90))];
  const series = (before: number, after: number): number[] => Array.from({ length: 1000 }, (_, step) => (step < 600 ? before : after) * (1 + step % 7 / 10));
  const steps = stepsWith({
    'requests': series(5, 5), 'replicas-ready': Array<number>(1000).fill(2),
    'vllm-running': series(8, 8), 'vllm-prompt-tokens': series(100, 10), 'vllm-generation-tokens': series(400, 40),
  }, { events });
  const fit = fitWorkload(steps, factsOf(steps), 0, 600);
  expect(fit.startUp).toMatchObject({ pods: 3, total: { value: 30 } });
  expect(fit.engine).toEqual(fitEngine(steps, Uint8Array.from({ length: 1000 }, (_, step) => Number(step < 600))));
  expect(fit.engine).not.toEqual(fitEngine(steps, new Uint8Array(1000).fill(1)));

  const rise = stepsWith({ 'replicas-spec': [2, 3, 3, 2, 2, 3, 3, 2, 2, 3, 3, 2, 3, 3, 3, 3], 'replicas-ready': [2, 2, 3, 2, 2, 2, 3, 2, 2, 2, 3, 2, 2, 2, 2, 3] });
  expect(fitStartUp(rise, 12)).toMatchObject({ pods: 3, total: { value: 60 } });
  expect(fitStartUp(rise)).toMatchObject({ pods: 4 });
});

test('the engine of a language model server is found in its metrics', () => {
  const [base, perRequest, perPrompt] = [0.02, 0.0004, 0.0002];
  const running = Array.from({ length: 400 }, (_, i) => 2 + 10 * (1 + Math.sin(i / 9)));
  const prompt = running.map((n, i) => 60 * n * (1 + 0.3 * Math.cos(i / 5)));
  const generation = running.map((n, i) => (1 - perPrompt * prompt[i]) / (base / n + perRequest));
  const pods = running.map(() => 2);
  const double = (values: number[]): number[] => values.map((value) => 2 * value);
  const steps = stepsWith({
    'requests': running, 'replicas-ready': pods, 'vllm-running': double(running), 'vllm-prompt-tokens': double(prompt), 'vllm-generation-tokens': double(generation),
  }, { stepSeconds: 900 });
  const fit = fitEngine(steps, new Uint8Array(400).fill(1))!;
  expect(fit.perOutputToken.value).toBeCloseTo(base, 6);
  expect(fit.perOutputTokenPerRequest.value).toBeCloseTo(perRequest, 6);
  expect(fit.perInputToken.value).toBeCloseTo(perPrompt, 6);
  expect(fit.mostRunning).toBeCloseTo(22, 1);
  expect(fitEngine(stepsWith({ requests: running }), new Uint8Array(400).fill(1))).toBeUndefined();
});

test('least squares leave out negative coefficients', () => {
  expect(nonNegativeLeastSquares([[1, 1], [2, 1], [3, 1]], [0.5, 2.5, 4.5])[1]).toBe(0);
  expect(nonNegativeLeastSquares([[1], [2]], [-1, -2])).toEqual([0]);
});
