import { Assumptions } from '../../../lib/simulator/scenario/assumptions';

test('sentences are kept in order, each once, and warnings stand above them', () => {
  const assumptions = new Assumptions();
  assumptions.add('b', 'a');
  assumptions.warn('w');
  assumptions.warn('w');
  assumptions.add('b', 'c');
  expect(assumptions.list()).toEqual(['w', 'b', 'a', 'c']);
});
