import { renderFrontier } from '../../lib/report/render-frontier';
import { type FrontierPoint, type TunedSetting, type TuneResult } from '../../lib/studies/tune/result';

const setting = (name: string, to: string, workload = 'web'): TunedSetting => ({ workload, setting: name, from: 'as it was', to });
const LONG = [setting('scaleDown window', '1 h'), setting('triggers', 'without http_requests_per_second'), setting('scaleUp rate', '4 pods in 15 s or 100 % in 15 s')];
const point = (costPerDay: number, attainment: number, settings: readonly TunedSetting[], is?: FrontierPoint['is']): FrontierPoint => (
  { settings, costPerDay, attainment, holds: attainment >= 0.999, ...(is && { is }) }
);
const FRONTIER = [
  point(90.123, 0.99, [...LONG, setting('minReplicas', '2')]),
  point(100, 0.9992, [...LONG, setting('minReplicas', '4'), setting('cpu target', '75 %')], 'chosen'),
  point(120, 0.9993, [], 'today'),
  point(140, 0.9999, [...LONG, setting('minReplicas', '12'), setting('cpu target', '40 %'), setting('headroom', '1.6 above http_requests_per_second'), setting('scaleUp window', '0 s')]),
];

function lines(frontier: readonly FrontierPoint[], width: number): string[] {
  const result = { frontier, costBasis: 'pod-hours', slo: { objectives: [0.999] } } as unknown as TuneResult;
  return renderFrontier(result, false, { width }).join('\n').split('\n');
}

test.each([60, 80, 100, 140])('the table of a frontier fits into %d columns', (width) => {
  expect(Math.max(...lines(FRONTIER, width).map(({ length }) => length))).toBeLessThanOrEqual(width);
});

test('prints settings of all policies but today\'s once, and rows show the others', () => {
  const table = lines(FRONTIER, 100);
  expect(table.slice(0, 9)).toEqual([
    'FRONTIER on the days searched on',
    "all but today's: scaleDown window 1 h, triggers without http_requests_per_second, scaleUp rate 4",
    'pods in 15 s or 100 % in 15 s',
    'policy                                               pod-hours a day  SLO held for  holds it',
    'minReplicas 2                                                   90.1          99 %        no',
    'proposed: minReplicas 4, cpu target 75 %                         100       99.92 %       yes',
    'today                                                            120      99.929 %       yes',
    'minReplicas 12, cpu target 40 %, headroom 1.6 above              140       99.99 %       yes',
    '  http_requests_per_second, scaleUp window 0 s',
  ]);
});

test('a frontier of one policy is left out', () => {
  expect(lines(FRONTIER.slice(0, 1), 100)).toEqual(['']);
});
