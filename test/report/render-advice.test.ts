import { renderAdvice, renderFleet } from '../../lib/report/render-advice';
import { type WorkloadAdvice } from '../../lib/studies/advise/advice';
import { type FleetLine } from '../../lib/studies/advise/rank';

const OUTLOOK = { podHoursPerDay: 100, attainment: 0.999, peakPods: 8 };

function line(workload: string, judgedDays: number): FleetLine {
  const prediction = {
    judgedDays, costBasis: 'pod-hours', chance: 0.001, saving: { value: 0.3, lower: 0.28, upper: 0.32 },
    today: { ...OUTLOOK, costPerDay: 100 }, proposed: { ...OUTLOOK, costPerDay: 70, podHoursPerDay: 70 },
  } as const;
  return { workload, outcome: 'change', sentence: 'a sentence', settings: [], prediction };
}

test('a fleet is ranked from two judged changes on', () => {
  expect(renderFleet([line('web', 14)])).toBe('1 workload: 1 change.');
  expect(renderFleet([line('web', 14), line('cart', 14)])).toMatch(/^2 workloads: 2 change\.\n\nrank +workload /);
});

test('a saving that too few days were judged for says how many are needed', () => {
  const text = renderFleet([line('web', 14), line('cart', 3), line('till', 1)], { width: 120 });
  expect(text).toMatch(/ web .* yes\n/);
  expect(text).toMatch(/ cart .* no \(3 of 5 days\)\n/);
  expect(text).toMatch(/ till .* no \(1 of 5 days\)\n/);
});

test('changes outside the policy say if they are enough, and notes stand before them', () => {
  const advice: WorkloadAdvice = {
    schemaVersion: 1, workload: 'web', outcome: 'infeasible', sentence: 'no policy', confidence: null, settings: [], slo: null, prediction: null,
    reasons: ['no policy'], next: null, notes: ['a note'], evidence: [], calibration: null, frontier: [], past: { count: 0, cameTrue: 0 },
    outside: [{ text: 'a larger maximum', attainment: 0.995, costPerDay: 1, holds: true }, { text: 'a faster start', attainment: 0.9, costPerDay: 1, holds: false }],
  };
  expect(renderAdvice(advice).split('\n').slice(1)).toEqual([
    '  why         no policy', '  note        a note',
    '  would help  a larger maximum: 99.5 %, which holds the SLO', '              a faster start: 90 %, not enough alone',
  ]);
});
