import { LatencyWindow } from '../../../../lib/simulator/engine/metrics/latency-window';
import { tickClock } from '../../../../lib/simulator/engine/traffic/tick-clock';
import { OutcomeRecorder } from '../../../../lib/simulator/engine/requests/outcome-recorder';

describe('LatencyWindow', () => {
  test('forgets latencies that are older than the window', () => {
    const outcomes = new OutcomeRecorder(tickClock(1000, 1000));
    const window = new LatencyWindow(outcomes, 15, 60);
    const seen: Array<number | undefined> = [];
    for (let scrape = 0; scrape < 8; scrape++) {
      outcomes.serve(scrape === 1 ? 8 : 1, 1);
      window.scrape(15 * scrape);
      seen.push(window.quantile(1, 15 * scrape));
    }
    expect(seen).toEqual([undefined, 8, 8, 8, 8, 1, 1, 1]);
  });

  test('is NaN where nothing was answered between scrapes', () => {
    const window = new LatencyWindow(new OutcomeRecorder(tickClock(1000, 1000)), 15, 60);
    window.scrape(0);
    window.scrape(15);
    expect(window.quantile(0.5, 20)).toBeNaN();
  });
});
