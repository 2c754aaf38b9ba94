import fc from 'fast-check';
import { EXAMPLES, stateOf } from '../../playground/examples';
import { fromFragment, toFragment } from '../../playground/link';
import { checkState, formatNumber, fromPosition, KUBERNETES_VERSIONS, NUMBER_NAMES, SLIDERS, type State, toPosition } from '../../playground/state';

const [example] = EXAMPLES.map(stateOf);
const numbers = fc.record(Object.fromEntries(NUMBER_NAMES.map((name) => [name, fc.nat(400).map((position) => fromPosition(name, position))])));
const traffic = fc.oneof(fc.constantFrom('flash-sale', 'ramp'), fc.record({ name: fc.string({ maxLength: 30 }), text: fc.string({ unit: 'grapheme', maxLength: 300 }) }));
const states = fc.record({ yaml: fc.string({ unit: 'grapheme', maxLength: 300 }), traffic, kubernetes: fc.constantFrom(...KUBERNETES_VERSIONS) }).chain((rest) => numbers.map((all) => ({ ...rest, ...all }) as unknown as State));

describe('a link', () => {
  test('restores its state', async () => {
    await fc.assert(fc.asyncProperty(states, async (state) => {
      expect(await fromFragment(`#${await toFragment(state)}`)).toEqual(state);
    }), { numRuns: 60 });
  });

  test('of an example is short enough for a message, and holds characters of addresses alone', async () => {
    const fragment = await toFragment(example);
    expect(fragment).toMatch(/^1\.[\w-]+$/);
    expect(fragment.length).toBeLessThan(700);
  });

  test('without a fragment is no state', async () => {
    expect(await fromFragment('')).toBeUndefined();
    expect(await fromFragment('#')).toBeUndefined();
  });

  test('that is cut, damaged or of another version is refused with a sentence', async () => {
    const fragment = await toFragment(example);
    await expect(fromFragment(fragment.slice(0, -20))).rejects.toThrow('the link is cut or damaged; copy it again from where it was made');
    await expect(fromFragment('#1.%%%')).rejects.toThrow('the link is cut or damaged');
    await expect(fromFragment('#2.abc')).rejects.toThrow('the link is of another version of this page');
  });

  test('that expands without end is rejected', async () => {
    const bomb = await toFragment({ ...example, yaml: ' '.repeat(5_000_000) });
    expect(bomb.length).toBeLessThan(10_000);
    await expect(fromFragment(bomb)).rejects.toThrow('the link expands to more than 4 MB');
  });

  test.each<[string, object, string]>([
    ['a number out of range', { time: 1e9 }, 'service time of the link is 1000000000; use 1 to 60000, or open the page without the link'],
    ['a number of another type', { cv: '1' }, 'variation of the link is "1"; use 0 to 3'],
    ['a version that is not supported', { kubernetes: '1.27' }, 'kubernetes of the link is "1.27"; use 1.28 to 1.37, or open the page without the link'],
    ['no manifests', { yaml: 5 }, 'the manifests of the link are no text of at most 1000000 characters'],
    ['manifests that are too long', { yaml: ' '.repeat(1_000_001) }, 'the manifests of the link are no text of at most 1000000 characters'],
    ['an unknown generator', { traffic: 'constructor' }, 'the traffic of the link is neither a recording nor one of flash-sale'],
    ['a recording without a text', { traffic: { name: 'a' } }, 'the traffic of the link is neither'],
  ])('with %s is refused', async (_, fields, message) => {
    expect(() => checkState({ ...example, ...fields })).toThrow(message);
    await expect(toFragment({ ...example, ...fields } as State).then(fromFragment)).rejects.toThrow(message);
  });

  test('that holds no object is refused', () => {
    expect(() => checkState(null)).toThrow('the manifests of the link are no text');
    expect(() => checkState([])).toThrow('the manifests of the link are no text');
  });
});

describe('a slider', () => {
  test.each(NUMBER_NAMES)('of %s reaches both ends, is monotonic, and keeps the position of its value', (name) => {
    const { min, max, default: initial } = SLIDERS[name];
    const values = Array.from({ length: 401 }, (_, position) => fromPosition(name, position));
    expect([values[0], values[400]]).toEqual([min, max]);
    expect(values.every((value, i) => i === 0 || value >= values[i - 1])).toBe(true);
    expect(values.map((value) => fromPosition(name, toPosition(name, value)))).toEqual(values);
    expect(checkState({ ...example, [name]: initial })[name]).toBe(initial);
  });

  test('shows its number with a unit', () => {
    expect([formatNumber('time', 120), formatNumber('time', 1500), formatNumber('startUp', 300), formatNumber('cpu', 0), formatNumber('cpu', 250), formatNumber('cpu', 2500), formatNumber('load', 2), formatNumber('cv', 1)])
      .toEqual(['120 ms', '1.5 s', '5 min', 'as in the manifest', '250m', '2.5 cores', '×2', '1']);
  });
});
