import { type CronHpaJobSpec } from '../../../../lib/simulator/world/cron-hpa-job';
import { simulate } from '../../../../lib/simulator/engine/simulate';
import { type WorkloadResult } from '../../../../lib/simulator/run/run';
import { cpuHpa, rates, workload, world } from '../../worlds';

const EIGHT_FIFTY = '2026-11-16T08:50:00Z';

function job(targetSize: number, schedule: string, more: Partial<CronHpaJobSpec> = {}): CronHpaJobSpec {
  return { name: `to-${targetSize}`, schedule, timeZone: 'UTC', targetSize, runOnce: false, excludeDates: [], ...more };
}

/** So that a run begins with two. */
const AT_FIRST = job(2, '0 40 8 * * *');

/** Almost no load, 2 to 10 replicas, passes at :05, :20, :35 and :50. */
function run(cronJobs: readonly CronHpaJobSpec[], { start = EIGHT_FIFTY, minutes = 20, replicas = 2, max = 10 } = {}): WorkloadResult {
  const autoscaler = { ...cpuHpa(60, 2, max), cronJobs, firstPassSeconds: 5 } as ReturnType<typeof cpuHpa>;
  const web = workload('web', { autoscaler, replicas });
  return simulate({ ...world(minutes * 60, rates([1], minutes * 60, 'even'), [web]), startEpochSeconds: Date.parse(start) / 1000 }).workloads[0];
}

const scaled = ({ events }: WorkloadResult) => events.map(({ seconds, from, to, by }) => [seconds, from, to, by]);

test('a job raises the replicas at its second, and the minimum holds them', () => {
  const result = run([AT_FIRST, job(6, '30 0 9 * * *')], { minutes: 40 });
  expect(scaled(result)).toEqual([[630, 2, 6, 'schedule']]);
  expect(result.events[0].reason).toBe('to-6 asks for more');
});

test('a job with fewer replicas lowers the minimum, and leaves the replicas to the HPA', () => {
  const events = scaled(run([job(6, '0 0 9 * * *'), job(2, '0 10 9 * * *')], { minutes: 40 }));
  expect(events[0]).toEqual([600, 2, 6, 'schedule']);
  expect(events.slice(1).every(([seconds, , , by]) => Number(seconds) > 1200 && by === 'hpa')).toBe(true);
  expect(events.at(-1)![2]).toBe(2);
});

test('a job is skipped at its replica count, so that the HPA later scales below it', () => {
  const events = scaled(run([AT_FIRST, job(6, '0 52 8 * * *')], { minutes: 30, replicas: 8 }));
  expect(events.at(-1)![2]).toBe(2);
  expect(events.some(([, , , by]) => by === 'schedule')).toBe(false);
});

test('a job before the first pass of the HPA sees the replicas that there are', () => {
  expect(scaled(run([AT_FIRST, job(6, '2 50 8 * * *')], { minutes: 1, replicas: 8 }))).toEqual([]);
});

test('a job is skipped at exactly its replica count', () => {
  expect(scaled(run([AT_FIRST, job(6, '0 52 8 * * *')], { minutes: 30, replicas: 6 })).at(-1)![2]).toBe(2);
});

test('a repetition of the job corrects a skipped one', () => {
  const events = scaled(run([job(6, '0 */10 9 * * *'), job(2, '0 */10 8 * * *')], { start: '2026-11-16T08:58:00Z', minutes: 30, replicas: 8 }));
  expect(events.filter(([, , , by]) => by === 'schedule')).toEqual([[720, 2, 6, 'schedule']]);
  expect(events.at(-1)![2]).toBe(6);
});

test('maxReplicas is raised to what a job asks for', () => {
  expect(Math.max(...run([job(6, '0 0 9 * * *')], { max: 4 }).series.desired)).toBe(6);
});

test('maxReplicas is also raised during the run', () => {
  expect(scaled(run([AT_FIRST, job(6, '0 0 9 * * *')], { max: 4 }))).toEqual([[600, 2, 6, 'schedule']]);
});

test('the last job before the run applies from the first pass', () => {
  const before = [job(6, '0 0 9 * * 1'), job(4, '0 0 9 * * 3')];
  expect([EIGHT_FIFTY, '2026-11-17T12:00:00Z', '2026-11-19T12:00:00Z'].map((start) => scaled(run(before, { start, minutes: 5 }))[0])).toEqual([
    [5, 2, 4, 'hpa'], [5, 2, 6, 'hpa'], [5, 2, 4, 'hpa'],
  ]);
});

test('a job on an excluded date does not apply', () => {
  const before = [job(6, '0 0 9 * * 1', { excludeDates: ['* * * 16 11 *'] }), job(4, '0 0 9 * * 3')];
  expect(scaled(run(before, { start: '2026-11-17T12:00:00Z', minutes: 5 }))[0]).toEqual([5, 2, 4, 'hpa']);
});

test('a one-time job runs once, and not before the run', () => {
  const once = job(6, '0 0 * * * *', { runOnce: true });
  expect(scaled(run([once, job(2, '0 10 * * * *')], { minutes: 90 })).filter(([, , , by]) => by === 'schedule')).toEqual([[600, 2, 6, 'schedule']]);
});

test('a one-time job is left out of the last requested minimum', () => {
  expect(scaled(run([AT_FIRST, job(6, '0 45 8 * * *', { runOnce: true })], { minutes: 5 }))).toEqual([]);
});

test('a job without a run changes nothing', () => {
  expect(scaled(run([job(6, '0 0 0 30 2 *')]))).toEqual([]);
});

describe('on a date that is excluded', () => {
  const nine = (date: string, timeZone = 'UTC') => job(6, '0 0 9 * * *', { excludeDates: [date], timeZone });
  const runsOn = (spec: CronHpaJobSpec, start: string) => scaled(run([spec, job(2, '0 30 * * * *')], { start })).length > 0;

  test('no job runs', () => {
    expect(['* * * 15 11 *', '* * * 16 11 *', '* * * 30 2 *'].map((date) => runsOn(nine(date), EIGHT_FIFTY))).toEqual([true, false, true]);
  });

  test('in the time zone of the controller', () => {
    const spec = job(6, '0 0 2 * * *', { excludeDates: ['* * * 16 11 *'], timeZone: 'Asia/Shanghai' });
    expect(['2026-11-15T17:50:00Z', '2026-11-16T17:50:00Z'].map((start) => runsOn(spec, start))).toEqual([false, true]);
  });

  test('nor in the first hour of another day of the month, since the controller compares months and hours', () => {
    const midnight = job(6, '0 0 0 * * *', { excludeDates: ['* * * 16 11 *'] });
    expect(['2026-11-09T23:50:00Z', '2026-11-19T23:50:00Z', '2026-12-09T23:50:00Z'].map((start) => runsOn(midnight, start))).toEqual([false, false, true]);
  });
});
