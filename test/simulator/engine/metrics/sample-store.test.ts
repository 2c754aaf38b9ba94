import { SampleStore } from '../../../../lib/simulator/engine/metrics/sample-store';
import { labelsOf, METRIC_NAME, Query } from '../../../../lib/promql';

const labels = (pod: string) => () => labelsOf({ [METRIC_NAME]: 'x', pod });

test('series are found by name and labels', () => {
  const store = new SampleStore(100);
  store.append('x', 'a', labels('a'), 10, 1);
  store.append('x', 'b', labels('b'), 10, 2);
  expect(Query.parse('sum(x)').vector(store, 11)).toMatchObject([{ value: 3 }]);
  expect(Query.parse('x{pod="b"}').vector(store, 11)).toMatchObject([{ value: 2 }]);
  expect(Query.parse('{pod="b"}').vector(store, 11)).toMatchObject([{ value: 2 }]);
  expect(Query.parse('y').vector(store, 11)).toEqual([]);
});

test('a stale series disappears at once, and returns with its next sample', () => {
  const store = new SampleStore(100);
  store.append('x', 'a', labels('a'), 10, 1);
  store.end(new Set(['a']), 20);
  expect(Query.parse('x').vector(store, 21)).toEqual([]);
  store.append('x', 'a', labels('a'), 30, 4);
  expect(Query.parse('x').vector(store, 31)).toMatchObject([{ value: 4 }]);
});

test('drops samples that no query can reach, so that memory stays bounded', () => {
  const store = new SampleStore(100);
  for (let time = 0; time < 100_000; time += 10) store.append('x', 'a', labels('a'), time, time);
  const [series] = [...store.select([])];
  expect(series.times.length).toBeLessThan(100);
  expect(series.times[0]).toBeLessThanOrEqual(99_990 - 100);
  store.end(new Set(), 200_000);
  expect([...store.select([])]).toEqual([]);
});
