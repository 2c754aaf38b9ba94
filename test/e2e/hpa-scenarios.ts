import { App, Testing } from 'cdk8s';
import { QuickstartChart } from '../../examples/quickstart/chart';
import { type Json } from './api-client';
import { type HpaScenario } from './hpa-scenario';

const cpu = (averageUtilization: number) => ({ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } });
const pods = (name: string, averageValue: string) => ({ type: 'Pods', pods: { metric: { name }, target: { type: 'AverageValue', averageValue } } });
const external = (name: string, target: Json) => ({ type: 'External', external: { metric: { name, selector: { matchLabels: { queue: 'ingest' } } }, target } });
const rate = (type: 'Pods' | 'Percent', value: number, periodSeconds: number) => ({ type, value, periodSeconds });
/** Down again at once, so that a scenario need not wait for five minutes. */
const promptly = { scaleDown: { stabilizationWindowSeconds: 0 } };

/** The value that holds from a second on. */
function stepwise<T>(seconds: number, ...steps: readonly (readonly [from: number, value: T])[]): T {
  return steps.filter(([from]) => seconds >= from).at(-1)![1];
}

const alone = (amount: number) => ({ cpu: { app: Math.round(amount) } });

export const HPA_SCENARIOS: readonly HpaScenario[] = [
  {
    name: 'cpu utilization without behaviour: up by the factor of two, and held for five minutes before it goes down',
    seconds: 24,
    replicas: 2,
    autoscaler: { minReplicas: 2, maxReplicas: 12, metrics: [cpu(60)] },
    pod: (seconds, _ordinal, count) => alone(stepwise(seconds, [0, 240], [5, 6000 / count], [14, 100])),
    shows: ['ScaleUpLimit', 'ScaleDownStabilized', 'TooManyReplicas', 4, 8, 12],
  },
  {
    name: 'cpu utilization of pods that start: what is not ready yet does not count',
    seconds: 26,
    replicas: 3,
    start: { startedAgo: 0, readyAfter: 4 },
    autoscaler: { minReplicas: 2, maxReplicas: 20, metrics: [cpu(50)], behavior: promptly },
    pod: (seconds) => alone(stepwise(seconds, [0, 390], [16, 90])),
    shows: ['DesiredWithinRange', 6, 2],
  },
  {
    name: 'one container of two, and the memory of both',
    seconds: 18,
    replicas: 2,
    containers: [
      { name: 'app', image: 'registry.example.com/web:1', resources: { requests: { cpu: '500m', memory: '100Mi' } } },
      { name: 'proxy', image: 'registry.example.com/proxy:1', resources: { requests: { cpu: '100m', memory: '28Mi' } } },
    ],
    autoscaler: {
      minReplicas: 1,
      maxReplicas: 9,
      metrics: [
        { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 70 } } },
        { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '100Mi' } } },
      ],
      behavior: promptly,
    },
    pod: (seconds) => ({
      cpu: { app: stepwise(seconds, [0, 350], [4, 560], [10, 200]), proxy: 5 },
      memory: { app: stepwise(seconds, [0, 70], [8, 90]), proxy: stepwise(seconds, [0, 20], [7, 41]) },
    }),
    shows: ['ValidMetricFound', 'DesiredWithinRange'],
  },
  {
    name: 'a metric of the pods, with policies of both kinds of which the slower counts, and a window for the way down',
    seconds: 36,
    replicas: 2,
    autoscaler: {
      minReplicas: 1,
      maxReplicas: 14,
      metrics: [pods('in_flight', '10')],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Min', policies: [rate('Pods', 3, 5), rate('Percent', 100, 8)] },
        scaleDown: { stabilizationWindowSeconds: 4, policies: [rate('Pods', 2, 3)] },
      },
    },
    pod: (seconds, _ordinal, count) => ({ custom: { in_flight: stepwise(seconds, [0, 20], [3, 140], [18, 35]) / count } }),
    shows: ['ScaleUpLimit', 'ScaleDownLimit', 'ScaleDownStabilized'],
  },
  {
    name: 'a window for the way up: only what holds for six seconds counts',
    seconds: 26,
    replicas: 2,
    autoscaler: {
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [pods('in_flight', '10')],
      behavior: { scaleUp: { stabilizationWindowSeconds: 6, policies: [rate('Percent', 300, 15)] }, scaleDown: { selectPolicy: 'Disabled' } },
    },
    pod: (seconds, _ordinal, count) => ({ custom: { in_flight: stepwise(seconds, [0, 20], [3, 60], [6, 20], [9, 70], [19, 10]) / count } }),
    shows: ['ScaleUpStabilized', 7],
  },
  {
    name: 'an external metric by its value, of several series',
    seconds: 20,
    replicas: 3,
    autoscaler: { minReplicas: 2, maxReplicas: 30, metrics: [external('lag', { type: 'Value', value: '100' })], behavior: promptly },
    external: (seconds) => stepwise(seconds, [0, [60, 41]], [4, [150, 30]], [8, [20, 15]]),
    shows: ['ValidMetricFound', 6, 2],
  },
  {
    name: 'an external metric shared by the pods, which fails and comes back',
    seconds: 24,
    replicas: 2,
    autoscaler: { minReplicas: 1, maxReplicas: 12, metrics: [external('queue', { type: 'AverageValue', averageValue: '30' })], behavior: promptly },
    external: (seconds) => stepwise<number[] | undefined>(seconds, [0, [60]], [4, [290]], [8, undefined], [12, []], [16, [25]]),
    shows: ['FailedGetExternalMetric', 'ScaleUpLimit', 6, 1],
  },
  {
    name: 'three metrics, one of which is missing at times: that holds the way down, not the way up',
    seconds: 34,
    replicas: 3,
    autoscaler: {
      minReplicas: 2, maxReplicas: 16, behavior: promptly,
      metrics: [cpu(60), pods('in_flight', '10'), external('queue', { type: 'AverageValue', averageValue: '50' })],
    },
    pod: (seconds, _ordinal, count) => ({ ...alone(720 / count), custom: { in_flight: stepwise(seconds, [0, 30], [14, 75], [22, 20]) / count } }),
    external: (seconds) => stepwise<number[] | undefined>(seconds, [0, [100]], [5, [240]], [10, undefined], [28, [60]]),
    shows: ['ScaleUpLimit', 5, 7, 3],
  },
  {
    name: 'pods without metrics: taken for idle on the way up, for busy on the way down',
    seconds: 26,
    replicas: 5,
    autoscaler: { minReplicas: 2, maxReplicas: 20, metrics: [cpu(50)], behavior: promptly },
    pod: (seconds, ordinal) => (ordinal < stepwise(seconds, [0, 5], [4, 3], [18, 9]) ? alone(stepwise(seconds, [0, 200], [4, 390], [11, 110])) : {}),
    shows: ['DesiredWithinRange'],
  },
  {
    name: 'nothing is served at all',
    seconds: 8,
    replicas: 2,
    autoscaler: { minReplicas: 1, maxReplicas: 5, metrics: [cpu(50), pods('in_flight', '10')] },
    shows: ['FailedGetResourceMetric'],
  },
  {
    name: 'more than the maximum, less than the minimum, and none, all by hand',
    seconds: 26,
    replicas: 4,
    autoscaler: { minReplicas: 3, maxReplicas: 6, metrics: [pods('in_flight', '10')], behavior: { scaleDown: { stabilizationWindowSeconds: 3 } } },
    pod: () => ({ custom: { in_flight: 10 } }),
    byHand: [[4.4, 11], [9.4, 1], [14.4, 0], [19.4, 5]],
    shows: [6, 3, 'ScalingDisabled', 'SucceededRescale'],
  },
  {
    name: 'a tolerance of its own for each direction',
    seconds: 22,
    replicas: 10,
    sinceMinor: 35,
    autoscaler: {
      minReplicas: 2, maxReplicas: 20, metrics: [external('load', { type: 'AverageValue', averageValue: '100' })],
      behavior: { scaleUp: { tolerance: '0.02' }, scaleDown: { tolerance: '0.25', stabilizationWindowSeconds: 0 } },
    },
    external: (seconds) => stepwise(seconds, [0, [1010]], [5, [1030]], [9, [840]], [14, [700]]),
    shows: [11, 7],
  },
  {
    name: 'to zero by the metric, and back',
    seconds: 26,
    replicas: 2,
    sinceMinor: 37,
    autoscaler: { minReplicas: 0, maxReplicas: 5, metrics: [external('queue', { type: 'AverageValue', averageValue: '10' })], behavior: promptly },
    external: (seconds) => stepwise(seconds, [0, [20]], [5, [0]], [13, [25]]),
    shows: ['ScaledToZero', 'NotScaledToZero', 0, 3],
  },
  quickstartInAFlashSale(),
];

/**
 * The policy of the quickstart as it is synthesized: 100 requests a second, and eight times as many from second 30 on.
 */
function quickstartInAFlashSale(): HpaScenario {
  const manifests: Json[] = Testing.synth(new QuickstartChart(new App(), 'quickstart'));
  const { containers } = manifests.find(({ kind }) => kind === 'Deployment')!.spec.template.spec;
  const { spec } = manifests.find(({ kind }) => kind === 'HorizontalPodAutoscaler')!;
  const { minReplicas, maxReplicas, metrics, behavior } = spec;
  const requests = (seconds: number) => stepwise(seconds, [0, 100], [30, 800], [100, 150]);
  return {
    name: 'the policy of the quickstart in a flash sale',
    seconds: 115,
    replicas: 2,
    autoscaler: { minReplicas, maxReplicas, metrics, behavior },
    containers: containers.map(({ name, image, resources }: Json) => ({ name, image, resources })),
    pod: (seconds, _ordinal, count) => ({
      cpu: { [containers[0].name]: Math.round(2 * requests(seconds) / count) },
      custom: { http_requests_per_second: requests(seconds) / count },
    }),
    shows: ['ScaleUpStabilized', 'ScaleUpLimit', 'ScaleDownStabilized', 4, 8],
  };
}
