import fc from 'fast-check';
import { correctForFleet, type FleetSaving } from '../../../lib/studies/tune/fleet';

const saving = (name: string, value: number, error: number, chance: number): FleetSaving => (
  { name, saving: { value, lower: value - 1.645 * error, upper: value + 1.645 * error }, chance }
);

test('the smallest p-values among many savings by chance do not count as found', () => {
  const fleet = Array.from({ length: 100 }, (_, i) => saving(`w${i}`, 0.01, 0.05, (i + 1) / 100));
  expect(correctForFleet(fleet).filter(({ isFound }) => isFound)).toEqual([]);
});

test('reports certain savings among many uncertain ones', () => {
  const fleet = [...Array.from({ length: 10 }, (_, i) => saving(`sure${i}`, 0.3, 0.02, 0.001)), ...Array.from({ length: 40 }, (_, i) => saving(`w${i}`, 0, 0.05, 0.2 + i / 60))];
  expect(correctForFleet(fleet).filter(({ isFound }) => isFound).map(({ name }) => name)).toEqual(fleet.slice(0, 10).map(({ name }) => name));
});

test('an uncertain saving shrinks towards the mean of the fleet more than a certain one', () => {
  const fleet = [saving('sure', 0.4, 0.01, 0.001), saving('vague', 0.4, 0.2, 0.04), ...Array.from({ length: 8 }, (_, i) => saving(`w${i}`, 0.05 + i / 100, 0.02, 0.01))];
  const [sure, vague] = correctForFleet(fleet);
  expect(sure.shrunken).toBeGreaterThan(0.38);
  expect(vague.shrunken).toBeLessThan(0.3);
});

test('a shrunken saving lies between the smallest and the largest of the fleet', () => {
  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const each = fc.record({ value: between(-0.5, 0.9), error: between(0.001, 0.3), chance: between(0, 1) });
  fc.assert(fc.property(fc.array(each, { minLength: 1, maxLength: 20 }), (all) => {
    const values = all.map(({ value }) => value);
    for (const { shrunken } of correctForFleet(all.map(({ value, error, chance }, i) => saving(String(i), value, error, chance)))) {
      expect(shrunken).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
      expect(shrunken).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
    }
  }));
});

test('shrinking keeps the order of equally certain savings', () => {
  fc.assert(fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 }), (values) => {
    const corrected = correctForFleet(values.map((value, i) => saving(String(i), value, 0.1, 0.5)));
    const shrunken = corrected.map((each) => each.shrunken);
    values.forEach((value, i) => values.forEach((other, j) => value > other && expect(shrunken[i]).toBeGreaterThanOrEqual(shrunken[j] - 1e-9)));
  }), { numRuns: 50 });
});

test('finds the p-values of the Benjamini-Hochberg procedure', () => {
  const found = (...chances: number[]): boolean[] => (
    correctForFleet(chances.map((chance, i) => saving(String(i), 0.1, 0.02, chance))).map(({ isFound }) => isFound)
  );
  expect(found(0.01, 0.04, 0.03, 0.005)).toEqual([true, true, true, true]);
  expect(found(0.01, 0.5, 0.03, 0.9)).toEqual([true, false, false, false]);
  expect(found()).toEqual([]);
});
