import { gpuWorkloadScalesOnLoad } from '../../../lib/checks/autoscaling/gpu-workload-scales-on-load';
import { resourceMetric, webContainer, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const on = (device: string) => webContainer({ resources: { limits: { [device]: 1 } } });
const cpu = resourceMetric('cpu', { type: 'Utilization', averageUtilization: 70 });
const waiting = { type: 'Pods', pods: { metric: { name: 'vllm_num_requests_waiting' }, target: { type: 'AverageValue', averageValue: '4' } } };

test.each([
  ['what waits beside the CPU', on('nvidia.com/gpu'), webHpa({ metrics: [cpu, waiting] })],
  ['the CPU of a pod without one', on('rdma/hca'), webHpa({ metrics: [cpu] })],
  ['a queue', on('amd.com/gpu'), webScaledObject({ triggers: [{ type: 'cpu' }, { type: 'prometheus' }] })],
  ['a schedule alone', on('amd.com/gpu'), webScaledObject({ triggers: [{ type: 'cron' }] })],
])('compliant: %s', (_, workload, autoscaler) => {
  expect(verdict(gpuWorkloadScalesOnLoad, workload, autoscaler)).toEqual([]);
});

test.each(['nvidia.com/gpu', 'amd.com/gpu', 'nvidia.com/mig-3g.40gb', 'google.com/tpu', 'habana.ai/gaudi', 'aws.amazon.com/neuroncore'])('non-compliant: %s by CPU', (device) => {
  const message = `runs on ${device} and is scaled on CPU or memory only, which do not follow the load of a GPU; add a metric of the inference engine, such as waiting requests`;
  expect(verdict(gpuWorkloadScalesOnLoad, on(device), webHpa({ metrics: [cpu] }))).toEqual([message]);
  expect(verdict(gpuWorkloadScalesOnLoad, on(device), webHpa())).toEqual([message]);
  expect(verdict(gpuWorkloadScalesOnLoad, on(device), webScaledObject({ triggers: [{ type: 'cpu' }, { type: 'cron' }] }))).toEqual([message]);
});
