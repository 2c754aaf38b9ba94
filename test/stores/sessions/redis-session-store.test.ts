import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import {
  Cpu, FinalManifest, ImagePullPolicy, Monitoring, RedisSessionStore, type RedisSessionStoreProps, ScalingPolicy, SecretKey, TaintEffect,
  ValkeySessionStore, VolumeAccess,
} from '../../../lib';
import { EXPORTER_IMAGE, REDIS_IMAGE, VALKEY_IMAGE } from '../../../lib/stores/sessions/images';
import { findingsOf, one } from '../../support/charts';

const caller = { name: 'agent', podLabels: { 'app.kubernetes.io/name': 'agent' } };

describe.each([['redis', RedisSessionStore], ['valkey', ValkeySessionStore]] as const)('%s', (_flavour, Store) => {
  test('the minimum', () => {
    const chart = Testing.chart();
    new Store(chart, 'sessions');
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });
});

test('everything', () => {
  const chart = new Chart(new App(), 'test', { namespace: 'rag' });
  const everything: Required<RedisSessionStoreProps> = {
    name: 'conversations',
    image: 'registry.example.com/redis:7.2.5@sha256:' + 'a'.repeat(64),
    imagePullPolicy: ImagePullPolicy.ALWAYS,
    imagePullSecrets: ['registry'],
    password: SecretKey.of('redis-credentials', 'requirepass'),
    memory: Size.gibibytes(4),
    cpu: Cpu.cores(1),
    storage: Size.gibibytes(20),
    storageClassName: 'fast',
    volumeAccess: VolumeAccess.READ_WRITE_ONCE_POD,
    terminationGracePeriod: Duration.minutes(2),
    metrics: true,
    exporterImage: 'registry.example.com/redis-exporter:1.93.0',
    scraper: { podLabels: { app: 'vmagent' }, namespaceLabels: { 'kubernetes.io/metadata.name': 'observability' } },
    monitoring: Monitoring.podMonitor({ labels: { release: 'prometheus' } }),
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'node.kubernetes.io/unreachable', effect: TaintEffect.NO_EXECUTE, stayFor: Duration.seconds(60) }],
    priorityClassName: 'stateful',
  };
  new RedisSessionStore(chart, 'sessions', everything).acceptFrom({ ...caller, namespace: 'rag' });
  expect(Testing.synth(chart)).toMatchSnapshot();
  expect(findingsOf(chart)).toEqual([]);
});

test('every default is what its documentation says', () => {
  const minimal = Testing.chart();
  new RedisSessionStore(minimal, 'sessions');
  const spelledOut = Testing.chart();
  new RedisSessionStore(spelledOut, 'sessions', {
    name: 'sessions',
    image: REDIS_IMAGE,
    imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
    password: SecretKey.of('sessions-auth', 'password'),
    memory: Size.gibibytes(1),
    cpu: Cpu.millis(250),
    storage: Size.gibibytes(10),
    volumeAccess: VolumeAccess.READ_WRITE_ONCE,
    terminationGracePeriod: Duration.seconds(60),
    metrics: false,
  });
  expect(Testing.synth(minimal)).toEqual(Testing.synth(spelledOut));
});

test('every image is pinned by its digest, and is of the version that the documentation names', () => {
  const images = [REDIS_IMAGE, VALKEY_IMAGE, EXPORTER_IMAGE];
  images.forEach((image) => expect(image).toMatch(/@sha256:[0-9a-f]{64}$/));
  expect(images.map((image) => /:v?(\d+\.\d+\.\d+)/.exec(image)?.[1])).toEqual(['7.2.16', '9.1.2', '1.93.0']);
});

describe('a client', () => {
  test('is told where the store is and where its password is kept, and is let in', () => {
    const chart = Testing.chart();
    const endpoint = new RedisSessionStore(chart, 'sessions').acceptFrom(caller);
    expect(endpoint).toMatchObject({ name: 'sessions', addressVariable: 'SESSION_STORE_URL', routes: [{ ports: [6379] }] });
    expect(endpoint.address?._manifest('X')).toEqual({ name: 'X', value: 'redis://sessions:6379/0' });
    expect(endpoint.secrets).toEqual({ SESSION_STORE_PASSWORD: SecretKey.of('sessions-auth', 'password') });
    const { spec } = one(chart, 'NetworkPolicy');
    expect(spec).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: { matchLabels: caller.podLabels } }], ports: [{ protocol: 'TCP', port: 6379 }] }],
    });
    expect(spec).not.toHaveProperty('egress');
  });

  test('of another namespace is refused, since it could not read the secret', () => {
    const store = new RedisSessionStore(Testing.chart(), 'sessions');
    expect(() => store.acceptFrom({ ...caller, namespace: 'elsewhere' })).toThrow("'agent' is in namespace 'elsewhere' and session store 'sessions' in 'default'");
  });

  test('that nobody declared gets in nowhere', () => {
    const chart = Testing.chart();
    new RedisSessionStore(chart, 'sessions');
    expect(Object.keys(one(chart, 'NetworkPolicy').spec)).toEqual(['podSelector', 'policyTypes']);
  });
});

describe('metrics', () => {
  test('are read by a PodMonitor from the exporter of the pod', () => {
    const chart = Testing.chart();
    const store = new RedisSessionStore(chart, 'sessions', { metrics: true });
    const { template } = one(chart, 'StatefulSet').spec;
    const { selector, podMetricsEndpoints } = one(chart, 'PodMonitor').spec;
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(template.spec.containers.flatMap(({ ports }: { ports: object[] }) => ports)).toContainEqual({ name: podMetricsEndpoints[0].port, containerPort: 9121, protocol: 'TCP' });
    expect(store.podMonitor?.name).toBe('sessions');
  });

  test('are found by annotations of the pod instead', () => {
    const chart = Testing.chart();
    new RedisSessionStore(chart, 'sessions', { metrics: true, monitoring: Monitoring.annotations() });
    expect(one(chart, 'StatefulSet').spec.template.metadata.annotations).toMatchObject({ 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9121' });
    expect(Testing.synth(chart).map(({ kind }) => kind)).not.toContain('PodMonitor');
  });

  test('that are not exported are read by nothing', () => {
    const chart = Testing.chart();
    new RedisSessionStore(chart, 'sessions', { monitoring: Monitoring.annotations() });
    expect(Object.keys(one(chart, 'StatefulSet').spec.template.metadata.annotations)).toEqual(['checksum/configuration']);
  });
});

describe('what must never be', () => {
  test('an autoscaler on the store', () => {
    const chart = Testing.chart();
    const store = new RedisSessionStore(chart, 'sessions');
    new ScalingPolicy(chart, 'Scaling', { target: store, maxReplicas: 3 });
    expect(() => Testing.synth(chart)).toThrow('error KSC007 HorizontalPodAutoscaler sessions: scales StatefulSet sessions, which must never be autoscaled');
  });

  test('an eviction, or a write that is acknowledged before it is on disk', () => {
    const chart = Testing.chart();
    new RedisSessionStore(chart, 'sessions');
    const configuration = one(chart, 'ConfigMap').data['redis.conf'];
    expect(configuration).toMatch(/^appendonly yes$/m);
    expect(configuration).toMatch(/^appendfsync always$/m);
    expect(configuration).toMatch(/^maxmemory-policy noeviction$/m);
    expect(configuration).toMatch(new RegExp(`^maxmemory ${Math.floor(0.65 * 2 ** 30)}$`, 'm'));
  });

  test('a changed configuration that the running server does not get', () => {
    const checksums = [Size.gibibytes(1), Size.gibibytes(2)].map((memory) => {
      const chart = Testing.chart();
      new RedisSessionStore(chart, 'sessions', { memory });
      return one(chart, 'StatefulSet').spec.template.metadata.annotations['checksum/configuration'];
    });
    expect(checksums[0]).not.toBe(checksums[1]);
  });
});

test.each([
  [{ memory: Size.mebibytes(32) }, 'a session store needs at least 64Mi of memory, got 32Mi'],
  [{ memory: Size.gibibytes(4), storage: Size.gibibytes(7) }, 'a volume of 7Gi is too small for 4Gi of memory: a rewrite of the log needs 7988Mi; name a larger storage'],
  [{ image: 'redis' }, "image 'redis' has neither tag nor digest"],
  [{ metrics: true, exporterImage: 'exporter' }, "image 'exporter' has neither tag nor digest"],
  [{ imagePullSecrets: ['A'] }, "Secret name 'A' is not a dns subdomain"],
  [{ storageClassName: 'Fast SSD' }, "StorageClass name 'Fast SSD' is not a dns subdomain"],
  [{ priorityClassName: 'A' }, "PriorityClass name 'A' is not a dns subdomain"],
  [{ name: 'a'.repeat(53) }, `session store name '${'a'.repeat(53)}' has 53 characters, and its pod is labelled with a longer one; at most 52 are allowed, shorten it`],
  [{ name: 'Sessions' }, "session store name 'Sessions' is not a dns label"],
  [{ terminationGracePeriod: Duration.seconds(0) }, 'the termination grace period must be a whole number of seconds, at least 1, got 0 s'],
])('%j is refused', (props, message) => {
  expect(() => new RedisSessionStore(Testing.chart(), 'sessions', props)).toThrow(message);
});

test('the store is what a patch of it means', () => {
  const chart = Testing.chart();
  FinalManifest.of(new RedisSessionStore(chart, 'sessions')).add('/spec/minReadySeconds', 5);
  expect(one(chart, 'StatefulSet').spec.minReadySeconds).toBe(5);
});
