import { type Manifest } from '../../../lib/manifest';
import { checkManifests } from '../../../lib/checks';
import { buildWorld } from '../../../lib/scenario/build-world';
import { scheduledHpaKnobs, scheduleKnobs } from '../../../lib/studies/tune/schedule-knobs';
import { SearchSpace, searchSpace } from '../../../lib/studies/tune/search-space';
import { stagesOf } from '../../../lib/studies/tune/stages';
import { applyEdits } from '../../../lib/studies/tune/policy-draft';
import { hpa, shop, type ShopChanges, usualDay } from './shop';

const spaceOf = (changes: ShopChanges = {}, limits = {}) => {
  const input = shop([usualDay()], changes);
  return { input, space: searchSpace(input, buildWorld(input), { limitsOf: () => limits }) };
};

function scaledObject(spec: object): Manifest {
  return { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'web', namespace: 'shop' }, spec: { scaleTargetRef: { name: 'web' }, ...spec } };
}
const PROMETHEUS = { type: 'prometheus', metadata: { serverAddress: 'http://prometheus:9090', query: 'sum(rate(http_requests_total[1m]))', threshold: '10' } };

test('an HPA can be changed in its bounds, targets, windows, rates and, from 1.35 on, tolerances', () => {
  const labels = (kubernetes: string): string[] => spaceOf({ scenario: { kubernetes } }).space.knobs.map(({ label }) => label);
  const common = ['minReplicas', 'maxReplicas', 'cpu target', 'scaleDown window', 'scaleUp window', 'scaleDown rate', 'scaleUp rate'];
  expect(labels('1.34')).toEqual(common);
  expect(labels('1.35')).toEqual([...common, 'scaleUp tolerance', 'scaleDown tolerance']);
});

test('the policy of the manifests has no edits, and every other one leads to a world', () => {
  const cpu = { type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } };
  const { input, space } = spaceOf({ autoscaler: scaledObject({ minReplicaCount: 2, maxReplicaCount: 10, triggers: [PROMETHEUS, cpu] }) });
  expect(space.edits(space.today)).toEqual([]);
  for (const [index, { values, current }] of space.knobs.entries()) {
    for (const value of values.keys()) {
      const edits = space.edits(space.with(space.today, index, value));
      expect(edits.length > 0).toBe(value !== current);
      expect(() => buildWorld({ ...input, manifests: applyEdits(input.manifests, edits) })).not.toThrow();
    }
  }
});

test('bounds keep to the limits of the user', () => {
  const { space } = spaceOf({}, { least: 3, most: 14 });
  const sizes = (label: string): (number | undefined)[] => space.knobs.find((knob) => knob.label === label)!.values.map(({ size }) => size);
  expect(sizes('minReplicas').filter((size) => size! < 3)).toEqual([2]);
  expect(Math.max(...sizes('maxReplicas').map((size) => size!))).toBe(12);
});

test('a large change of a number is rolled out in stages, each of which starts where the one before ended', () => {
  const { input, space } = spaceOf({ autoscaler: hpa({ minReplicas: 2, maxReplicas: 12 }) });
  const index = space.knobs.findIndex(({ label }) => label === 'cpu target');
  const chosen = space.with(space.today, index, space.knobs[index].values.findIndex(({ size }) => size === 80));
  const stages = stagesOf(space, chosen, 0.2);
  expect(stages.map((edits) => edits.map(({ before, after }) => [before, after]))).toEqual([[[50, 60]], [[60, 70]], [[70, 80]]]);
  expect(applyEdits(input.manifests, stages.flat())).toEqual(applyEdits(input.manifests, space.edits(chosen)));
  expect(stagesOf(space, chosen)).toEqual([space.edits(chosen)]);
});

describe('headroom', () => {
  const named = { ...PROMETHEUS, name: 'load' };
  const knobOf = (spec: object) => spaceOf({ autoscaler: scaledObject({ minReplicaCount: 2, maxReplicaCount: 10, ...spec }) });

  test('is a formula that adds load to the metric of a named trigger, with its threshold as target', () => {
    const { space } = knobOf({ triggers: [named] });
    const headroom = space.knobs.findIndex(({ kind }) => kind === 'headroom');
    const target = space.knobs.findIndex(({ kind }) => kind === 'target');
    expect(space.knobs[headroom].values.slice(0, 3).map(({ text }) => text)).toEqual(['none', '5 above load', '10 above load']);
    const fifteen = space.knobs[target].values.findIndex(({ size }) => size === 15);
    const [written] = space.autoscalers(space.with(space.with(space.today, headroom, 2), target, fifteen));
    expect(written.spec).toMatchObject({ advanced: { scalingModifiers: { formula: 'load + 10', target: '15', metricType: 'AverageValue' } } });
  });

  test('counts a schedule by the same formula', () => {
    const cron = { type: 'cron', metadata: { timezone: 'UTC', start: '0 8 * * *', end: '0 9 * * *', desiredReplicas: '4' } };
    const { input, space } = knobOf({ triggers: [named, cron] });
    const headroom = space.knobs.findIndex(({ kind }) => kind === 'headroom');
    const edits = space.edits(space.with(space.today, headroom, 2));
    expect(edits.map(({ after }) => after)).toContainEqual({ scalingModifiers: { formula: 'max(load + 10, schedule_2 * 10)', target: '10', metricType: 'AverageValue' } });
    expect(() => buildWorld({ ...input, manifests: applyEdits(input.manifests, edits) })).not.toThrow();
  });

  test.each([
    ['without a name', { triggers: [PROMETHEUS] }],
    ['beside another metric', { triggers: [named, { ...PROMETHEUS, name: 'other' }] }],
    ['with a formula of its own', { triggers: [named], advanced: { scalingModifiers: { formula: 'load * 2', target: '10' } } }],
  ])('is not tried for a trigger %s', (_, spec) => {
    expect(knobOf(spec).space.knobs.some(({ kind }) => kind === 'headroom')).toBe(false);
  });

  test('is left out with the metric that it is added to', () => {
    const cpu = { type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } };
    const { space } = knobOf({ triggers: [named, cpu] });
    const [headroom, metrics] = (['headroom', 'metrics'] as const).map((kind) => space.knobs.findIndex((knob) => knob.kind === kind));
    const without = space.knobs[metrics].values.findIndex(({ text }) => text === 'without load');
    expect(space.edits(space.with(space.with(space.today, headroom, 3), metrics, without))).toEqual(space.edits(space.with(space.today, metrics, without)));
  });
});

describe('a schedule', () => {
  const officeHours = (day: number): number[] => Array.from({ length: 1440 }, (_, minute) => (day % 7 < 5 && minute >= 480 && minute < 1080 ? 100 : 10));
  const input = shop(Array.from({ length: 15 }, (_, day) => officeHours(day)), { autoscaler: scaledObject({ triggers: [PROMETHEUS] }) });
  const world = buildWorld(input);

  test('is made of cron triggers for the windows of the earlier weeks', () => {
    const [knob] = scheduleKnobs(world, 'shop/Deployment/web', input.manifests[1], 14 * 86_400);
    expect(knob.values.map(({ text }) => text)).toEqual(['none', ...[70, 85, 100, 120, 150].map((percent) => `1 window for ${percent} % of the usual need`)]);
    const draft = structuredClone(input.manifests[1]) as unknown as { spec: { triggers: { type: string; metadata: object }[] } };
    knob.values[3].write(draft);
    const metadata = { timezone: 'UTC', start: '45 7 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: '8' };
    expect(draft.spec.triggers.slice(1)).toEqual([{ type: 'cron', metadata }]);
  });

  test('is none where the traffic is shorter than two weeks', () => {
    expect(scheduleKnobs(world, 'shop/Deployment/web', input.manifests[1], 10 * 86_400)).toEqual([]);
  });

  test('that there is already is changed in its levels', () => {
    const cron = { type: 'cron', metadata: { timezone: 'UTC', start: '0 8 * * *', end: '0 9 * * *', desiredReplicas: '10' } };
    const given = scaledObject({ triggers: [PROMETHEUS, cron] });
    const [knob] = scheduleKnobs(world, 'shop/Deployment/web', given, 14 * 86_400);
    const draft = structuredClone(given) as unknown as { spec: { triggers: { metadata: Record<string, string> }[] } };
    knob.values[knob.current + 1].write(draft);
    expect(draft.spec.triggers[1].metadata.desiredReplicas).toBe('12');
  });
});

describe('a schedule of an HPA', () => {
  const officeHours = (day: number): number[] => Array.from({ length: 1440 }, (_, minute) => (day % 7 < 5 && minute >= 480 && minute < 1080 ? 100 : 10));
  const input = shop(Array.from({ length: 15 }, (_, day) => officeHours(day)), { autoscaler: hpa({ minReplicas: 2, maxReplicas: 9 }) });
  const world = buildWorld(input);
  const knobs = scheduledHpaKnobs(world, 'shop/Deployment/web', input.manifests[1], 14 * 86_400);
  const space = new SearchSpace([...searchSpace(input, world, { kinds: ['bounds'] }).knobs, ...knobs]);
  const schedule = space.knobs.length - 1;
  const jobsOf = (manifests: readonly Manifest[]): unknown[] => {
    const { workloads: [{ autoscaler }] } = buildWorld({ ...input, manifests });
    return autoscaler.kind === 'hpa' ? (autoscaler.patches ?? []).map(({ cron, minReplicas }) => [cron, minReplicas]) : [];
  };

  test('is made of CronJobs beside it, which the simulator plays', () => {
    const edits = space.edits(space.with(space.today, schedule, 3));
    expect(edits.map(({ object: { kind, name }, path }) => [kind, name, path])).toEqual([
      ['ServiceAccount', 'web-schedule', []], ['Role', 'web-schedule', []], ['RoleBinding', 'web-schedule', []],
      ['CronJob', 'web-schedule-1', []], ['CronJob', 'web-schedule-2', []],
    ]);
    expect(jobsOf(applyEdits(input.manifests, edits))).toEqual([['45 7 * * 1-5', 8], ['0 18 * * 1-5', 2]]);
  });

  test('goes back to the minReplicas of the policy, and not above its maxReplicas', () => {
    const least = space.knobs.findIndex(({ label }) => label === 'minReplicas');
    const three = space.knobs[least].values.findIndex(({ size }) => size === 3);
    const point = space.with(space.with(space.today, schedule, 5), least, three);
    expect(jobsOf(applyEdits(input.manifests, space.edits(point)))).toEqual([['45 7 * * 1-5', 9], ['0 18 * * 1-5', 3]]);
    expect(applyEdits(input.manifests, [...space.edits(space.with(space.today, schedule, 1)), ...space.edits(point, space.with(space.today, schedule, 1))]))
      .toEqual(applyEdits(input.manifests, space.edits(point)));
  });

  test('adds objects in which the checks find nothing wrong', () => {
    const manifests = applyEdits(input.manifests, space.edits(space.with(space.today, schedule, 3)));
    const own = manifests.filter((each) => !input.manifests.includes(each));
    const { findings } = checkManifests(manifests);
    expect(findings.filter(({ manifest }) => own.includes(manifest)).map(({ rule, message }) => [rule.id, message])).toEqual([]);
  });

  test('is none where there is a schedule, or less traffic than two weeks', () => {
    const scheduled = applyEdits(input.manifests, space.edits(space.with(space.today, schedule, 3)));
    expect(scheduledHpaKnobs(buildWorld({ ...input, manifests: scheduled }), 'shop/Deployment/web', input.manifests[1], 14 * 86_400)).toEqual([]);
    expect(scheduledHpaKnobs(world, 'shop/Deployment/web', input.manifests[1], 10 * 86_400)).toEqual([]);
  });
});
