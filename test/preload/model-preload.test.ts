import { ApiObject, App, Chart, Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  CaBundle, Cluster, Cpu, EgressProxy, ExternalEndpoint, KotaemonModule, KubernetesVersion, ModelCache, ModelPreload, type ModelPreloadProps,
  ModelSource, ModuleRole, NodeVolume, PodIdentity, PodVolume, SecretKey,
} from '../../lib';
import { chartOn, deployment, findingsOf, one } from '../support/charts';
import { stderrOf } from '../support/stderr';
import { COMMIT, DIGEST, huggingFace, podOf, preloaded, preloadIn, SUM, variablesOf, withoutScripts } from './support';

type Json = Record<string, any>;

const GENERATION = { role: ModuleRole.GENERATION, image: 'registry.example.com/rag/vllm:1.0.0', port: 8000 };

describe('a preload in a workload', () => {
  test('renders an init container, an emptyDir and a mount by default', () => {
    expect(preloaded()).toMatchSnapshot();
  });

  test('renders every option', () => {
    const chart = Testing.chart();
    const everything: Required<ModelPreloadProps> = {
      workload: deployment(chart, { containers: [{ name: 'proxy' }, { name: 'server' }] }),
      source: ModelSource.huggingFace('BAAI/bge-m3', { revision: COMMIT, include: ['*.json', '*.safetensors'], exclude: ['onnx/*'], token: SecretKey.of('hub', 'token'), endpoint: 'https://hub.example.com' }),
      size: Size.gibibytes(4),
      cache: ModelCache.persistentVolumeClaim('models'),
      path: '/srv/model',
      container: 'server',
      name: 'embedder',
      bandwidth: Size.mebibytes(100),
      readBandwidth: Size.mebibytes(500),
      timeout: Duration.minutes(5),
      expectedTime: Duration.seconds(3),
      resources: { cpu: Cpu.cores(2), memory: Size.gibibytes(3) },
      image: 'registry.example.com/tools/hf:1.0.0',
      network: ExternalEndpoint.of('hub.example.com', { cidrs: ['203.0.113.0/24'] }),
      dns: [{ cidr: '169.254.20.10/32' }],
      proxy: EgressProxy.of('http://10.9.8.7:3128'),
      caBundle: CaBundle.secret('corporate-ca'),
      writer: { serviceAccountName: 'model-reader', imagePullSecrets: ['registry'], nodeSelector: { pool: 'batch' }, tolerations: [{ key: 'batch' }] },
    };
    new ModelPreload(chart, 'Preload', everything);
    expect(withoutScripts(Testing.synth(chart))).toMatchSnapshot();
  });

  test('is the same at every synthesis', () => {
    const chart = Testing.chart();
    preloadIn(chart);
    expect(Testing.synth(chart)).toEqual(Testing.synth(chart));
  });

  test('works on any kind that has a pod template', () => {
    const chart = Testing.chart();
    const template = { spec: { containers: [{ name: 'main' }] } };
    const workloads: [string, Json][] = [
      ['StatefulSet', { template }], ['CronJob', { jobTemplate: { spec: { template } } }], ['Pod', template.spec], ['Rollout', { template }],
    ];
    for (const [kind, spec] of workloads) {
      const workload = new ApiObject(chart, kind, { apiVersion: 'v1', kind, metadata: { name: 'web' }, spec: structuredClone(spec) });
      new ModelPreload(chart, `${kind}Preload`, { workload, source: huggingFace(), size: Size.gibibytes(1) });
      expect(JSON.stringify(workload.toJson())).toContain('"mountPath":"/models/bge-m3"');
    }
  });

  test('works on a Deployment of cdk8s-plus', () => {
    const chart = Testing.chart();
    const workload = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'web:1.0.0', name: 'web', portNumber: 8080 }] });
    preloadIn(chart, { workload });
    const pod = podOf(one(chart, 'Deployment'));
    expect(pod.initContainers[0].name).toBe('preload-bge-m3');
    expect(pod.containers[0].volumeMounts).toEqual([{ name: 'model-bge-m3', mountPath: '/models/bge-m3', readOnly: true, subPath: expect.stringMatching(/^bge-m3-[0-9a-f]{12}$/) }]);
  });

  test('two models of one pod have separate containers, and their times add up', () => {
    const chart = Testing.chart();
    const workload = deployment(chart);
    preloadIn(chart, { workload });
    new ModelPreload(chart, 'Second', { workload, source: ModelSource.http('https://models.example.com/rerank.gguf', { sha256: SUM }), size: Size.gibibytes(1) });
    const { metadata, ...manifest } = one(chart, 'Deployment') as Json;
    expect(podOf({ spec: manifest.spec }).initContainers.map(({ name }: Json) => name)).toEqual(['preload-bge-m3', 'preload-rerank']);
    expect(metadata.annotations).toEqual({ 'cdk8s-kotaemon/preload-sources': 'huggingface.co:443, models.example.com:443', 'cdk8s-kotaemon/preload-time': '62s' });
  });
});

describe('the start-up budget of a pod', () => {
  test('grows by the timeout of the preload', () => {
    expect(preloaded({ size: Size.gibibytes(15) }).spec.progressDeadlineSeconds).toBe(600 + 924);
  });

  test('is enough to read the model: three times the read time for the startup probe', () => {
    const chart = Testing.chart();
    const probe = { httpGet: { path: '/health', port: 8000 }, periodSeconds: 5, failureThreshold: 6 };
    const workload = deployment(chart, { containers: [{ name: 'main', startupProbe: probe }], progressDeadlineSeconds: 900 });
    preloadIn(chart, { workload, size: Size.gibibytes(15) });
    const { spec } = one(chart, 'Deployment');
    expect(podOf({ spec }).containers[0].startupProbe).toEqual({ ...probe, failureThreshold: Math.ceil(3 * 123 / 5) });
    expect(spec.progressDeadlineSeconds).toBe(900 + 924 + (74 - 6) * 5);
  });

  test('is not shortened when the workload allows more', () => {
    const chart = Testing.chart();
    preloadIn(chart, { workload: deployment(chart, { containers: [{ name: 'main', startupProbe: { tcpSocket: { port: 8000 }, failureThreshold: 600 } }] }) });
    expect(podOf(one(chart, 'Deployment')).containers[0].startupProbe.failureThreshold).toBe(600);
  });

  test('raises the declared start time, and leaves a longer one', () => {
    const started = (gibibytes: number): string => {
      const chart = Testing.chart();
      preloadIn(chart, { workload: new KotaemonModule(chart, 'llm', GENERATION), size: Size.gibibytes(gibibytes) });
      return one(chart, 'Deployment').metadata.annotations['cdk8s-kotaemon/start-time'];
    };
    expect([started(1), started(40)]).toEqual(['120s', '328s']);
  });

  test.each([
    ['a pod that fetches', { cache: ModelCache.emptyDir() }, '41s'],
    ['a pod that finds', { cache: ModelCache.persistentVolumeClaim('models') }, '2s'],
    ['a pod whose owner knows better', { expectedTime: Duration.seconds(9) }, '9s'],
  ])('of %s is told to the simulator', (_who, props, time) => {
    expect(preloaded(props).metadata.annotations['cdk8s-kotaemon/preload-time']).toBe(time);
  });
});

describe('the disk of an emptyDir', () => {
  test('is set aside, and the limits of the pod taken together leave room for the model', () => {
    const chart = Testing.chart();
    const resources = { limits: { 'ephemeral-storage': '1Gi' } };
    preloadIn(chart, { workload: deployment(chart, { containers: [{ name: 'main', resources }, { name: 'side', resources }, { name: 'free' }] }), size: Size.gibibytes(15) });
    const [{ resources: { requests, limits } }] = podOf(one(chart, 'Deployment')).initContainers;
    expect(requests['ephemeral-storage']).toBe('18496Mi');
    expect(limits['ephemeral-storage']).toBe(`${18496 + 2048}Mi`);
  });

  test('is that of all models taken together', () => {
    const chart = Testing.chart();
    const workload = deployment(chart, { containers: [{ name: 'main', resources: { limits: { 'ephemeral-storage': '1Gi' } } }] });
    ['first', 'second'].forEach((name) => new ModelPreload(chart, name, { workload, name, source: huggingFace(), size: Size.gibibytes(5) }));
    const disks = podOf(one(chart, 'Deployment')).initContainers.map(({ resources: { requests, limits } }: Json) => [requests['ephemeral-storage'], limits['ephemeral-storage']]);
    expect(disks).toEqual([['6208Mi', '7232Mi'], ['12416Mi', '13440Mi']]);
  });

  test('is not asked for where the model is elsewhere', () => {
    const [{ resources }] = podOf(preloaded({ cache: ModelCache.persistentVolumeClaim('models') })).initContainers;
    expect(resources.requests['ephemeral-storage']).toBe('256Mi');
  });
});

describe('the group of the pod', () => {
  const groupWith = (cache: ModelCache, securityContext?: Json): Json | undefined => {
    const chart = Testing.chart();
    const template = { spec: { containers: [{ name: 'main', image: 'web:1' }], ...(securityContext && { securityContext }) } };
    const workload = new ApiObject(chart, 'Web', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'web' }, spec: { template } });
    preloadIn(chart, { workload, cache });
    return podOf(one(chart, 'Rollout')).securityContext;
  };
  const ownVolume = ModelCache.node(NodeVolume.genericEphemeral('local'));

  test('has write access to a volume of the pod', () => {
    expect(groupWith(ownVolume)).toEqual({ fsGroup: 10001, fsGroupChangePolicy: 'OnRootMismatch' });
  });

  test('is kept when set, and when everybody may write', () => {
    expect(groupWith(ownVolume, { fsGroup: 2000 })).toEqual({ fsGroup: 2000 });
    expect(groupWith(ModelCache.emptyDir())).toBeUndefined();
  });
});

describe('a module of this library', () => {
  test('may reach the source, and the output lists it', () => {
    const chart = Testing.chart();
    preloadIn(chart, { workload: new KotaemonModule(chart, 'llm', GENERATION) });
    const { spec, metadata } = one(chart, 'NetworkPolicy');
    expect(spec.egress[1]).toEqual({ to: [expect.objectContaining({ ipBlock: expect.objectContaining({ cidr: '0.0.0.0/0' }) }), expect.anything()], ports: [{ protocol: 'TCP', port: 443 }] });
    expect(metadata.annotations['kubernetes.io/description']).toContain('huggingface.co:443');
    expect(findingsOf(chart)).toEqual([]);
  });

  test('reaches nothing where a Job fetches for it', () => {
    const chart = Testing.chart();
    const { writer, writerNetworkPolicy } = preloadIn(chart, { workload: new KotaemonModule(chart, 'llm', GENERATION), cache: ModelCache.persistentVolumeClaim('models') });
    const [ofModule, ofWriter] = Testing.synth(chart).filter(({ kind }) => kind === 'NetworkPolicy');
    expect([ofModule.spec.egress.length, ofWriter.spec.egress.length]).toEqual([1, 2]);
    expect([writer!.kind, writerNetworkPolicy!.name]).toEqual(['Job', ofWriter.metadata.name]);
  });
});

describe('an image as a volume', () => {
  const source = ModelSource.oci(`ghcr.io/acme/bge-m3@${DIGEST}`, { path: 'models/bge' });
  const props = { source, cache: ModelCache.imageVolume() };

  test('is pulled by the node, without an init container', () => {
    const pod = podOf(preloaded(props, chartOn(KubernetesVersion.V1_35)));
    expect(pod).not.toHaveProperty('initContainers');
    expect(pod.volumes).toEqual([{ name: 'model-bge-m3', image: { reference: `ghcr.io/acme/bge-m3@${DIGEST}`, pullPolicy: 'IfNotPresent' } }]);
    expect(pod.containers[0].volumeMounts).toEqual([{ name: 'model-bge-m3', mountPath: '/models/bge-m3', readOnly: true, subPath: 'models/bge' }]);
  });

  test('takes a cluster that has it', () => {
    expect(() => preloaded(props)).toThrow('Kubernetes 1.28 does not have an image as a volume; declare Kubernetes 1.35, which has it on by default');
    const app = new App();
    Cluster.declare(app, { kubernetesVersion: KubernetesVersion.V1_32, featureGates: ['ImageVolume'] });
    expect(() => preloaded(props, new Chart(app, 'test'))).toThrow('a path in an image volume needs Kubernetes 1.33, and 1.32 is declared; remove the path, or declare a newer version');
  });

  test('may be mounted whole where a folder of it cannot be', () => {
    const app = new App();
    Cluster.declare(app, { kubernetesVersion: KubernetesVersion.V1_31, featureGates: ['ImageVolume'] });
    const pod = podOf(preloaded({ ...props, source: ModelSource.oci(`ghcr.io/acme/bge-m3@${DIGEST}`) }, new Chart(app, 'test')));
    expect(pod.containers[0].volumeMounts[0]).not.toHaveProperty('subPath');
  });

  test('takes a source that is an image', () => {
    expect(() => preloaded({ cache: ModelCache.imageVolume() }, chartOn(KubernetesVersion.V1_35))).toThrow(`huggingface BAAI/bge-m3@${COMMIT} is not an image, so no node can pull it as a volume`);
  });
});

describe('an existing model', () => {
  const volume = PodVolume.claim('shared-models', 'models');

  test('is looked for, and mounted', () => {
    const pod = podOf(preloaded({ source: ModelSource.existing(volume, { folder: 'bge/v1' }) }));
    expect(pod).toMatchSnapshot();
  });

  test('may be the whole volume', () => {
    const pod = podOf(preloaded({ source: ModelSource.existing(volume), path: '/models/shared' }));
    expect(pod.containers[0].volumeMounts).toEqual([{ name: 'shared-models', mountPath: '/models/shared', readOnly: true }]);
    expect(variablesOf(pod.initContainers[0]).MODEL_DIR).toBe('.');
  });

  test('needs no cache', () => {
    expect(() => preloaded({ source: ModelSource.existing(volume), cache: ModelCache.emptyDir() })).toThrow("model 'shared-models' is already on volume 'shared-models' and needs no cache; remove the cache");
  });
});

describe('rejected input', () => {
  test.each(['models', '/', '/a b', '/$(x)', '/a:b', "/it's"])('the path %j', (path) => {
    expect(() => preloaded({ path })).toThrow(/the path of a model is .*; use an absolute path without spaces/);
  });

  test('a name that is none', () => {
    expect(() => preloaded({ name: 'A' })).toThrow("preload name 'preload-A' is not a DNS label");
  });

  test('a container that is not there', () => {
    expect(() => preloaded({ container: 'server' })).toThrow("Deployment web has no container 'server' for the model; it has main");
  });

  test('a second model of the same name, at the same path, or a volume of that name', () => {
    const twice = (second: Partial<ModelPreloadProps>, containers: Json[] = [{ name: 'main' }], spec: Json = {}): void => {
      const chart = Testing.chart();
      const workload = deployment(chart, { containers, ...spec });
      preloadIn(chart, { workload });
      new ModelPreload(chart, 'Second', { workload, source: huggingFace(), size: Size.gibibytes(1), ...second });
      Testing.synth(chart);
    };
    expect(() => twice({})).toThrow("Deployment web has two containers named 'preload-bge-m3'; rename one of the preloads");
    expect(() => twice({ name: 'other', path: '/models/bge-m3' })).toThrow("container 'main' of Deployment web already has a mount at '/models/bge-m3'; change the path of the preload");
    const volume = PodVolume.emptyDir('model-bge-m3', Size.gibibytes(1));
    expect(() => twice({ source: ModelSource.existing(volume), name: 'other' })).toThrow("Deployment web has another volume named 'model-bge-m3'; rename the preload");
  });

  test('an object without pods', () => {
    const chart = Testing.chart();
    preloadIn(chart, { workload: new ApiObject(chart, 'Config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' } }) });
    expect(() => Testing.synth(chart)).toThrow('ConfigMap config has no pod template; pass a workload');
  });
});

test('the output lists required Secrets', () => {
  const app = new App();
  const chart = new Chart(app, 'test', { namespace: 'rag' });
  preloadIn(chart, { name: 'embedder', source: ModelSource.huggingFace('a/b', { revision: COMMIT, token: SecretKey.of('hub', 'token') }) });
  const token = SecretKey.external(new Chart(app, 'secrets', { namespace: 'serving' }), 'kept', { store: 'vault', remoteKey: 'hub' });
  preloadIn(new Chart(app, 'third', { namespace: 'serving' }), { name: 'reranker', source: ModelSource.huggingFace('a/c', { revision: COMMIT, token }) });
  preloadIn(new Chart(app, 'other'), { source: ModelSource.oci(`a/b@${DIGEST}`, { pullSecret: 'registry' }) });
  const output = stderrOf(() => app.synth());
  expect(output).toContain('Secret rag/hub must contain HF_TOKEN of preload embedder (key token); create it unless it exists: kubectl -n rag create secret generic hub --from-literal=token="$HF_TOKEN"');
  expect(output).toContain('Secret registry must contain the credentials with which preload b reads from the registry; create it unless it exists: '
    + 'kubectl create secret docker-registry registry --docker-server=registry-1.docker.io --docker-username="$REGISTRY_USER" --docker-password="$REGISTRY_TOKEN"');
  expect(output).not.toMatch(/reranker|kept/);
});

describe('a bucket that is read with the identity of the pod', () => {
  const source = ModelSource.s3('s3://models/bge', { sha256: SUM, region: 'eu-central-1', identity: PodIdentity.eksPodIdentity() });
  const cidrsIn = ({ spec }: Json): Json[] => spec.egress.flatMap(({ to, ports: [{ port }] }: Json) => {
    return to.flatMap(({ ipBlock }: Json) => (ipBlock ? [[ipBlock.cidr, port]] : []));
  });

  test('is reached by a module together with what hands the identity out, and both are named', () => {
    const chart = Testing.chart();
    preloadIn(chart, { workload: new KotaemonModule(chart, 'llm', GENERATION), source });
    const policy = one(chart, 'NetworkPolicy');
    expect(cidrsIn(policy)).toEqual([['0.0.0.0/0', 443], ['::/0', 443], ['169.254.170.23/32', 80], ['fd00:ec2::23/128', 80]]);
    expect(policy.metadata.annotations['kubernetes.io/description']).toBe('lets pods reach s3.eu-central-1.amazonaws.com:443, eks-pod-identity-agent:80 outside the cluster');
  });

  test('is reached by a Job likewise, whatever the network of the bucket', () => {
    const network = ExternalEndpoint.of('s3.example.com', { cidrs: ['10.20.0.0/16'] });
    const { writerNetworkPolicy } = preloadIn(Testing.chart(), { source, network, cache: ModelCache.persistentVolumeClaim('models'), writer: { serviceAccountName: 'model-reader' } });
    expect(cidrsIn(writerNetworkPolicy!.toJson())).toEqual([['10.20.0.0/16', 443], ['169.254.170.23/32', 80], ['fd00:ec2::23/128', 80]]);
  });

  test('needs a service account for the Job', () => {
    expect(() => preloaded({ source, cache: ModelCache.persistentVolumeClaim('models') }))
      .toThrow(/the Job that fetches s3 models\/bge .* reads it with the identity of its pod \(eks-pod-identity-agent\), which has no service account; set writer.serviceAccountName/);
  });
});

test('a network policy that forbids the source is an error when the app is synthesized', () => {
  const chart = Testing.chart();
  preloadIn(chart);
  new ApiObject(chart, 'Deny', {
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'deny-all' }, spec: { podSelector: {}, policyTypes: ['Egress'] },
  });
  expect(() => Testing.synth(chart))
    .toThrow('error KSC075 Deployment web: downloads its model from huggingface.co:443, which NetworkPolicy deny-all does not allow; allow egress to it');
});
