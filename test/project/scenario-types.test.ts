import { readFileSync } from 'node:fs';
import { MODEL_PRESETS } from '../../lib/scenario/model-presets';
import schema from '../../schemas/scenario.schema.json';
import { SCENARIO_TYPES, scenarioTypes } from '../../scripts/generate-scenario-types';
import { SCENARIO_VALIDATOR, scenarioValidator } from '../../scripts/generate-scenario-validator';

test('the types of a scenario are generated from its schema', () => {
  expect(readFileSync(SCENARIO_TYPES, 'utf8')).toBe(scenarioTypes());
});

test('the schema names each token preset', () => {
  expect(schema.definitions.tokens.properties.preset.enum).toEqual(Object.keys(MODEL_PRESETS));
});

test('the validator of a scenario is compiled from its schema', () => {
  const stale = readFileSync(SCENARIO_VALIDATOR, 'utf8') !== scenarioValidator();
  expect(stale && 'lib/scenario/scenario-validator.ts is older than the schema; run npm run scenario-types').toBe(false);
});
