import { EXAMPLES, stateOf } from '../../playground/examples';
import { judge } from '../../playground/judge';
import { type State } from '../../playground/state';
import { simulate, summarize } from '../../lib/entry/simulator';
import { loadWorld } from '../../lib/scenario/load-world';
import { readScenario } from '../../lib/scenario';
import { parseManifests } from '../../lib/manifest/parse';

const RECORDING = { name: 'day.csv', text: 'seconds,requests\n0,600\n60,1200\n120,3000\n180,600\n' };
const state: State = { ...stateOf(EXAMPLES[0]), traffic: RECORDING };
const HPA_ALONE = EXAMPLES[4].yaml;

test.each(EXAMPLES.map((example) => [example.name, example] as const))("the example '%s' can be read, is simulated, and has no finding about scaling or correctness but of KEDA's", async (_, example) => {
  const { problems, error, findings, result } = await judge({ ...stateOf(example), traffic: RECORDING });
  expect({ problems, error }).toEqual({ problems: [], error: undefined });
  expect(findings.filter(({ topic, severity }) => topic !== 'practice' && severity === 'error')).toEqual([]);
  expect(result?.data.workloads.map(({ name }) => name)).toEqual(['web']);
});

test('the scenario shown gives the same run to the command line', async () => {
  const { scenario, result } = await judge({ ...state, traffic: 'ramp', load: 0.1, cpu: 750, cv: 0.5 });
  const manifests = parseManifests(state.yaml, 'app.yaml').manifests.map(({ manifest }) => manifest);
  const world = await loadWorld({ manifests, scenario: readScenario(scenario, 'scenario.yaml') });
  expect(result?.summary).toEqual(summarize(simulate(world), { optimum: false }));
});

test('an autoscaler without its Deployment gets one, with a remark and without findings', async () => {
  const { notes, findings, error } = await judge({ ...state, yaml: HPA_ALONE, cpu: 250 });
  expect(notes).toEqual(['Deployment default/web is not among the manifests: one whose pods request 250m of CPU and 512Mi of memory is assumed.']);
  expect({ findings, error }).toEqual({ findings: [], error: undefined });
});

test('the CPU request of the slider overrides the manifest', async () => {
  const { scenario } = await judge({ ...state, cpu: 250 });
  expect(scenario).toContain('cpuRequest: 250m');
  expect((await judge(state)).scenario).not.toContain('cpuRequest');
});

test('manifests are checked and simulated for the chosen version of Kubernetes', async () => {
  const yaml = state.yaml.replace('  metrics:', '  behavior:\n    scaleUp:\n      tolerance: 0.05\n  metrics:');
  const [old, current] = [await judge({ ...state, yaml, kubernetes: '1.28' }), await judge({ ...state, yaml, kubernetes: '1.37' })];
  expect(old.findings.map(({ message }) => message).join('\n')).toContain('tolerance');
  expect(current.findings.map(({ message }) => message).join('\n')).not.toContain('tolerance');
  expect(current.scenario).toMatch(/^kubernetes: "1\.37"$/m);
});

test('findings come with errors first, and say what to change', async () => {
  const { findings } = await judge({ ...state, yaml: state.yaml.replace('minReplicas: 2', 'minReplicas: 30') });
  expect(findings[0]).toMatchObject({ severity: 'error', object: 'HorizontalPodAutoscaler web' });
  expect(findings.every(({ reason, whatToChange, title }) => [reason, whatToChange, title].every((text) => text.length > 5))).toBe(true);
});

test.each<[string, Partial<State>, string]>([
  ['nothing', { yaml: '' }, 'there is no Kubernetes object yet; paste a HorizontalPodAutoscaler or a ScaledObject'],
  ['a Service alone', { yaml: '{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"}}' }, 'Service web: no autoscaler is among the manifests; add a HorizontalPodAutoscaler or a ScaledObject'],
  ['a recording of prose', { traffic: { name: 'notes.csv', text: 'Dear all' } }, 'notes.csv'],
  ['bounds that contradict', { yaml: HPA_ALONE.replace('minReplicas: 2', 'minReplicas: 30') }, 'minReplicas'],
])('%s is answered by a sentence, and nothing is simulated', async (_, fields, message) => {
  const { error, result } = await judge({ ...state, ...fields });
  expect(error).toContain(message);
  expect(result).toBeUndefined();
});

test('reports invalid YAML with its line, and uses the other documents', async () => {
  const { problems, result } = await judge({ ...state, yaml: `${state.yaml}---\na: [\n` });
  expect(problems).toEqual([expect.stringMatching(/^line:\d+: \(document 3\) /)]);
  expect(result).toBeDefined();
});
