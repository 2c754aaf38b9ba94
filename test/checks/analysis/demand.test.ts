import { demandsOf } from '../../../lib/checks/analysis/demand';
import { type Manifest } from '../../../lib/manifest/manifest';
import { ManifestIndex } from '../../../lib/manifest/manifest-index';
import { manifest, webContainer, webHpa, webScaledObject } from '../../support/manifests';

const resources = { requests: { cpu: '500m' } };
const pods = (...manifests: Manifest[]) => demandsOf(new ManifestIndex(manifests)).map(({ workload: { kind }, pods: { least, most }, least: asked }) =>
  [kind, least, most, asked.get('cpu')?.toNumber()]);

test('counts the maximum of the autoscaler, or the fixed replicas', () => {
  expect(pods(webContainer({ resources }), webHpa({ minReplicas: 2 }))).toEqual([['Deployment', 2, 10, 1]]);
  expect(pods(webContainer({ resources }), webScaledObject({ minReplicaCount: 1, maxReplicaCount: 6 }))).toEqual([['Deployment', 1, 6, 0.5]]);
  expect(pods(webContainer({ resources }, {}, { replicas: 3 }))).toEqual([['Deployment', 3, 3, 1.5]]);
  expect(pods(webContainer({ resources }))).toEqual([['Deployment', 1, 1, 0.5]]);
});

test('counts Jobs by their parallelism and leaves out DaemonSets, whose number of nodes is unknown', () => {
  const template = { spec: { containers: [{ name: 'main', resources }] } };
  expect(pods(
    manifest('batch/v1', 'Job', 'fill', { spec: { parallelism: 4, template } }),
    manifest('batch/v1', 'CronJob', 'tidy', { spec: { jobTemplate: { spec: { template } } } }),
    manifest('keda.sh/v1alpha1', 'ScaledJob', 'ingest', { spec: { maxReplicaCount: 30, jobTargetRef: { parallelism: 2, template } } }),
    manifest('keda.sh/v1alpha1', 'ScaledJob', 'parse', { spec: { jobTargetRef: { template } } }),
    manifest('apps/v1', 'DaemonSet', 'agent', { spec: { template } }),
  )).toEqual([['Job', 0, 4, 0], ['CronJob', 0, 1, 0], ['ScaledJob', 0, 60, 0], ['ScaledJob', 0, 100, 0]]);
});
