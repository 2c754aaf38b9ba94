import { Testing } from 'cdk8s';
import { ImagePrepuller, type ImagePrepullerProps } from '../../lib';
import { findingsOf, one } from '../support/charts';
import { podOf } from './support';

const image = 'registry.example.com/rag/vllm:1.0.0';

test('renders one DaemonSet with an init container for each image', () => {
  const chart = Testing.chart();
  new ImagePrepuller(chart, 'prepuller', { images: [image] });
  expect(Testing.synth(chart)).toMatchSnapshot();
  expect(findingsOf(chart)).toEqual([]);
});

test('renders every option', () => {
  const chart = Testing.chart();
  const everything: Required<ImagePrepullerProps> = {
    images: [image, 'registry.example.com/rag/app:2.0.0'],
    name: 'gpu-images',
    nodeSelector: { accelerator: 'nvidia' },
    tolerations: [{ key: 'nvidia.com/gpu' }],
    imagePullSecrets: ['registry'],
    toolImage: 'registry.example.com/tools/busybox:1.37.0',
    pauseImage: 'registry.example.com/mirror/pause:3.10',
  };
  new ImagePrepuller(chart, 'prepuller', everything);
  expect(Testing.synth(chart)).toMatchSnapshot();
});

test('images run no command of their own, so that images without a shell work', () => {
  const chart = Testing.chart();
  new ImagePrepuller(chart, 'prepuller', { images: [image] });
  const [, pulled] = podOf(one(chart, 'DaemonSet')).initContainers;
  expect(pulled).toMatchObject({ image, command: ['/tools/busybox', 'true'], volumeMounts: [{ mountPath: '/tools', readOnly: true }] });
});

test.each([
  ["image prepuller 'prepuller' has no images; add at least one", { images: [] }],
  [`image prepuller 'prepuller' has '${image}' twice; remove one`, { images: [image, image] }],
  ["image 'app:latest' has the tag 'latest'", { images: ['app:latest'] }],
  ["image 'busybox' has neither tag nor digest", { images: [image], toolImage: 'busybox' }],
  ["Secret name 'A'", { images: [image], imagePullSecrets: ['A'] }],
  ["DaemonSet name 'A'", { images: [image], name: 'A' }],
])('is rejected: %s', (message, props) => {
  expect(() => new ImagePrepuller(Testing.chart(), 'prepuller', props)).toThrow(message);
});
