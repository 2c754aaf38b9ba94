import { readFileSync } from 'node:fs';
import { MODEL_PRESETS } from '../../lib/scenario/model-presets';
import schema from '../../schemas/scenario.schema.json';
import { SCENARIO_TYPES, scenarioTypes } from '../../scripts/generate-scenario-types';

test('the types of a scenario are generated from its schema', () => {
  expect(readFileSync(SCENARIO_TYPES, 'utf8')).toBe(scenarioTypes());
});

test('the schema names each token preset', () => {
  expect(schema.definitions.tokens.properties.preset.enum).toEqual(Object.keys(MODEL_PRESETS));
});
