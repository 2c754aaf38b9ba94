import { HpaRun } from './hpa-scenario';
import { HPA_SCENARIOS } from './hpa-scenarios';
import { MetricsServer } from './metrics-server';
import { client, MINOR } from './running';

const scenarios = HPA_SCENARIOS.filter(({ sinceMinor = 28 }) => sinceMinor <= MINOR);
const runs = scenarios.map((scenario, i) => new HpaRun(scenario, `hpa-${i}`));

let metrics: MetricsServer | undefined;
let played: PromiseSettledResult<void>[];

// All of them at once: each of them mostly waits.
beforeAll(async () => {
  const first = new HpaRun(HPA_SCENARIOS.find(({ name }) => name.startsWith('three metrics'))!, 'hpa-first');
  metrics = await MetricsServer.start(client, (query) => [first, ...runs].find(({ namespace }) => namespace === query.namespace)?.answer(query));
  await first.find(['resource', 'pods', 'external']);
  played = await Promise.allSettled(runs.map((run) => run.play()));
}, 400_000);
afterAll(() => metrics?.stop());

describe('the HPA controller of a cluster and the simulator decide alike, pass by pass', () => {
  test.each(scenarios.map((scenario, i) => [scenario.name, scenario, i] as const))('%s', (name, { seconds, shows }, i) => {
    const run = runs[i];
    const outcome = played[i];
    if (outcome.status === 'rejected') throw outcome.reason;
    const ambiguous = run.compared.flatMap(({ ambiguity }, pass) => (ambiguity ? [`pass ${pass} of '${name}' is ambiguous: ${ambiguity}`] : []));
    ambiguous.forEach((line) => process.stderr.write(`${line}\n`));
    expect(ambiguous.length).toBeLessThan(run.compared.length / 5);
    expect(run.compared.map(({ simulated }, pass) => ({ pass, ...simulated }))).toEqual(run.compared.map(({ real }, pass) => ({ pass, ...real })));
    // Once a second, but for a controller that has others to look after.
    expect(run.compared.length).toBeGreaterThan(seconds * 0.6);
    const seen = new Set(run.compared.flatMap(({ real }) => [real.replicas, ...real.conditions.map((condition) => condition.split(' ')[1])]));
    expect([...seen]).toEqual(expect.arrayContaining([...shows]));
    const expected = run.expectedEvents.sort();
    if (run.hasNoMoreEvents) expect(expected).toEqual(expect.arrayContaining(run.events));
    else expect([...run.events].sort()).toEqual(expected);
  });
});
