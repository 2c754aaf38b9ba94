import { App, Chart, Size, Testing } from 'cdk8s';
import { type CapacityBufferProps, Cpu, HeadRoom, type PausePodsProps, TaintEffect } from '../../lib';
import { deployment, findingsOf, one } from '../support/charts';

const resources = { cpu: Cpu.cores(4), memory: Size.gibibytes(16) };

describe('head-room by pausing pods', () => {
  test('renders a priority below all others, and pods with it', () => {
    const chart = Testing.chart();
    HeadRoom.pausePods(chart, 'room', { pods: 2, resources });
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('renders every option', () => {
    const chart = Testing.chart();
    const everything: Required<PausePodsProps> = {
      pods: 1,
      resources: { ...resources, extended: { 'nvidia.com/gpu': 1 } },
      name: 'gpu-room',
      priority: -5,
      nodeSelector: { accelerator: 'nvidia' },
      tolerations: [{ key: 'nvidia.com/gpu', effect: TaintEffect.NO_SCHEDULE }],
      runtimeClassName: 'nvidia',
      image: 'registry.example.com/mirror/pause:3.10',
      imagePullSecrets: ['registry'],
    };
    HeadRoom.pausePods(chart, 'room', everything);
    expect(Testing.synth(chart)).toMatchSnapshot();
  });

  test('the app has one cluster-scoped PriorityClass for each priority', () => {
    const app = new App();
    const charts = [['a', -10], ['b', -10], ['c', -20]] as const;
    const manifests = charts.flatMap(([namespace, priority]) => {
      const chart = new Chart(app, namespace, { namespace });
      HeadRoom.pausePods(chart, 'room', { pods: 1, resources, priority });
      return Testing.synth(chart);
    });
    const classes = manifests.filter(({ kind }) => kind === 'PriorityClass');
    expect(classes.map(({ metadata, value }) => [metadata.name, metadata.namespace, value])).toEqual([['head-room-minus-10', undefined, -10], ['head-room-minus-20', undefined, -20]]);
    const used = manifests.filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec.template.spec.priorityClassName);
    expect(used).toEqual(['head-room-minus-10', 'head-room-minus-10', 'head-room-minus-20']);
    expect(findingsOf(app)).toEqual([]);
  });

  test.each([
    ["head-room 'room' must be for a whole number of pods above 0, got 0", { pods: 0, resources }],
    ['got 1.5', { pods: 1.5, resources }],
    ["the priority of head-room 'room' must be a whole number below 0, got 0; 0 is the priority of all other pods", { pods: 1, resources, priority: 0 }],
    ['got -0.5', { pods: 1, resources, priority: -0.5 }],
    ["image 'pause' has neither tag nor digest", { pods: 1, resources, image: 'pause' }],
    ["RuntimeClass name 'A'", { pods: 1, resources, runtimeClassName: 'A' }],
    ["Deployment name 'A'", { pods: 1, resources, name: 'A' }],
  ])('is rejected: %s', (message, props) => {
    expect(() => HeadRoom.pausePods(Testing.chart(), 'room', props)).toThrow(message);
  });
});

describe('head-room by a capacity buffer', () => {
  test('is a number of pods of a workload, or a share of them', () => {
    const chart = Testing.chart();
    const workload = deployment(chart);
    HeadRoom.capacityBuffer(chart, 'room', { workload, pods: 2 });
    expect(one(chart, 'CapacityBuffer')).toMatchSnapshot();
    const share = Testing.chart();
    const everything: Required<Omit<CapacityBufferProps, 'pods'>> = { workload: deployment(share), percent: 20, name: 'share' };
    expect(HeadRoom.capacityBuffer(share, 'room', everything).resource.toJson().spec).toEqual({
      provisioningStrategy: 'buffer.x-k8s.io/active-capacity', scalableRef: { apiGroup: 'apps', kind: 'Deployment', name: 'web' }, percentage: 20,
    });
  });

  test.each([
    [{}, "head-room 'room' needs pods or percent, got neither; set one of the two"],
    [{ pods: 1, percent: 10 }, 'got both'],
    [{ pods: -1 }, 'must be for a whole number of pods above 0, got -1'],
    [{ percent: 0 }, "the percent of head-room 'room' must be a whole number above 0, got 0"],
    [{ percent: 1, name: 'A' }, "CapacityBuffer name 'A'"],
  ])('%j is refused', (props, message) => {
    const chart = Testing.chart();
    expect(() => HeadRoom.capacityBuffer(chart, 'room', { workload: deployment(chart), ...props })).toThrow(message);
  });
});
