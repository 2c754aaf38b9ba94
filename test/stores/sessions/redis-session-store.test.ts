import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import {
  Cluster, Cpu, EnvValue, FinalManifest, ImagePullPolicy, IpFamilies, Monitoring, RedisSessionStore, type RedisSessionStoreProps, ScalingPolicy,
  SecretKey, SecurityProfile, TaintEffect, ValkeySessionStore, VolumeAccess,
} from '../../../lib';
import { EXPORTER_IMAGE, REDIS_IMAGE, VALKEY_IMAGE } from '../../../lib/stores/sessions/images';
import { findingsOf, one } from '../../support/charts';

const caller = { name: 'agent', podLabels: { 'app.kubernetes.io/name': 'agent' } };

describe.each([['redis', RedisSessionStore], ['valkey', ValkeySessionStore]] as const)('%s', (_flavour, Store) => {
  test('renders the minimum', () => {
    const chart = Testing.chart();
    new Store(chart, 'sessions');
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });
});

test('renders every option', () => {
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
    labels: { team: 'search' },
    podLabels: { 'sidecar.istio.io/inject': 'false' },
    podAnnotations: { 'example.com/backup': 'daily' },
    env: { TZ: EnvValue.value('UTC') },
    extraConfig: ['notify-keyspace-events Ex'],
    modules: ['redisearch', '/opt/modules/bloom.so INITIAL_SIZE 100'],
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
  test('gets the address and the password reference, and is admitted', () => {
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

  test('that is not declared is not admitted', () => {
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

describe('rejected changes', () => {
  test('an autoscaler on the store', () => {
    const chart = Testing.chart();
    const store = new RedisSessionStore(chart, 'sessions');
    new ScalingPolicy(chart, 'Scaling', { target: store, maxReplicas: 3 });
    expect(() => Testing.synth(chart)).toThrow('error KSC007 HorizontalPodAutoscaler sessions: scales StatefulSet sessions, whose annotation says that it is never autoscaled');
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
  [{ memory: Size.gibibytes(4), storage: Size.gibibytes(7) }, 'storage is 7Gi, too small for 4Gi of memory: a rewrite of the append-only file needs 7988Mi; set a larger storage'],
  [{ image: 'redis' }, "image 'redis' has neither tag nor digest"],
  [{ metrics: true, exporterImage: 'exporter' }, "image 'exporter' has neither tag nor digest"],
  [{ imagePullSecrets: ['A'] }, "Secret name 'A' is not a DNS subdomain"],
  [{ storageClassName: 'Fast SSD' }, "StorageClass name 'Fast SSD' is not a DNS subdomain"],
  [{ priorityClassName: 'A' }, "PriorityClass name 'A' is not a DNS subdomain"],
  [{ name: 'a'.repeat(53) }, `session store name '${'a'.repeat(53)}' has 53 characters, and at most 52 are allowed, since its pods have a label with a longer name; shorten it`],
  [{ name: 'Sessions' }, "session store name 'Sessions' is not a DNS label"],
  [{ terminationGracePeriod: Duration.seconds(0) }, 'the termination grace period must be a whole number of seconds, at least 1, got 0 s'],
])('%j is refused', (props, message) => {
  expect(() => new RedisSessionStore(Testing.chart(), 'sessions', props)).toThrow(message);
});

test('a patch of the store applies to its StatefulSet', () => {
  const chart = Testing.chart();
  FinalManifest.of(new RedisSessionStore(chart, 'sessions')).add('/spec/minReadySeconds', 5);
  expect(one(chart, 'StatefulSet').spec.minReadySeconds).toBe(5);
});

describe('further configuration', () => {
  const configurationOf = (props: RedisSessionStoreProps): string => {
    const chart = Testing.chart();
    new RedisSessionStore(chart, 'sessions', props);
    return one(chart, 'ConfigMap').data['redis.conf'];
  };

  test('stands in redis.conf, before the password', () => {
    const lines = configurationOf({ extraConfig: ['notify-keyspace-events Ex', 'client-output-buffer-limit normal 0 0 0'] }).split('\n');
    expect(lines.slice(-4, -1)).toEqual(['notify-keyspace-events Ex', 'client-output-buffer-limit normal 0 0 0', 'include /run/session-store/auth.conf']);
  });

  test('loads modules of the image of Redis 8 by name, and any other by its path', () => {
    const lines = configurationOf({ modules: ['rejson', '/opt/modules/bloom.so INITIAL_SIZE 100'] }).split('\n');
    expect(lines).toEqual(expect.arrayContaining(['loadmodule /usr/local/lib/redis/modules/rejson.so', 'loadmodule /opt/modules/bloom.so INITIAL_SIZE 100']));
  });

  test.each([
    ['appendonly no', 'extraConfig has the directive appendonly, which the store sets; remove it: no acknowledged write may be lost'],
    ['APPENDFSYNC everysec', 'extraConfig has the directive APPENDFSYNC, which the store sets; remove it: no acknowledged write may be lost'],
    ['requirepass hunter2', 'use password'], ['maxmemory 1gb', 'use memory'], ['loadmodule /x.so', 'use modules'], ['port 7000', 'extraConfig has the directive port, which the store sets; remove it: clients connect to 6379'],
    ['appenddirname elsewhere', 'extraConfig has the directive appenddirname, which the store sets; remove it: a store that finds no append-only file starts empty'],
    ['min-replicas-to-write 1', 'extraConfig has the directive min-replicas-to-write'],
    ['maxclients', 'extraConfig has "maxclients"; write one directive of redis.conf with its arguments'],
    ['hz 20\nappendonly no', 'write one directive of redis.conf with its arguments'],
    ['', 'write one directive'],
  ])('%j is refused', (line, message) => {
    expect(() => configurationOf({ extraConfig: [line] })).toThrow(message);
  });

  test.each(['../../etc/passwd', '/a/../b.so', 'Rejson', '/x.so; rm', ''])('the module %j is refused', (module) => {
    expect(() => configurationOf({ modules: [module] })).toThrow(`${JSON.stringify(module)} is not a module`);
  });

  test('that is patched at the end rolls the pod', () => {
    const checksum = (patch?: string): string => {
      const chart = Testing.chart();
      const store = new RedisSessionStore(chart, 'sessions');
      if (patch !== undefined) FinalManifest.of(store.configMap).add('/data/redis.conf', patch);
      return one(chart, 'StatefulSet').spec.template.metadata.annotations['checksum/configuration'];
    };
    expect(checksum('port 6379\n')).not.toBe(checksum());
    expect(checksum('port 6379\n')).toBe(checksum('port 6379\n'));
    expect(checksum('port 6379\n')).not.toBe(checksum('port 6379\nhz 20\n'));
  });
});

describe('further labels, annotations and variables', () => {
  test('reach the pod', () => {
    const chart = Testing.chart();
    new RedisSessionStore(chart, 'sessions', { labels: { team: 'search' }, podLabels: { mesh: 'off' }, podAnnotations: { backup: 'daily' }, env: { TZ: EnvValue.value('UTC') } });
    const { metadata, spec } = one(chart, 'StatefulSet').spec.template;
    expect(metadata.labels).toMatchObject({ team: 'search', mesh: 'off' });
    expect(metadata.annotations).toMatchObject({ backup: 'daily' });
    expect(spec.containers[0].env).toEqual([{ name: 'TZ', value: 'UTC' }]);
    Testing.synth(chart).forEach(({ metadata: { labels } }) => expect(labels.team).toBe('search'));
  });

  test('do not replace selector labels', () => {
    expect(() => new RedisSessionStore(Testing.chart(), 'sessions', { labels: { 'app.kubernetes.io/name': 'redis' } })).toThrow(
      "label app.kubernetes.io/name of session store 'sessions' is \"redis\", but the store sets it as its selector; remove it",
    );
    expect(() => new RedisSessionStore(Testing.chart(), 'sessions', { podLabels: { 'app.kubernetes.io/instance': 'x' } })).toThrow('label app.kubernetes.io/instance of session store');
  });
});

describe('on a declared cluster', () => {
  const synthesized = (props: Parameters<typeof Cluster.declare>[1]): any[] => {
    const app = new App();
    Cluster.declare(app, props);
    const chart = new Chart(app, 'test');
    new RedisSessionStore(chart, 'sessions', { metrics: true });
    return Testing.synth(chart);
  };
  const find = (manifests: any[], kind: string): any => manifests.find((manifest) => manifest.kind === kind);

  test.each([
    [IpFamilies.IPV4, 'bind * -::*', '-h 127.0.0.1', 'redis://127.0.0.1:6379'],
    [IpFamilies.DUAL_STACK, 'bind * -::*', '-h 127.0.0.1', 'redis://127.0.0.1:6379'],
    [IpFamilies.IPV6, 'bind ::* -*', '-h ::1', 'redis://[::1]:6379'],
  ])('with %s listens, and is asked, on its addresses', (ipFamilies, bind, host, exported) => {
    const manifests = synthesized({ ipFamilies });
    const { data } = find(manifests, 'ConfigMap');
    expect(data['redis.conf'].split('\n')[0]).toBe(bind);
    ['ready.sh', 'alive.sh'].forEach((script) => expect(data[script]).toContain(host));
    expect(find(manifests, 'StatefulSet').spec.template.spec.containers[1].env[0].value).toBe(exported);
  });

  test('with a profile without ids, leaves them to the namespace', () => {
    const { securityContext, containers } = find(synthesized({ security: SecurityProfile.restrictedV2() }), 'StatefulSet').spec.template.spec;
    for (const context of [securityContext, ...containers.map((container: any) => container.securityContext)]) {
      expect(context.runAsNonRoot).toBe(true);
      ['runAsUser', 'runAsGroup', 'fsGroup'].forEach((field) => expect(context).not.toHaveProperty(field));
    }
  });
});
