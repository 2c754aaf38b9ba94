import { readFileSync } from 'node:fs';
import { readScenario } from '../../lib/scenario/read-scenario';
import { SCENARIO_PAGE, scenarioPage } from '../../scripts/generate-scenario-doc';

const written = readFileSync(SCENARIO_PAGE, 'utf8');

test('docs/scenario.md matches the schema', () => {
  expect(written).toBe(scenarioPage());
});

test('the example of docs/scenario.md is a valid scenario', () => {
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(written)!;
  expect(() => readScenario(example, 'docs/scenario.md')).not.toThrow();
});
