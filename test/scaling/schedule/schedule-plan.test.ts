import { Schedule, ScheduleMechanism, type ScalingPolicyProps, Weekday } from '../../../lib';
import { AS_OF, BERLIN, OFFICE_HOURS, scheduled } from './support';

test.each<[string, Partial<ScalingPolicyProps>]>([
  ["asOf is not set; set it to today's date, as in '2026-11-01'", { asOf: undefined }],
  ["'today' is not a date", { asOf: 'today' }],
  ["the schedule 'weekdays 9:00-17:00 Europe/Berlin at least 6' has no effect: it is not above minReplicas (6); raise it, or remove it", { minReplicas: 6 }],
  ["the schedule 'weekdays 9:00-17:00 Europe/Berlin at least 6' is above maxReplicas (5), which caps it; raise maxReplicas, or lower the schedule", { maxReplicas: 5 }],
  [`'2026-11-20 9:00-17:00 Europe/Berlin at least 9' is never active in the twelve months from ${AS_OF}`, { schedules: [Schedule.dates(['2026-11-20'], '9:00-17:00', { ...BERLIN, atLeast: 9 })] }],
  ['is never active in the twelve months', { schedules: [Schedule.weekdays('9:00-17:00', { ...BERLIN, atLeast: 6, until: '2026-01-01' })] }],
  ["the schedule 'Mondays 10:00-12:00 Europe/Berlin at least 5' has no effect: whenever it is active, another schedule asks for at least as many replicas; remove it, or raise it", { schedules: [OFFICE_HOURS, Schedule.on([Weekday.MONDAY], '10:00-12:00', { ...BERLIN, atLeast: 5 })] }],
  ['the schedule \'weekdays 9:00-17:00 Europe/Berlin at least 6\' has no effect: whenever it is active, another schedule asks for at least as many replicas; remove it, or raise it', { schedules: [OFFICE_HOURS, OFFICE_HOURS] }],
])('rejects a schedule without effect, or an invalid one: %s', (message, props) => {
  expect(() => scheduled({ scheduleMechanism: ScheduleMechanism.clockMetric(), ...props })).toThrow(message);
});

test('without schedules no date is required, and no object is written', () => {
  const { policy, manifests } = scheduled({ schedules: [], asOf: undefined });
  expect(manifests.map(({ kind }) => kind)).toEqual(['Deployment', 'HorizontalPodAutoscaler']);
  expect([policy.scheduleObjects, policy.metrics.length]).toEqual([[], 1]);
});
