import { peakPerSecond } from '../../lib/scenario/trace-source';
import { type PlannedTraffic } from '../../lib/traffic';
import { type Traffic } from '../../lib/simulator/world/world';

function peak(traffic: Traffic, durationSeconds: number): number {
  return peakPerSecond({ traffic, durationSeconds, remarks: [] } satisfies PlannedTraffic);
}

test('the busiest minute of rates, of any step', () => {
  const seconds = Float64Array.from({ length: 180 }, (_, second) => (second < 60 ? 1 : second < 120 ? (second % 2) * 8 : 2));
  expect(peak({ kind: 'rate', stepSeconds: 1, perSecond: seconds, arrivals: 'counted' }, 180)).toBe(4);
  expect(peak({ kind: 'rate', stepSeconds: 600, perSecond: Float64Array.of(1, 7), arrivals: 'counted' }, 1200)).toBe(7);
});

test('the busiest minute of single requests', () => {
  expect(peak({ kind: 'requests', at: Float64Array.of(0, 1, 2, 61) }, 120)).toBe(3 / 60);
});

test('uses traffic of less than a minute unscaled', () => {
  expect(peak({ kind: 'requests', at: Float64Array.of(0, 1, 2) }, 3)).toBe(1);
});
