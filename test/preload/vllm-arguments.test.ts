import { Duration } from 'cdk8s';
import { VllmArguments, type VllmServeOptions } from '../../lib';

test('by default the plain loader reads the model, and requests are cut off', () => {
  expect(VllmArguments.serve({ modelPath: '/models/llama-3' })).toEqual(['--model', '/models/llama-3']);
});

test('renders every option', () => {
  const everything: Required<VllmServeOptions> = {
    modelPath: '/models/llama-3', streamingConcurrency: 16, shutdownTimeout: Duration.seconds(90), tensorParallelSize: 2, servedModelName: 'llama-3',
  };
  expect(VllmArguments.serve(everything)).toEqual([
    '--model', '/models/llama-3', '--served-model-name', 'llama-3', '--tensor-parallel-size', '2', '--load-format', 'runai_streamer', '--model-loader-extra-config', '{"concurrency":16,"memory_limit":5368709120}', '--shutdown-timeout', '90',
  ]);
});

test.each([
  [{ modelPath: 'meta-llama/Llama-3' }, 'the model path of vLLM is "meta-llama/Llama-3"; use the path of its preload, as in \'/models/llama-3\''],
  [{ modelPath: '/models/$(x)' }, 'the model path of vLLM is "/models/$(x)"; use the path of its preload, as in \'/models/llama-3\''],
  [{ modelPath: '/m', streamingConcurrency: 0 }, 'the streaming concurrency must be a whole number above 0, got 0'],
  [{ modelPath: '/m', tensorParallelSize: 1.5 }, 'the tensor parallel size must be a whole number above 0, got 1.5'],
  [{ modelPath: '/m', servedModelName: '--trust-remote-code' }, 'servedModelName is "--trust-remote-code"; use letters, digits'],
  [{ modelPath: '/m', shutdownTimeout: Duration.millis(10) }, 'the shutdown timeout must be a whole number of seconds'],
])('%j is refused', (options, message) => {
  expect(() => VllmArguments.serve(options)).toThrow(message);
});
