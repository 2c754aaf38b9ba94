import { PathOutcomes } from '../../../../lib/simulator/engine/flows/path-outcomes';
import { tickClock } from '../../../../lib/simulator/engine/traffic/tick-clock';

/** Two minutes in ticks and steps of 15 s. */
function outcomes(lateAfter = Infinity): PathOutcomes {
  return new PathOutcomes(tickClock(120, 8), lateAfter);
}

function serve(made: PathOutcomes, tick: number, count: number, latencies?: readonly number[]): void {
  if (latencies) {
    made.begin();
    for (const latency of latencies) made.draw(latency);
  }
  made.arrived += count;
  made.serve(count);
  made.closeTick(tick);
}

describe('PathOutcomes', () => {
  test('takes all that is served in a state for distributed as its draws', () => {
    const made = outcomes();
    for (let tick = 0; tick < 8; tick++) serve(made, tick, 1000, tick === 0 ? [1, 2, 3, 4] : undefined);
    expect(made.latency.count).toBe(8000);
    expect(made.latency.mean).toBeCloseTo(2.5);
    expect(made.latency.shareWithin(2.5)).toBeCloseTo(0.5);
    expect([...made.steps.p50].every((quantile) => Math.abs(quantile - 2) < 0.02)).toBe(true);
    expect([...made.minutes.p99].every((quantile) => Math.abs(quantile - 4) < 0.04)).toBe(true);
  });

  test('mixes the states of a minute by what was served in each', () => {
    const made = outcomes();
    serve(made, 0, 300, [1]);
    serve(made, 1, 100, [8]);
    for (let tick = 2; tick < 8; tick++) serve(made, tick, 0);
    expect(made.minutes.p50[0]).toBeCloseTo(1, 1);
    expect(made.minutes.p95[0]).toBeCloseTo(8, 1);
    expect(made.minutes.served[0]).toBe(400);
    expect(made.minutes.p50[1]).toBeNaN();
    expect([made.steps.p50[0], made.steps.p50[1]].map(Math.round)).toEqual([1, 8]);
    expect(made.latency.mean).toBeCloseTo((300 + 800) / 400);
  });

  test('counts the share of late draws, to whole requests', () => {
    const made = outcomes(2);
    for (let tick = 0; tick < 8; tick++) serve(made, tick, 5, tick === 0 ? [1, 1, 1, 3] : undefined);
    expect(made.counters().late).toBe(10);
    expect(made.counters().served).toBe(40);
  });
});
