import { labelsOf, MemorySource } from '../../lib/promql';
import { ask, minutes } from './promql';

describe('an instant selector', () => {
  const source = minutes({ x: [1, 2, 3] });

  test('finds it for five minutes', () => {
    expect(ask('x', source, 120)).toEqual(['x{} 3']);
    expect(ask('x', source, 119)).toEqual(['x{} 2']);
    expect(ask('x', source, 419)).toEqual(['x{} 3']);
    expect(ask('x', source, -1)).toEqual([]);
  });

  test('includes a sample of exactly that age in Prometheus 2, and not in 3', () => {
    expect(ask('x', source, 420, { prometheus: 2 })).toEqual(['x{} 3']);
    expect(ask('x', source, 420)).toEqual([]);
  });

  test('has a configurable lookback', () => {
    expect(ask('x', source, 150, { lookbackSeconds: 20 })).toEqual([]);
    expect(ask('x', source, 3000, { lookbackSeconds: 3600 })).toEqual(['x{} 3']);
  });

  test('goes back by the offset', () => {
    expect(ask('x offset 1m', source, 120)).toEqual(['x{} 2']);
    expect(ask('x offset -1m', source, 0)).toEqual(['x{} 2']);
  });
});

describe('a series that ended', () => {
  const source = minutes({ x: [1, 2, undefined, null, 5] });

  test('is stale at once, and returns with its next sample', () => {
    expect(ask('x', source, 119)).toEqual(['x{} 2']);
    expect(ask('x', source, 120)).toEqual([]);
    expect(ask('x', source, 239)).toEqual([]);
    expect(ask('x', source, 240)).toEqual(['x{} 5']);
  });

  test('leaves no stale marker in a window', () => {
    expect(ask('count_over_time(x[5m])', source, 240)).toEqual(['{} 3']);
  });
});

test('a window excludes the sample at its start in Prometheus 3, and includes it in 2', () => {
  const source = minutes({ x: [1, 2, 3, 4, 5, 6] });
  expect(ask('sum_over_time(x[2m])', source, 300)).toEqual(['{} 11']);
  expect(ask('sum_over_time(x[2m])', source, 300, { prometheus: 2 })).toEqual(['{} 15']);
  expect(ask('sum_over_time(x[2m] offset 1m)', source, 300)).toEqual(['{} 9']);
});

test('series are found by name, by pattern and by label', () => {
  const source = minutes({ 'a{pod="1"}': [1], 'a{pod="2"}': [2], 'b{pod="1"}': [3] });
  expect(ask('a', source)).toEqual(['a{pod="1"} 1', 'a{pod="2"} 2']);
  expect(ask('{__name__=~"a|b", pod="1"}', source)).toEqual(['a{pod="1"} 1', 'b{pod="1"} 3']);
  expect(ask('c', source)).toEqual([]);
});

test('samples are appended in their order', () => {
  const source = new MemorySource();
  source.append(labelsOf({ __name__: 'x' }), 60, 1);
  expect(() => source.append(labelsOf({ __name__: 'x' }), 60, 2)).toThrow('a sample of x for second 60 comes after one for second 60');
});
