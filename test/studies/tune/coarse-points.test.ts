import { buildWorld } from '../../../lib/scenario/build-world';
import { coarsePoints } from '../../../lib/studies/tune/coarse-points';
import { searchSpace } from '../../../lib/studies/tune/search-space';
import { shop, usualDay } from './shop';

const input = shop([usualDay()]);
const COARSE_TARGETS = 6;
const COARSE_MINIMA = 4;
const space = searchSpace(input, buildWorld(input));
const points = coarsePoints(space, 1, 0);
const valuesOf = (label: string): Set<string> => {
  const index = space.knobs.findIndex((knob) => knob.label === label);
  return new Set(points.map((point) => space.knobs[index].values[point[index]].text));
};

test('a search begins with the policy of the manifests, and tries none twice', () => {
  expect(points[0]).toEqual(space.today);
  expect(new Set(points.map((point) => point.join())).size).toBe(points.length);
});

test('a search begins with longer scale-down windows beside the usual one, each with the same targets and minima', () => {
  const windows = valuesOf('scaleDown window');
  expect([...windows]).toEqual(expect.arrayContaining(['5 m', '15 m', '30 m']));
  expect(points.length).toBe(1 + windows.size * COARSE_TARGETS * COARSE_MINIMA);
});

test('a search begins with no other maxReplicas, rates and tolerances', () => {
  for (const label of ['maxReplicas', 'scaleUp rate', 'scaleUp tolerance']) expect([label, valuesOf(label).size]).toEqual([label, 1]);
});
