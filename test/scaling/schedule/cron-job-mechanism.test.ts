import { Duration } from 'cdk8s';
import { Schedule, ScheduleMechanism, type ScheduleCronJobOptions, TaintEffect } from '../../../lib';
import { findingsOf } from '../../support/charts';
import { pastRuns } from '../../support/schedule/clock-script';
import { at } from '../../schedule/support';
import { BERLIN, OFFICE_HOURS, ofKind, scheduled } from './support';

type Json = Record<string, any>;

const made = (options: ScheduleCronJobOptions = {}): Json[] => scheduled({ scheduleMechanism: ScheduleMechanism.cronJob(options) }).manifests.slice(1);
const containerOf = (manifests: Json[]): Json => ofKind(manifests, 'CronJob').spec.jobTemplate.spec.template.spec.containers[0];

test('renders the minimum', () => {
  const { chart, manifests } = scheduled({});
  expect(manifests.slice(1)).toMatchSnapshot();
  expect(findingsOf(chart)).toEqual([]);
});

test('renders every option', () => {
  const everything: Required<ScheduleCronJobOptions> = {
    image: 'mirror.example.com/kubectl:v1.35.2',
    every: Duration.minutes(5),
    apiServerCidrs: ['10.0.0.1/32'],
    apiServerPorts: [16443],
    imagePullSecrets: ['mirror'],
    nodeSelector: { pool: 'system' },
    tolerations: [{ key: 'system', effect: TaintEffect.NO_SCHEDULE }],
  };
  const manifests = made(everything);
  expect(manifests).toMatchSnapshot();
});

test('its Role allows get and patch on the one autoscaler only', () => {
  expect(ofKind(made(), 'Role').rules).toEqual([
    { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], resourceNames: ['web'], verbs: ['get', 'patch'] },
  ]);
});

test('the time between two runs is divided by the minutes at which a level begins or ends', () => {
  const { manifests } = scheduled({ schedules: [Schedule.weekdays('9:05-17:20', { ...BERLIN, atLeast: 6 })], scheduleMechanism: ScheduleMechanism.cronJob({ every: Duration.minutes(30) }) });
  expect(ofKind(manifests, 'CronJob').spec.schedule).toBe('0,5,20,30 * * * *');
});

describe('its script', () => {
  test('reads the policy from its environment alone', () => {
    const other = scheduled({ schedules: [Schedule.daily('1:00-2:00', { timeZone: 'Asia/Tokyo', atLeast: 9 })], name: 'other', minReplicas: 3 }).manifests;
    expect(containerOf(other).command).toEqual(containerOf(made()).command);
    expect(containerOf(other).env).not.toEqual(containerOf(made()).env);
  });

  test('keeps no state: any run computes the level from the clock', () => {
    const cronJob = ofKind(made(), 'CronJob');
    const [before, in_, after] = ['2026-11-27T07:59Z', '2026-11-27T12:34Z', '2026-11-27T16:00Z'].map(at);
    expect(pastRuns(cronJob, [in_])).toEqual(new Map([[in_, 6]]));
    expect(pastRuns(cronJob, [after, before])).toEqual(new Map([[after, 2], [before, 2]]));
  });

  test('does not patch an autoscaler with the right minimum', () => {
    const cronJob = structuredClone(ofKind(made(), 'CronJob'));
    const { env } = cronJob.spec.jobTemplate.spec.template.spec.containers[0];
    env.find(({ name }: Json) => name === 'BASE_REPLICAS').value = '0';
    expect(pastRuns(cronJob, [at('2026-11-28T12:00Z')])).toEqual(new Map());
  });

  test('fails where the autoscaler cannot be read, so that its Job tries again', () => {
    const broken = structuredClone(ofKind(made(), 'CronJob'));
    const container = broken.spec.jobTemplate.spec.template.spec.containers[0];
    container.command[2] = container.command[2].replace('kubectl="kubectl ', 'kubectl="false ');
    expect(() => pastRuns(broken, [at('2026-11-27T12:00Z')])).toThrow('the script failed with status 1');
  });
});

test.each<[ScheduleCronJobOptions, string]>([
  [{ every: Duration.minutes(7) }, 'every is 7 min; use whole minutes that divide an hour: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60'],
  [{ every: Duration.seconds(30) }, 'every of a schedule must be a whole number of seconds from 60 to 3600, got 30 s'],
  [{ image: 'kubectl' }, 'kubectl'],
  [{ apiServerCidrs: ['api.example.com'] }, "'api.example.com' is not a CIDR; write it as in '203.0.113.0/24' or '2001:db8::/32'"],
  [{ imagePullSecrets: ['$(reboot)'] }, "Secret name '$(reboot)' is not a DNS subdomain"],
])('rejects %j', (options, message) => {
  expect(() => made(options)).toThrow(message);
});

test('a name that a Job could not have is refused', () => {
  expect(() => scheduled({ name: 'a'.repeat(44), schedules: [OFFICE_HOURS] })).toThrow('CronJob name \'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-schedule\' has 53 characters, and at most 52 are allowed; shorten the name of the policy');
});
