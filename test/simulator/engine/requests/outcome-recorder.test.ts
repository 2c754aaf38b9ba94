import { tickClock } from '../../../../lib/simulator/engine/traffic/tick-clock';
import { LatencyHistogram } from '../../../../lib/simulator/run/latency-histogram';
import { OutcomeRecorder } from '../../../../lib/simulator/engine/requests/outcome-recorder';

/**
 * Three minutes in which the n-th second answers n requests in n hundredths of a second, one of them too late, and
 * loses one.
 */
function recorded(stepSeconds: number): OutcomeRecorder {
  const clock = tickClock(180, 180 / stepSeconds);
  const recorder = new OutcomeRecorder(clock, 0.5);
  for (let second = 0; second < 180; second++) {
    recorder.arrived += second + 2;
    recorder.serve(second / 100, second);
    recorder.serve(0.6, 1);
    recorder.fail('killed', 1);
    if ((second + 1) % clock.tickSeconds === 0) recorder.closeTick((second + 1) / clock.tickSeconds - 1);
  }
  return recorder;
}

function sum(from: number, until: number, of: (second: number) => number): number {
  return Array.from({ length: until - from }, (_, index) => of(from + index)).reduce((one, other) => one + other, 0);
}

describe('OutcomeRecorder', () => {
  test.each([1, 15, 60, 120])('counts in total, by the minute and by steps of %d s', (stepSeconds) => {
    const recorder = recorded(stepSeconds);
    const { minutes, steps, latency } = recorder;
    const total = sum(0, 180, (second) => second + 1);
    expect([recorder.served, recorder.killed, latency.count]).toEqual([total, 180, total]);
    for (const minute of [0, 1, 2]) {
      expect(minutes.served[minute]).toBe(sum(60 * minute, 60 * minute + 60, (second) => second + 1));
      expect(minutes.arrived[minute]).toBe(sum(60 * minute, 60 * minute + 60, (second) => second + 2));
      expect(minutes.failed[minute]).toBe(60);
    }
    expect(minutes.late[0]).toBe(60 + sum(51, 60, (second) => second));
    expect(minutes.p99[1]).toBeCloseTo(1.19, 1);
    for (let step = 0; step < 180 / stepSeconds; step++) {
      const end = Math.min(180, (step + 1) * stepSeconds);
      expect(steps.served[step]).toBe(sum(step * stepSeconds, end, (second) => second + 1));
      expect(steps.failed[step]).toBe(end - step * stepSeconds);
      expect(steps.p50[step]).toBeGreaterThan(step * stepSeconds / 100 - 0.01);
    }
  });

  test('has no quantiles where nothing was served', () => {
    const recorder = new OutcomeRecorder(tickClock(60, 60));
    for (let tick = 0; tick < 60; tick++) recorder.closeTick(tick);
    expect([recorder.steps.p50[3], recorder.minutes.p99[0]]).toEqual([NaN, NaN]);
  });

  test('is never late without a limit', () => {
    const recorder = new OutcomeRecorder(tickClock(60, 60));
    recorder.serve(1e9, 1);
    expect(recorder.late).toBe(0);
  });

  test('passes every latency to its listeners', () => {
    const recorder = new OutcomeRecorder(tickClock(60, 60));
    const probe = new LatencyHistogram();
    recorder.probes.push(probe);
    recorder.serve(2, 3);
    expect([probe.count, probe.mean]).toEqual([3, 2]);
  });

  test('counts undecided requests as in flight', () => {
    const recorder = new OutcomeRecorder(tickClock(60, 60));
    recorder.arrived = 10;
    recorder.serve(1, 3);
    recorder.fail('refused', 1);
    recorder.fail('timedOut', 2);
    expect(recorder.counters()).toEqual({ arrived: 10, served: 3, late: 0, timedOut: 2, killed: 0, refused: 1, inFlight: 4 });
  });
});
