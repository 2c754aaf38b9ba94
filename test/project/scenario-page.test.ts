import { readFileSync } from 'node:fs';
import { readScenario } from '../../lib/scenario/read-scenario';
import { SCENARIO_PAGE, scenarioPage } from '../../scripts/generate-scenario-doc';

const written = readFileSync(SCENARIO_PAGE, 'utf8');

test('the page on scenarios is that of the schema as it is', () => {
  expect(written).toBe(scenarioPage());
});

test('the scenario that the page shows is one', () => {
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(written)!;
  expect(() => readScenario(example, 'docs/scenario.md')).not.toThrow();
});
