import { readFileSync } from 'node:fs';
import { TOKEN_PRESETS } from '../../lib/scenario/service-model';
import schema from '../../schemas/scenario.schema.json';
import { SCENARIO_TYPES, scenarioTypes } from '../../scripts/generate-scenario-types';

test('the types of a scenario are generated from its schema', () => {
  expect(readFileSync(SCENARIO_TYPES, 'utf8')).toBe(scenarioTypes());
});

test('the schema names each token preset', () => {
  expect(schema.definitions.service.properties.tokens.properties.preset.enum).toEqual(Object.keys(TOKEN_PRESETS));
});
