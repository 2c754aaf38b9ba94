import { Size } from 'cdk8s';
import { Cpu, ModelCache, ModelSource, PodVolume, SecretKey } from '../../lib';
import { FETCH_TOOLS, PAUSE_IMAGE, STATIC_BUSYBOX_IMAGE } from '../../lib/preload/images';
import { lookScript, readerScript, writerScript } from '../../lib/preload/script/preload-script';
import { ImageReference } from '../../lib/values/image-reference';
import { asStarted, synthesized } from '../support/preload/preload-run';
import { COMMIT, DIGEST, podOf, preloaded, SUM, variablesOf } from './support';

type Json = Record<string, any>;

function initContainer(props: Parameters<typeof preloaded>[0] = {}): Json {
  return podOf(preloaded(props)).initContainers[0];
}

const credentials = { accessKeyId: SecretKey.of('store', 'id'), secretAccessKey: SecretKey.of('store', 'key') };
const SOURCES: [string, ModelSource, keyof typeof FETCH_TOOLS][] = [
  ['hub', ModelSource.huggingFace('BAAI/bge-m3', { revision: COMMIT }), 'huggingface'],
  ['URL', ModelSource.http('https://models.example.com/bge.gguf', { sha256: SUM }), 'http'],
  ['S3 bucket', ModelSource.s3('s3://models/bge', { sha256: SUM, region: 'eu-central-1', credentials }), 'bucket'],
  ['bucket of Google', ModelSource.gcs('gs://models/bge', { sha256: SUM, credentials: SecretKey.of('gcs', 'key') }), 'bucket'],
  ['registry', ModelSource.oci(`ghcr.io/acme/bge@${DIGEST}`), 'oci'],
];

describe.each(SOURCES)('the container that fetches from a %s', (_name, source, kind) => {
  test('runs a known image, hardened, with its own resources', () => {
    expect(initContainer({ source })).toMatchObject({
      image: FETCH_TOOLS[kind].image,
      resources: { requests: { cpu: '500m', memory: `${FETCH_TOOLS[kind].memory(2)}Mi` }, limits: { memory: `${FETCH_TOOLS[kind].memory(2)}Mi` } },
      securityContext: {
        runAsNonRoot: true, runAsUser: 10001, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' },
      },
      terminationMessagePolicy: 'FallbackToLogsOnError',
    });
  });

  test('gets every variable that its script reads', () => {
    const given = new Set(Object.keys(variablesOf(initContainer({ source }))));
    const read = new Set(Array.from(writerScript(kind).matchAll(/\$(MODEL_[A-Z_0-9]+)/g), ([, name]) => name));
    expect([...read].filter((name) => !given.has(name))).toEqual([]);
  });

  test('runs another image where one is named', () => {
    expect(initContainer({ source, image: 'registry.example.com/tools:1.0.0' }).image).toBe('registry.example.com/tools:1.0.0');
    expect(() => initContainer({ source, image: 'tools:latest' })).toThrow("image 'tools:latest' has the tag 'latest'");
  });
});

describe('input of the script', () => {
  const hostile = "https://models.example.com/$(MODEL_OWNER)/$$/'\";`reboot`/bge.gguf";

  test('reaches the script as it was written: neither the kubelet nor the shell reads it as its own', () => {
    const chart = preloaded({ source: ModelSource.http(hostile.replace(/["`]/g, ''), { sha256: SUM }) });
    const { env } = asStarted(podOf(chart).initContainers[0]);
    expect(env.MODEL_URL).toBe(hostile.replace(/["`]/g, ''));
  });

  test('never becomes a part of the script', () => {
    SOURCES.forEach(([, source, kind]) => expect(synthesized(source).command).toEqual(['/bin/sh', '-c', writerScript(kind)]));
  });

  test('is a token only by reference, and only in this container', () => {
    const pod = podOf(preloaded({ source: ModelSource.huggingFace('a/b', { revision: COMMIT, token: SecretKey.of('hub', 'token') }) }));
    expect(variablesOf(pod.initContainers[0]).HF_TOKEN).toEqual({ secretKeyRef: { name: 'hub', key: 'token' } });
    expect(JSON.stringify(pod.containers)).not.toContain('hub');
  });

  test('is the credentials of a registry as a file', () => {
    const pod = podOf(preloaded({ source: ModelSource.oci(`ghcr.io/acme/bge@${DIGEST}`, { pullSecret: 'registry' }) }));
    expect(pod.volumes).toContainEqual({ name: 'registry-credentials', secret: { secretName: 'registry' } });
    expect(pod.initContainers[0].volumeMounts).toContainEqual({ name: 'registry-credentials', mountPath: '/registry-credentials', readOnly: true });
    expect(variablesOf(pod.initContainers[0]).MODEL_REGISTRY_CONFIG).toBe('/registry-credentials/.dockerconfigjson');
  });
});

describe('the container that waits, or looks', () => {
  test('requests minimal resources, and cannot write', () => {
    const little = { requests: { cpu: '10m', memory: '32Mi' } };
    const waiting = initContainer({ cache: ModelCache.persistentVolumeClaim('models') });
    const looking = initContainer({ source: ModelSource.existing(PodVolume.claim('shared', 'models')) });
    for (const container of [waiting, looking]) {
      expect(container).toMatchObject({ image: FETCH_TOOLS.http.image, resources: little, volumeMounts: [{ mountPath: '/model-cache', readOnly: true }] });
    }
    expect(Object.keys(variablesOf(waiting))).toEqual(['MODEL_ROOT', 'MODEL_DIR', 'MODEL_IDENTITY', 'MODEL_TIMEOUT', 'MODEL_WRITER']);
  });
});

test('the memory of the hub client grows with the model, to a limit', () => {
  const memory = (gibibytes: number): string => initContainer({ size: Size.gibibytes(gibibytes) }).resources.limits.memory;
  expect([memory(1), memory(15), memory(40), memory(500)]).toEqual(['1152Mi', '2944Mi', '6Gi', '16Gi']);
});

test('single resources can be named, and the others stay', () => {
  expect(initContainer({ resources: { cpu: Cpu.cores(2) } }).resources.requests).toMatchObject({ cpu: '2', memory: '1280Mi', 'ephemeral-storage': '2522Mi' });
});

describe('the scripts', () => {
  const scripts = [...new Set(SOURCES.map(([, , kind]) => kind))].map(writerScript).concat(readerScript(), lookScript());

  test('contain no $(VAR) that the kubelet would expand', () => {
    scripts.forEach((script) => expect(script).not.toMatch(/\$\$|\$\([A-Z_]+\)/));
  });

  test('quote every variable that comes in from outside, save where a list is meant to be split', () => {
    const unquoted = (line: string): string => line.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\$\(\([^)]*\)\)/g, '');
    const bare = scripts.flatMap((script) => script.split('\n')).filter((line) => /\$MODEL_/.test(unquoted(line)));
    expect([...new Set(bare.map((line) => line.trim()))].sort()).toEqual([
      '[ -z "$MODEL_EXCLUDE" ] || set -- "$@" --exclude $MODEL_EXCLUDE',
      '[ -z "$MODEL_INCLUDE" ] || set -- "$@" --include $MODEL_INCLUDE',
      'for pattern in $MODEL_EXCLUDE; do set -- "$@" --exclude "$pattern"; done',
      'for pattern in $MODEL_INCLUDE; do set -- "$@" --include "$pattern"; done',
    ]);
  });
});

test('every image is pinned, by digest where it is known', () => {
  const images = [...Object.values(FETCH_TOOLS).map(({ image }) => image), PAUSE_IMAGE, STATIC_BUSYBOX_IMAGE];
  images.forEach((image) => expect(ImageReference.parsePinned(image).toString()).toBe(image));
  expect(images.filter((image) => !image.includes('@sha256:'))).toEqual([FETCH_TOOLS.huggingface.image]);
});
