import { gracePeriodCoversShutdown } from '../../../lib/checks/disruption/grace-period-covers-shutdown';
import { parallelismFitsDevices } from '../../../lib/checks/workload/parallelism-fits-devices';
import { livenessAllowsModelLoad } from '../../../lib/checks/workload/liveness-allows-model-load';
import { serviceLinkIsNotRead } from '../../../lib/checks/workload/service-link-is-not-read';
import { tensorParallelismHasSharedMemory } from '../../../lib/checks/workload/tensor-parallelism-has-shared-memory';
import { manifest, webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const vllm = { image: 'vllm/vllm-openai:v0.11.0' };
const service = (name: string, spec: object = {}) => manifest('v1', 'Service', name, { spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec } });

describe('Service links', () => {
  test.each([
    ['links switched off', [webContainer(vllm, { enableServiceLinks: false }), service('vllm')]], ['another name', [webContainer(vllm), service('llm')]], ['a headless Service', [webContainer(vllm), service('vllm', { clusterIP: 'None' })]],
    ['a variable of its own', [webContainer({ ...vllm, env: [{ name: 'VLLM_PORT', value: '8000' }] }), service('vllm')]], ['another program', [webContainer({ image: 'nginx:1.29' }), service('vllm')]],
    ['another namespace', [webContainer(vllm), manifest('v1', 'Service', 'vllm', { metadata: { namespace: 'models' }, spec: {} })]],
  ])('compliant: %s', (_, given) => {
    expect(verdict(serviceLinkIsNotRead, ...given)).toEqual([]);
  });

  test.each([['vllm', vllm, 'VLLM_PORT'], ['vllm', { image: 'registry.example/llm:1', command: ['vllm', 'serve'] }, 'VLLM_PORT'], ['n8n', { image: 'n8nio/n8n:1.120' }, 'N8N_PORT'], ['gradio-server', { image: 'acme/gradio-app:1' }, 'GRADIO_SERVER_PORT']])('non-compliant: Service %s', (name, container, variable) => {
    expect(verdict(serviceLinkIsNotRead, webContainer(container), service(name))).toEqual([expect.stringContaining(`reads ${variable}, and Service ${name} sets it to tcp://`)]);
  });
});

describe('shared memory', () => {
  const shm = { volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }] };
  const volumes = (emptyDir: object) => ({ volumes: [{ name: 'shm', emptyDir }] });
  test.each([
    ['one device', webContainer({ ...vllm, args: ['--tensor-parallel-size=1'] })], ['memory at /dev/shm', webContainer({ ...vllm, args: ['--tensor-parallel-size', '2'], ...shm }, volumes({ medium: 'Memory' }))],
    ['the IPC of the host', webContainer({ ...vllm, args: ['--tensor-parallel-size', '2'] }, { hostIPC: true })], ['no model server', webContainer({ image: 'nginx', args: ['--tp', '2'] })],
  ])('compliant: %s', (_, given) => {
    expect(verdict(tensorParallelismHasSharedMemory, given)).toEqual([]);
  });

  test.each([
    ['vLLM', webContainer({ ...vllm, args: ['--tensor-parallel-size', '4'] })], ['vLLM in one line of shell', webContainer({ ...vllm, command: ['sh', '-c', 'vllm serve m --tensor-parallel-size=2'] })],
    ['vLLM by pipeline', webContainer({ ...vllm, args: ['-pp', '2'] })], ['SGLang', webContainer({ image: 'lmsysorg/sglang:v0.5', args: ['--tp', '2'] })],
    ['TGI by its variable', webContainer({ image: 'ghcr.io/huggingface/text-generation-inference:3.3', env: [{ name: 'NUM_SHARD', value: '2' }] })],
    ['a disk at /dev/shm', webContainer({ ...vllm, args: ['--tensor-parallel-size', '2'], ...shm }, volumes({}))],
  ])('non-compliant: %s', (_, given) => {
    expect(verdict(tensorParallelismHasSharedMemory, given)).toEqual([expect.stringMatching(/mount an emptyDir with medium: Memory at/)]);
  });

  test('non-compliant: no more than the default at /dev/shm', () => {
    const given = webContainer({ ...vllm, args: ['--tensor-parallel-size', '2'], ...shm }, volumes({ medium: 'Memory', sizeLimit: '64Mi' }));
    expect(verdict(tensorParallelismHasSharedMemory, given)).toEqual(["container 'main' runs vLLM on 2 devices with a volume of 64Mi at /dev/shm, no more than the default of 64 MiB; set sizeLimit to some GiB"]);
  });
});

describe('devices of a split model', () => {
  const gpus = (count: number | string, resource = 'nvidia.com/gpu') => ({ resources: { limits: { cpu: '4', [resource]: count } } });
  const sglang = { image: 'lmsysorg/sglang:v0.5' };
  const tgi = { image: 'ghcr.io/huggingface/text-generation-inference:3.3' };
  const two = ['--tensor-parallel-size', '2'];

  test.each<[string, object]>([
    ['as many GPUs', { ...vllm, args: two, ...gpus(2) }], ['more GPUs, as text', { ...vllm, args: two, ...gpus('4') }], ['one process', { ...vllm, ...gpus(1) }],
    ['Ray on other pods', { ...vllm, args: [...two, '--distributed-executor-backend', 'ray'], ...gpus(1) }], ['Ray at an address', { ...vllm, args: two, env: [{ name: 'RAY_ADDRESS', value: 'ray:6379' }], ...gpus(1) }],
    ['a Ray cluster that a shell joins', { ...vllm, command: ['sh', '-c', 'ray start --address=$LEADER:6379 && vllm serve m --tensor-parallel-size 8'], ...gpus(4) }],
    ['several pods', { ...vllm, args: [...two, '--nnodes', '2'], ...gpus(1) }], ['an unseen number of pods', { ...vllm, args: [...two, '--nnodes=$(LWS_GROUP_SIZE)'], ...gpus(1) }],
    ['copies on other pods', { ...vllm, args: ['--data-parallel-size', '8', '--data-parallel-size-local=1'], ...gpus(1) }], ['one copy of several', { ...vllm, args: ['-dp', '8', '--data-parallel-rank', '3'], ...gpus(1) }],
    ['a size that cannot be seen', { ...vllm, args: ['--tensor-parallel-size', '$(TP)'], env: [{ name: 'TP', valueFrom: {} }], ...gpus(1) }],
    ['attention in parallel on the same GPUs', { ...sglang, args: ['--tp', '4', '--dp', '4', '--enable-dp-attention'], ...gpus(4) }], ['claims of devices', { ...vllm, args: two, resources: { claims: [{ name: 'gpus' }] } }],
    ['devices that are chosen', { ...vllm, args: two, env: [{ name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' }] }], ['no GPU that is requested', { ...vllm, args: two }], ['cores of Neuron', { ...vllm, args: two, ...gpus(1, 'aws.amazon.com/neuron') }],
    ['a privileged container', { ...vllm, args: two, securityContext: { privileged: true } }], ['no model server', { image: 'nginx', args: ['--tp', '2'], ...gpus(1) }],
  ])('compliant: %s', (_, container) => {
    expect(verdict(parallelismFitsDevices, webContainer(container))).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['vLLM', { ...vllm, args: two, ...gpus(1) }, 'has nvidia.com/gpu: 1, and vLLM needs 2 (--tensor-parallel-size 2); set its limit to 2, or lower the parallelism'],
    ['vLLM in a line of shell', { ...vllm, command: ['sh', '-c', 'vllm serve m \\\n  --tensor-parallel-size=4 -pp 2'], ...gpus(4) }, 'vLLM needs 8 (--tensor-parallel-size 4, -pp 2)'],
    ['copies of vLLM', { ...vllm, args: [...two, '--data-parallel-size', '2'], ...gpus(2) }, 'vLLM needs 4 (--tensor-parallel-size 2, --data-parallel-size 2)'],
    ['too few on each of several pods', { ...vllm, args: ['-tp', '16', '--nnodes', '2'], ...gpus(4) }, 'vLLM needs 8'],
    ['a variable of Kubernetes', { ...vllm, args: ['--tensor-parallel-size=$(TP)'], env: [{ name: 'TP', value: '2' }], ...gpus(1) }, 'vLLM needs 2'],
    ['a variable of a shell', { ...vllm, command: ['sh', '-c', 'vllm serve m --tensor-parallel-size "${TP}"'], env: [{ name: 'TP', value: '2' }], ...gpus(1) }, 'vLLM needs 2'],
    ['SGLang', { ...sglang, args: ['--tp', '2', '--pp-size', '2'], ...gpus(2) }, 'SGLang needs 4'], ['copies of SGLang', { ...sglang, args: ['--dp-size', '4'], ...gpus(2) }, 'SGLang needs 4 (--dp-size 4)'],
    ['TGI', { ...tgi, args: ['--num-shard', '4'], ...gpus(2) }, 'Text Generation Inference needs 4'], ['TGI by its variable', { ...tgi, env: [{ name: 'NUM_SHARD', value: '2' }], ...gpus(1) }, 'needs 2 (NUM_SHARD 2)'],
    ['GPUs of AMD', { image: 'rocm/vllm:latest', args: two, ...gpus(1, 'amd.com/gpu') }, 'has amd.com/gpu: 1, and vLLM needs 2'],
  ])('non-compliant: %s', (_, container, message) => {
    expect(verdict(parallelismFitsDevices, webContainer(container))).toEqual([expect.stringContaining(message)]);
  });
});

describe('liveness while a model loads', () => {
  const get = { httpGet: { path: '/health', port: 8000 } };
  test.each([
    ['no liveness probe', webContainer(vllm)], ['a long startup probe', webContainer({ ...vllm, startupProbe: { ...get, failureThreshold: 60 }, livenessProbe: get })],
    ['a long initial delay', webContainer({ ...vllm, livenessProbe: { ...get, initialDelaySeconds: 240 } })], ['no model server', webContainer({ image: 'nginx', livenessProbe: get })],
    ['a router of its project', webContainer({ image: 'lmcache/lmstack-router:v0.1', args: ['--port', '8000'], livenessProbe: get })], ['another program of its image', webContainer({ image: 'lmcache/vllm-openai:v0.3', command: ['lmcache_server'], livenessProbe: get })],
  ])('compliant: %s', (_, given) => {
    expect(verdict(livenessAllowsModelLoad, given)).toEqual([]);
  });

  test.each([
    ['vLLM', webContainer({ ...vllm, livenessProbe: get }), /livenessProbe kills it after 30 s/], ['a short startup probe', webContainer({ ...vllm, startupProbe: { ...get, failureThreshold: 6 } }), /startupProbe kills it after 60 s/],
    ['TGI', webContainer({ image: 'ghcr.io/huggingface/text-generation-inference:3.3', livenessProbe: { ...get, initialDelaySeconds: 60 } }), /after 90 s/],
    ['a script of its image', webContainer({ ...vllm, command: ['/bin/sh', '/scripts/start.sh'], livenessProbe: get }), /after 30 s/], ['its program at a path', webContainer({ image: 'acme/llm:1', command: ['/opt/venv/bin/vllm', 'serve', 'm'], livenessProbe: get }), /after 30 s/],
  ])('non-compliant: %s', (_, given, message) => {
    expect(verdict(livenessAllowsModelLoad, given)).toEqual([expect.stringMatching(message)]);
  });
});

describe('grace period and shutdown time-out', () => {
  const preStop = { lifecycle: { preStop: { sleep: { seconds: 10 } } } };
  test.each([
    ['enough', webContainer({ args: ['--timeout-graceful-shutdown', '20'], ...preStop })], ['no time-out', webContainer(preStop)], ['a long grace period', webContainer({ args: ['--graceful-timeout=120'] }, { terminationGracePeriodSeconds: 150 })],
  ])('compliant: %s', (_, given) => {
    expect(verdict(gracePeriodCoversShutdown, given)).toEqual([]);
  });

  test.each([
    ['uvicorn', webContainer({ args: ['--timeout-graceful-shutdown', '60'] }), /up to 60 s .*terminationGracePeriodSeconds is 30; raise it to at least 60/], ['preStop and gunicorn', webContainer({ command: ['sh', '-c', 'gunicorn app --graceful-timeout=25'], ...preStop }), /drains for 10 s and then has up to 25 s .* at least 35/],
    ['Spring', webContainer({ env: [{ name: 'SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE', value: '45s' }] }), /45 s/], ['Triton', webContainer({ args: ['--exit-timeout-secs=90'] }, { terminationGracePeriodSeconds: 60 }), /90/],
  ])('non-compliant: %s', (_, given, message) => {
    expect(verdict(gracePeriodCoversShutdown, given)).toEqual([expect.stringMatching(message)]);
  });
});
