import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScenario } from '../../lib/scenario';
import { GENERATORS } from '../../lib/traffic';
import { UserError } from '../../lib/values/user-error';

function message(text: string): string {
  try {
    readScenario(text, 'peak.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error('expected the scenario to be refused');
}

test.each(['', '# nothing\n', '{}', '---\n', 'null'])('%j is an empty scenario', (text) => {
  expect(readScenario(text, 'x')).toEqual({});
});

test('YAML and JSON are read', () => {
  const expected = { seed: 3, workloads: { web: { service: { time: '200ms', concurrency: 4 } } } };
  expect(readScenario('seed: 3\nworkloads:\n  web:\n    service: {time: 200ms, concurrency: 4}\n', 'x')).toEqual(expected);
  expect(readScenario(JSON.stringify(expected), 'x')).toEqual(expected);
});

test('anchors are resolved', () => {
  expect(readScenario('workloads:\n  a: &a {fixed: 1}\n  b: *a\n', 'x')).toEqual({ workloads: { a: { fixed: 1 }, b: { fixed: 1 } } });
});

test.each([
  ['kubernets: "1.35"', /^peak\.yaml:1: kubernets is not known; did you mean kubernetes\? known are kubernetes, featureGates, /],
  ['kubernetes: 1.35', "peak.yaml:1: kubernetes is 1.35; use a version such as '1.35' in quotes"],
  ['kubernetes: latest', `peak.yaml:1: kubernetes is "latest"; use a version such as '1.35'`],
  ['workloads:\n  web:\n    service:\n      tiem: 2s', /^peak\.yaml:4: workloads\.web\.service\.tiem is not known; did you mean time\? known are time, concurrency, /],
  ['workloads:\n  web:\n    service: {time: fast}', 'peak.yaml:3: workloads.web.service.time is "fast"; use a duration such as 250ms, 45s or 1h30m'],
  ['workloads: {web: {service: {time: -1}}}', 'peak.yaml:1: workloads.web.service.time is -1; use 0 or more'],
  ['workloads: {web: {service: {concurrency: 0}}}', 'peak.yaml:1: workloads.web.service.concurrency is 0; use 1 or more'],
  ['workloads: {web: {service: {concurrency: 1.5}}}', 'peak.yaml:1: workloads.web.service.concurrency is 1.5; use a whole number'],
  ['workloads: {web: {service: {timeout: ever}}}', `peak.yaml:1: workloads.web.service.timeout is "ever"; use a duration such as 250ms, 45s or 1h30m, or 'never'`],
  ['workloads: {web: {service: {memory: lots}}}', 'peak.yaml:1: workloads.web.service.memory is "lots"; use a quantity such as 512Mi or 2G'],
  ['workloads: {web: {service: {queueLimit: none}}}', 'peak.yaml:1: workloads.web.service.queueLimit is "none"; use one of unlimited'],
  ['workloads: {web: {balancer: sticky}}', 'peak.yaml:1: workloads.web.balancer is "sticky"; use one of shared-queue, random, round-robin, least-requests'],
  ['workloads: {web: {balancer: {lifetime: 5m}}}', 'peak.yaml:1: workloads.web.balancer.connections is missing; add it'],
  ['workloads: {web: {maxSurge: some}}', 'peak.yaml:1: workloads.web.maxSurge is "some"; use a number of pods or a share such as 25%'],
  ['workloads: {web: {startUp: {cpu: fast}}}', 'peak.yaml:1: workloads.web.startUp.cpu is "fast"; use a quantity such as 250m or 1.5'],
  ['slo: {objective: 99.5%}', 'peak.yaml:1: slo.objective is "99.5%"; use a number, as in 0.995'],
  ['slo: {objective: 99}', 'peak.yaml:1: slo.objective is 99; use 1 or less'],
  ['slo: {objective: 0}', 'peak.yaml:1: slo.objective is 0; use more than 0'],
  ['traffic: {generator: flash}', 'peak.yaml:1: traffic.generator is "flash"; use one of flash-sale, office-hours, monday-morning, flat-noise, ramp'],
  ['traffic: {gaps: fill}', 'peak.yaml:1: traffic.gaps is "fill"; use one of interpolate, zero, hold, error'],
  ['traffic: {file: ""}', 'peak.yaml:1: traffic.file is ""; use a text that is not empty'],
  ['traffic: {step: 0s}', 'peak.yaml:1: traffic.step is "0s"; use a duration above 0 such as 250ms, 45s or 1h30m'],
  ['flows: {chat: {stages: []}}', 'peak.yaml:1: flows.chat.stages is []; use a list with at least one entry'],
  ['flows: {chat: {}}', 'peak.yaml:1: flows.chat.stages is missing; add it'],
  ['flows:\n  chat:\n    stages:\n    - {workload: a, probability: 2}', 'peak.yaml:4: flows.chat.stages.0.probability is 2; use 1 or less'],
  ['faults: [{kind: earthquake}]', /^peak\.yaml:1: faults\.0\.kind is "earthquake"; use one of metric, prometheus-outage, /],
  ['faults: [{at: 1}]', 'peak.yaml:1: faults.0.kind is missing; add it'],
  ['faults: [{kind: [rollout]}]', /^peak\.yaml:1: faults\.0\.kind is \["rollout"\]; use one of metric, prometheus-outage, /],
  ['faults: [{kind: rollout}]', 'peak.yaml:1: faults.0.at is missing; add it'],
  ['faults: [{kind: scale, at: 1}]', 'peak.yaml:1: faults.0.replicas is missing; add it'],
  ['faults: [{kind: slow-service}]', 'peak.yaml:1: faults.0.factor is missing; add it'],
  ['faults: [{kind: rollout, at: 1, nodes: 2}]', 'peak.yaml:1: faults.0.nodes does not belong to a fault of kind rollout; it takes at, workload, promoteAfter'],
  ['faults: [{kind: pod-crash, at: 1, workloads: web}]', 'peak.yaml:1: faults.0.workloads does not belong to a fault of kind pod-crash; did you mean workload? it takes at, workload, pods, backoff'],
  ['faults: [rollout]', 'peak.yaml:1: faults.0 is "rollout"; use a mapping'],
  ['slo: p99<300ms', 'peak.yaml:1: slo is "p99<300ms"; use a mapping of latency, objective'],
  ['faults: {}', 'peak.yaml:1: faults is {}; use a list'],
  ['[1, 2]', 'peak.yaml:1: the scenario is [1,2]; use a mapping'],
  ['hello', 'peak.yaml:1: the scenario is "hello"; use a mapping'],
  ['seed: 1\nseed: 2', 'peak.yaml:2: map keys must be unique'],
  ['a: [', /^peak\.yaml:1: flow sequence/],
  ['a: *b', /^peak\.yaml cannot be read: Unresolved alias|^peak\.yaml:1: unresolved alias/i],
])('%j is refused with its place', (text, expected) => {
  if (typeof expected === 'string') expect(message(text)).toBe(expected);
  else expect(message(text)).toMatch(expected);
});

test('every fault is named, up to twenty', () => {
  expect(message('sed: 1\nlimit: 2').split('\n')).toHaveLength(2);
  const many = Array.from({ length: 30 }, (_, i) => `x${i}: 1`).join('\n');
  expect(message(many).split('\n')).toHaveLength(21);
  expect(message(many)).toMatch(/and 10 more$/);
});

test('a key given twice is found in a mapping of ten thousand keys', () => {
  const keys = Array.from({ length: 10_000 }, (_, i) => `  k${i}: 1`).join('\n');
  expect(message(`workloads:\n${keys}\n  k5: 2\n`)).toBe('peak.yaml:10002: map keys must be unique');
});

test('a second document is refused', () => {
  expect(message('seed: 1\n---\nseed: 2\n')).toMatch(/^peak\.yaml:\d: a second document begins; a scenario is one/);
});

test('rejects exponential alias expansion', () => {
  const levels = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`);
  expect(message(`l0: &l0 x\n${levels.join('\n')}\n`)).toBe('peak.yaml cannot be read: aliases expand to more than 10000 nodes');
});

test.each([1_000, 5_000, 10_000])('rejects %d levels of nesting', (levels) => {
  const lists = `${'['.repeat(levels)}${']'.repeat(levels)}`;
  for (const text of [`a: ${lists}`, lists]) expect(message(text)).toMatch(/^peak\.yaml(:1:| cannot be read:) it is nested too deeply/);
});

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
}

const SCHEMA = JSON.parse(readFileSync(join(__dirname, '../../schemas/scenario.schema.json'), 'utf8')) as SchemaNode;

test('the schema describes every field', () => {
  const undescribed: string[] = [];
  const visit = (node: SchemaNode, path: string): void => {
    if (node.description === undefined) undescribed.push(path);
    for (const [name, child] of Object.entries(node.properties ?? {})) visit(child, `${path}.${name}`);
  };
  visit(SCHEMA, 'scenario');
  for (const [name, child] of Object.entries(SCHEMA.definitions ?? {})) visit(child, name);
  expect(undescribed).toEqual([]);
});

test('the schema lists exactly the parameters of the generators', () => {
  const generator = SCHEMA.definitions?.traffic.properties?.generator.properties ?? {};
  const parameters = Object.values(GENERATORS).flatMap((one) => Object.keys(one.parameters));
  expect(Object.keys(generator).sort()).toEqual([...new Set(['name', ...parameters])].sort());
});
