import { readScenario } from '../../../lib/scenario';
import { statedLimits } from '../../../lib/studies/tune/stated-limits';
import { tune } from '../../../lib/studies/tune/tune';
import { DAY, shop, usualDay } from './shop';

const STATED = `tune:
  minReplicas: 2
  zones: 3
  maxReplicas: 40
  gpuQuota: 8
  budget: 120
  mostChange: 25%
  freeze: ['Fri 16:00 to Mon 08:00']
  only: [target, bounds]
  scheduleOnly: false
  resourcesFirst: true
  slower: 20%
  worth: 0.05
  reserved: { general: { nodes: 3, price: 0.05 } }
  spot: { general: { share: 50%, price: 0.03 } }
`;

test('all guard-rails and prices can be stated in the scenario', () => {
  expect(statedLimits(readScenario(STATED, 'shop.yaml'))).toEqual({
    guardRails: {
      minReplicas: 2, zones: 3, maxReplicas: 40, gpuQuota: 8, budgetPerDay: 120, mostChange: 0.25, freeze: ['Fri 16:00 to Mon 08:00'], scheduleOnly: false,
      resourcesFirst: true, slower: 0.2, worth: 0.05,
    },
    prices: {
      reserved: [{ nodePool: 'general', nodes: 3, pricePerNodeHour: 0.05 }], spot: { general: { share: 0.5, pricePerNodeHour: 0.03 } },
    },
    settings: ['target', 'bounds'],
  });
});

test('an option takes precedence over the scenario, and one that is left out does not', () => {
  const { guardRails, settings, prices } = statedLimits(readScenario(STATED, 'shop.yaml'), {
    guardRails: { minReplicas: 1, maxReplicas: undefined }, settings: ['window'], prices: { spot: {} },
  });
  expect(guardRails).toMatchObject({ minReplicas: 1, maxReplicas: 40 });
  expect(settings).toEqual(['window']);
  expect(prices).toMatchObject({ spot: {}, reserved: [{ nodePool: 'general' }] });
});

test('parts of the policy that an option names take precedence over scheduleOnly of the scenario', () => {
  const scenario = readScenario('tune: { scheduleOnly: true, zones: 3 }', 'shop.yaml');
  expect(statedLimits(scenario, { guardRails: { scheduleOnly: undefined }, settings: ['bounds'] })).toEqual({ guardRails: { zones: 3 }, prices: {}, settings: ['bounds'] });
  expect(statedLimits(scenario).guardRails).toEqual({ scheduleOnly: true, zones: 3 });
  expect(statedLimits(scenario, { guardRails: { scheduleOnly: true }, settings: ['bounds'] }).guardRails).toEqual({ scheduleOnly: true, zones: 3 });
});

test.each([
  ['tune: { worth: much }', /^shop.yaml:1: tune.worth is "much"; use a share such as 25% or 0.25$/],
  ['tune: { only: [colour] }', /^shop.yaml:1: tune.only.0 is "colour"; use one of target, bounds/],
  ['tune: { reserved: { general: { nodes: 3 } } }', /^shop.yaml:1: tune.reserved.general.price is missing; add it$/],
  ['tune: { minimum: 3 }', /^shop.yaml:1: tune.minimum /],
])('%s is rejected with its line', (text, message) => {
  expect(() => readScenario(text, 'shop.yaml')).toThrow(message);
});

test('tune keeps to the guard-rails of the scenario', async () => {
  const days = Array.from({ length: 3 }, () => usualDay());
  const limited = shop(days, { scenario: { tune: { minReplicas: 9, zones: 2, maxReplicas: 12 } } });
  await expect(tune(limited, { daySeconds: DAY })).rejects.toThrow('never below 9 in each of 2 zones is 18 replicas, more than at most 12');
  const priced = shop(days, { scenario: { tune: { spot: { gpu: { share: 0.5, price: 1 } } } } });
  await expect(tune(priced, { daySeconds: DAY })).rejects.toThrow("prices name the node pool 'gpu', which does not exist; the scenario has no node pool");
  const frozen = shop(days, { scenario: { tune: { scheduleOnly: true } } });
  await expect(tune(frozen, { daySeconds: DAY })).rejects.toThrow('the guard-rails leave no setting to change; allow more than schedules, or add a schedule to the autoscaler');
});
