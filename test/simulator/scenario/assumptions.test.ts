import { Assumptions } from '../../../lib/simulator/scenario/assumptions';

test('sentences are kept in order, each once', () => {
  const assumptions = new Assumptions();
  assumptions.add('b', 'a');
  assumptions.add('b', 'c');
  expect(assumptions.list()).toEqual(['b', 'a', 'c']);
});
