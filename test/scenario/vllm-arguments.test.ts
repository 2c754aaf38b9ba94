import { argumentsText, engineArgumentsOf } from '../../lib/scenario/vllm-arguments';
import { UserError } from '../../lib/values/user-error';

function argumentsOf(container: object): ReturnType<typeof engineArgumentsOf> {
  return engineArgumentsOf({ annotations: {}, labels: {}, spec: { containers: [{ name: 'sidecar', image: 'envoy' }, { name: 'vllm', ...container }] } } as never, 'default/Deployment/chat');
}

test.each([
  [{ image: 'vllm/vllm-openai:v0.18.0', args: ['--max-num-seqs=16', '--max-model-len', '4096'] }, { maxNumSeqs: 16, maxModelLen: 4096 }],
  [{ image: 'x', command: ['vllm', 'serve', 'meta/llama', '-tp', '4'] }, { model: 'meta/llama', modelName: 'meta/llama', tensorParallelSize: 4 }],
  [{ image: 'x', command: ['python3', '-m', 'vllm.entrypoints.openai.api_server'], args: ['--model', 'm', '--served-model-name', 'chat'] }, { model: 'm', modelName: 'chat' }],
  [{ image: 'x', command: ['sh', '-c', 'exec vllm serve m --gpu-memory-utilization 0.85 \\\n  --max-num-batched-tokens=8k'] }, { model: 'm', modelName: 'm', gpuMemoryUtilization: 0.85, maxNumBatchedTokens: 8000 }],
  [{ image: 'my-vllm', args: ['--max_num_seqs', '8', '--max-model-len=32K', '--enable-prefix-caching'] }, { maxNumSeqs: 8, maxModelLen: 32768, enablePrefixCaching: true }],
  [{ image: 'my-vllm', args: ['--no-enable-prefix-caching', '--block-size', '32', '--num-gpu-blocks-override=130'] }, { enablePrefixCaching: false, blockSize: 32, numGpuBlocksOverride: 130 }],
  [{ image: 'my-vllm', args: ['--max-model-len', 'auto', '--max-num-seqs', '$(SEQS)'] }, {}],
])('reads the arguments of %j', (container, expected) => {
  expect(argumentsOf(container)).toEqual(expected);
});

test('finds no engine in a pod without vLLM', () => {
  expect(argumentsOf({ image: 'nginx', args: ['--max-num-seqs', '3'] })).toBeUndefined();
});

test.each([
  ['--max-num-seqs=many', "default/Deployment/chat: container vllm: --max-num-seqs is 'many'; use a whole number above 0"],
  ['--max-num-seqs=0', "--max-num-seqs is '0'; use a whole number above 0"],
  ['--gpu-memory-utilization=1.5', "--gpu-memory-utilization is '1.5'; use a share above 0 and up to 1"],
])('rejects %s', (argument, message) => {
  expect(() => argumentsOf({ image: 'vllm', args: [argument] })).toThrow(UserError);
  expect(() => argumentsOf({ image: 'vllm', args: [argument] })).toThrow(message);
});

test('writes arguments as a command line has them', () => {
  expect(argumentsText({ maxNumSeqs: 16, gpuMemoryUtilization: 0.9, enablePrefixCaching: false })).toEqual([
    '--max-num-seqs 16', '--gpu-memory-utilization 0.9', '--no-enable-prefix-caching',
  ]);
  expect(argumentsText({ enablePrefixCaching: true, modelName: 'm' })).toEqual(['--enable-prefix-caching']);
});
