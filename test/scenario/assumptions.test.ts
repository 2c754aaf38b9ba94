import { Assumptions } from '../../lib/scenario/assumptions';

test('sentences keep their order, each once, after the warnings', () => {
  const assumptions = new Assumptions();
  assumptions.add('b', 'a');
  assumptions.warn('web', 'w');
  assumptions.warn('web', 'w');
  assumptions.add('b', 'c');
  expect(assumptions.list()).toEqual(['web: w', 'b', 'a', 'c']);
});

test('an assumption about several workloads is printed once', () => {
  const assumptions = new Assumptions();
  assumptions.about('web', 'waits.');
  assumptions.about('api', 'runs.');
  assumptions.about('llm', 'waits.');
  expect(assumptions.list()).toEqual(['web, llm: waits.', 'api: runs.']);
});
