import { readFileSync } from 'node:fs';
import { readScenario } from '../../lib/scenario/read-scenario';
import { SCENARIO_PAGE, scenarioPage } from '../../scripts/generate-scenario-doc';
import { deployment, hpa, podsMetric, worldOf } from '../scenario/worlds';

const written = readFileSync(SCENARIO_PAGE, 'utf8');
const [first, complete] = [...written.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example]) => readScenario(example, 'docs/scenario.md'));

test('docs/scenario.md matches the schema', () => {
  expect(written).toBe(scenarioPage());
});

test('the first example of docs/scenario.md builds a world with the service that it states', () => {
  const { workloads } = worldOf([hpa('web'), deployment('web')], first);
  expect(workloads).toMatchObject([{ serviceState: 'stated', service: { concurrency: 4, cpuSecondsPerRequest: 0.02 } }]);
});

test('the complete example of docs/scenario.md builds a world with its model server and both of its faults', () => {
  const retriever = hpa('retriever', { metrics: [podsMetric('http_requests_per_second', '100')] });
  const { workloads, faults } = worldOf([retriever, deployment('retriever'), hpa('generator'), deployment('generator')], complete);
  expect(workloads.map(({ service }) => service.kind)).toEqual(['slots', 'tokens']);
  expect(faults.map(({ kind }) => kind)).toEqual(['controller-restart', 'metric']);
});
