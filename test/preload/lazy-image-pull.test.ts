import { Duration, Testing } from 'cdk8s';
import { LazyImagePull, type LazyImagePullProps } from '../../lib';
import { deployment, one } from '../support/charts';
import { podOf } from './support';

function lazily(props: Partial<LazyImagePullProps>, again: Partial<LazyImagePullProps>[] = []): ReturnType<typeof one> {
  const chart = Testing.chart();
  const workload = deployment(chart);
  [props, ...again].forEach((each, index) => new LazyImagePull(chart, `Pull${index}`, { workload, pullTime: Duration.seconds(12), ...each }));
  return one(chart, 'Deployment');
}

test('chooses nodes and a runtime that pull lazily, and says how long that takes', () => {
  const { metadata, spec } = lazily({ nodeSelector: { 'cloud.google.com/gke-image-streaming': 'true' }, runtimeClassName: 'stargz' });
  expect(metadata.annotations).toEqual({ 'cdk8s-kotaemon/pull-time': '12s' });
  expect(podOf({ spec })).toMatchObject({ nodeSelector: { 'cloud.google.com/gke-image-streaming': 'true' }, runtimeClassName: 'stargz' });
});

test('accepts nodes or a runtime alone', () => {
  expect(podOf(lazily({ nodeSelector: { soci: 'true' } }))).not.toHaveProperty('runtimeClassName');
  expect(podOf(lazily({ runtimeClassName: 'stargz' }))).not.toHaveProperty('nodeSelector');
});

test('rejects neither nodes nor a runtime', () => {
  expect(() => lazily({})).toThrow('lazy image pull has neither nodeSelector nor runtimeClassName; set one of them, for the nodes that support it');
});

test.each([
  [{ nodeSelector: { soci: 'true' } }, { nodeSelector: { soci: 'false' } }, 'Deployment web already selects nodes with soci=true, and no node also has false; remove one of the two'],
  [{ runtimeClassName: 'stargz' }, { runtimeClassName: 'nydus' }, "Deployment web already has the runtime class 'stargz', not 'nydus'; set it in one place only"],
])('%j and %j at once are refused', (first, second, message) => {
  expect(() => lazily(first, [second])).toThrow(message);
});

test.each([
  [{ runtimeClassName: 'A' }, "RuntimeClass name 'A'"],
  [{ nodeSelector: { 'a b': 'c' } }, "label key 'a b' is not valid"],
  [{ runtimeClassName: 'a', pullTime: Duration.millis(500) }, 'the pull time must be a whole number of seconds, at least 1'],
])('%j is refused', (props, message) => {
  expect(() => lazily(props)).toThrow(message);
});
