import { App, Testing } from 'cdk8s';
import { findingsOf } from '../../test/support/charts';
import { QuickstartChart } from './chart';

const chart = new QuickstartChart(new App(), 'quickstart');
const manifests = Testing.synth(chart);

test('the quickstart writes the documented autoscaler', () => {
  const hpa = structuredClone(manifests.find(({ kind }) => kind === 'HorizontalPodAutoscaler'));
  delete hpa.metadata.labels;
  expect(hpa).toEqual({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'kotaemon-app-hpa', namespace: 'ai-services' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'kotaemon-deployment' },
      minReplicas: 2,
      maxReplicas: 20,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        { type: 'Pods', pods: { metric: { name: 'http_requests_per_second' }, target: { type: 'AverageValue', averageValue: '100' } } },
      ],
      behavior: { scaleUp: { stabilizationWindowSeconds: 30, policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] } },
    },
  });
});

test('the checks report only that no adapter serves the metric yet', () => {
  expect(findingsOf(chart)).toEqual([expect.stringMatching(/^warning KSC003 /)]);
});

test('matches the snapshot', () => {
  expect(manifests).toMatchSnapshot();
});
