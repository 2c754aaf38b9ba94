import { type Manifest } from '../../../lib/manifest';
import { adviceNotes } from '../../../lib/studies/advise/notes';

const hpa = (minReplicas: number): Manifest => ({
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' }, spec: { minReplicas, maxReplicas: 9 },
});
const policies = [8, 4].map((min, i) => ({ fromEpochSeconds: i, source: 'git', manifest: { ...hpa(min) } }));
const latency = {
  bounds: [0.25, 0.5, Infinity], source: 'latency', rates: [[90], [99], [100]].map((rates) => Float64Array.from(rates)),
} as unknown as NonNullable<Parameters<typeof adviceNotes>[0]['latency']>;

test('a policy that was not in force at the end of the recording is named with its fields', () => {
  expect(adviceNotes({ policies }, hpa(4), undefined)).toEqual([]);
  expect(adviceNotes({ policies }, hpa(2), undefined))
    .toEqual(['the policy of the manifests is not the one in force at the end of the recording: spec.minReplicas is 2, it was 4']);
});

test('an SLO between two buckets says which interval was recorded', () => {
  expect(adviceNotes({ policies: [], latency }, undefined, 0.3))
    .toEqual(["the SLO's 300 ms lie between the buckets 250 ms and 500 ms: 90 % to 99 % were recorded, and shares of the SLO are those of the calibrated service"]);
  expect(adviceNotes({ policies: [], latency }, undefined, 0.5)).toEqual([]);
});
