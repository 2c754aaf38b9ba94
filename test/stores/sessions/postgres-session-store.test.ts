import { App, Chart, Size, Testing } from 'cdk8s';
import { Cpu, EnvValue, Monitoring, PostgresSessionStore, type PostgresSessionStoreProps, ScalingPolicy } from '../../../lib';
import { findingsOf, one } from '../../support/charts';

const caller = { name: 'agent', podLabels: { app: 'agent' } };

test('renders the minimum', () => {
  const chart = Testing.chart();
  new PostgresSessionStore(chart, 'sessions');
  expect(Testing.synth(chart)).toMatchSnapshot();
  expect(findingsOf(chart)).toEqual([]);
});

test('renders every option', () => {
  const chart = new Chart(new App(), 'test', { namespace: 'rag' });
  const everything: Required<PostgresSessionStoreProps> = {
    name: 'conversations',
    instances: 1,
    database: 'chat',
    image: 'ghcr.io/cloudnative-pg/postgresql:17.5',
    storage: Size.gibibytes(50),
    storageClassName: 'fast',
    cpu: Cpu.cores(2),
    memory: Size.gibibytes(8),
    imagePullSecrets: ['registry'],
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'dedicated', value: 'state' }],
    priorityClassName: 'stateful',
    labels: { team: 'search' },
    podLabels: { 'sidecar.istio.io/inject': 'false' },
    podAnnotations: { 'example.com/backup': 'daily' },
    env: { TZ: EnvValue.value('UTC') },
    parameters: { max_connections: '200' },
    metrics: true,
    monitoring: Monitoring.podMonitor({ labels: { release: 'prometheus' } }),
    scraper: { podLabels: { app: 'vmagent' }, namespaceLabels: { 'kubernetes.io/metadata.name': 'observability' } },
    operator: { namespaceLabels: { 'kubernetes.io/metadata.name': 'postgres-operator' } },
  };
  new PostgresSessionStore(chart, 'sessions', everything).acceptFrom({ ...caller, namespace: 'rag' });
  expect(Testing.synth(chart)).toMatchSnapshot();
});

test('every default is what its documentation says', () => {
  const minimal = Testing.chart();
  new PostgresSessionStore(minimal, 'sessions');
  const spelledOut = Testing.chart();
  new PostgresSessionStore(spelledOut, 'sessions', {
    name: 'sessions', instances: 3, database: 'sessions', storage: Size.gibibytes(10), cpu: Cpu.millis(500), memory: Size.gibibytes(1), metrics: false,
    operator: { podLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' }, namespaceLabels: { 'kubernetes.io/metadata.name': 'cnpg-system' } },
  });
  expect(Testing.synth(minimal)).toEqual(Testing.synth(spelledOut));
});

test('a client reads the url from the secret that the operator keeps', () => {
  const endpoint = new PostgresSessionStore(Testing.chart(), 'sessions').acceptFrom(caller);
  expect(endpoint.address?._manifest('URL')).toEqual({ name: 'URL', valueFrom: { secretKeyRef: { name: 'sessions-app', key: 'uri' } } });
  expect(endpoint.routes).toEqual([{ peers: [{ podLabels: { 'cnpg.io/cluster': 'sessions' } }], ports: [5432] }]);
});

test('a client is admitted, beside the operator and the other servers', () => {
  const chart = Testing.chart();
  new PostgresSessionStore(chart, 'sessions').acceptFrom(caller);
  const { spec } = one(chart, 'NetworkPolicy');
  expect(spec.policyTypes).toEqual(['Ingress']);
  expect(spec.ingress).toContainEqual({ from: [{ podSelector: { matchLabels: caller.podLabels } }], ports: [{ protocol: 'TCP', port: 5432 }] });
});

test('the scraper is admitted to the metrics port only', () => {
  const ports = (props: PostgresSessionStoreProps): unknown => {
    const chart = Testing.chart();
    new PostgresSessionStore(chart, 'sessions', props);
    return one(chart, 'NetworkPolicy').spec.ingress.find(({ from }: { from: object[] }) => JSON.stringify(from).includes('prometheus'))?.ports;
  };
  expect(ports({ metrics: true })).toEqual([{ protocol: 'TCP', port: 9187 }]);
  expect(ports({})).toBeUndefined();
});

test('metrics are found by annotations of the pods instead, which the operator hands on', () => {
  const chart = Testing.chart();
  const store = new PostgresSessionStore(chart, 'sessions', { metrics: true, monitoring: Monitoring.annotations() });
  expect(one(chart, 'Cluster').spec.inheritedMetadata.annotations).toEqual({ 'prometheus.io/scrape': 'true', 'prometheus.io/path': '/metrics', 'prometheus.io/port': '9187' });
  expect(store.podMonitor).toBeUndefined();
});

test('a client of another namespace is refused', () => {
  const store = new PostgresSessionStore(Testing.chart(), 'sessions');
  expect(() => store.acceptFrom({ ...caller, namespace: 'other' })).toThrow('\'agent\' is in namespace \'other\' and session store \'sessions\' in \'default\'; the operator creates the credentials in the namespace of the store; move both into one');
});

test('an autoscaler on it is refused', () => {
  const chart = Testing.chart();
  new ScalingPolicy(chart, 'Scaling', { target: new PostgresSessionStore(chart, 'sessions'), maxReplicas: 3 });
  expect(() => Testing.synth(chart)).toThrow('whose annotation says that it is never autoscaled');
});

test.each([
  [{ instances: 0 }, 'a PostgreSQL cluster needs at least 1 instance, got 0'],
  [{ name: 'a'.repeat(51) }, 'has 51 characters, and the operator allows 50; shorten it'],
  [{ name: 'Sessions' }, "session store name 'Sessions' is not a DNS label"],
  [{ image: 'ghcr.io/cloudnative-pg/postgresql' }, 'has neither tag nor digest'],
  [{ instances: 1.5 }, 'got 1.5'],
  [{ memory: Size.mebibytes(255) }, 'a PostgreSQL server needs at least 256Mi of memory, got 255Mi'],
  [{ storageClassName: 'Fast SSD' }, "StorageClass name 'Fast SSD' is not a DNS subdomain"],
  [{ database: "x'; drop" }, '\'x\'; drop\' is not a database name; use lower-case letters, digits and \'_\', at most 63 characters'],
])('%j is refused', (props, message) => {
  expect(() => new PostgresSessionStore(Testing.chart(), 'sessions', props)).toThrow(message);
});

describe('a single server', () => {
  const clusterOf = (instances: number): Record<string, any> => {
    const chart = Testing.chart();
    new PostgresSessionStore(chart, 'sessions', { instances });
    expect(findingsOf(chart)).toEqual([]);
    return one(chart, 'Cluster').spec;
  };

  test('has no disruption budget of the operator, which would block every drain', () => {
    expect(clusterOf(1).enablePDB).toBe(false);
  });

  test('is the only count without a disruption budget', () => {
    [2, 3, 5].forEach((instances) => expect(clusterOf(instances)).not.toHaveProperty('enablePDB'));
  });
});

test('further labels, annotations, variables and parameters reach the servers', () => {
  const chart = Testing.chart();
  new PostgresSessionStore(chart, 'sessions', {
    labels: { team: 'search' }, podLabels: { mesh: 'off' }, podAnnotations: { backup: 'daily' }, env: { TZ: EnvValue.value('UTC') }, parameters: { max_connections: '200' },
  });
  const { metadata, spec } = one(chart, 'Cluster');
  expect(metadata.labels).toMatchObject({ team: 'search' });
  expect(spec.inheritedMetadata).toEqual({ labels: { team: 'search', mesh: 'off' }, annotations: { backup: 'daily' } });
  expect(spec.env).toEqual([{ name: 'TZ', value: 'UTC' }]);
  expect(spec.postgresql.parameters).toEqual({ max_connections: '200' });
});

test.each<[Record<string, string>, string]>([
  [{ synchronous_commit: 'off' }, 'parameter synchronous_commit of PostgreSQL is "off", which can lose acknowledged writes; remove it, or write "on"'],
  [{ synchronous_commit: 'remote_write' }, 'parameter synchronous_commit of PostgreSQL is "remote_write"'],
  [{ fsync: 'OFF' }, 'parameter fsync of PostgreSQL is "OFF"'],
  [{ shared_preload_libraries: 'pg_stat_statements' }, 'parameter shared_preload_libraries of PostgreSQL is set by the operator, which refuses a Cluster that contains it; remove it'],
  [{ recovery_target_time: 'now' }, 'parameter recovery_target_time of PostgreSQL is set by the operator'],
  [{ ssl: 'off' }, 'parameter ssl of PostgreSQL is set by the operator'],
])('parameters %j are refused', (parameters, message) => {
  expect(() => new PostgresSessionStore(Testing.chart(), 'sessions', { parameters })).toThrow(message);
});

test.each<Record<string, string>>([{ synchronous_commit: 'remote_apply' }, { hot_standby_feedback: 'on' }, { recovery_prefetch: 'off' }, { ssl_min_protocol_version: 'TLSv1.3' }])('parameters %j are passed on', (parameters) => {
  expect(new PostgresSessionStore(Testing.chart(), 'sessions', { parameters }).cluster.toJson().spec.postgresql.parameters).toEqual(parameters);
});

test('a parameter that would break the line is refused', () => {
  expect(() => new PostgresSessionStore(Testing.chart(), 'sessions', { parameters: { 'max connections': '200' } })).toThrow('parameter "max connections" of PostgreSQL is "200"; write a name and a value');
  expect(() => new PostgresSessionStore(Testing.chart(), 'sessions', { parameters: { work_mem: '4MB\nfsync=off' } })).toThrow('parameter "work_mem" of PostgreSQL');
});
