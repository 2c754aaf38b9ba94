import { App, Chart, type ApiObject } from 'cdk8s';
import { Size, Testing } from 'cdk8s';
import { HeadRoom, Cpu, KotaemonModule, ModuleRole, PrometheusAdapter, RedisSessionStore, ScalingAlerts, ScalingDashboard, SecretKey } from '../../lib';

const RETRIEVER = { role: ModuleRole.RETRIEVAL, image: 'registry.example.com/retriever:1.4.2', port: 8080 };

class PrefixedChart extends Chart {
  public override generateObjectName(object: ApiObject): string {
    return `acme-${super.generateObjectName(object)}`;
  }
}

class NamedByIdChart extends Chart {
  public override generateObjectName(object: ApiObject): string {
    return `acme-${object.node.id}`;
  }
}

class SuffixedChart extends Chart {
  public override generateObjectName(object: ApiObject): string {
    return `${super.generateObjectName(object)}-blue`;
  }
}

describe('the names that a chart generates', () => {
  test.each([[PrefixedChart, 'acme-retriever'], [NamedByIdChart, 'acme-retriever'], [SuffixedChart, 'retriever-blue'], [Chart, 'retriever']])('%p names a module and its objects', (Type, name) => {
    const chart = new Type(new App(), 'rag');
    const { service } = new KotaemonModule(chart, 'retriever', RETRIEVER);
    expect(service!.name).toBe(name);
    expect(new Set(Testing.synth(chart).map(({ metadata }) => metadata.name))).toEqual(new Set([name]));
  });

  test('reach stores, their Secrets and head-room', () => {
    const chart = new PrefixedChart(new App(), 'rag');
    const store = new RedisSessionStore(chart, 'sessions');
    expect([store.name, store.password.name]).toEqual(['acme-sessions', 'acme-sessions-auth']);
    expect(HeadRoom.pausePods(chart, 'room', { pods: 1, resources: { cpu: Cpu.cores(1), memory: Size.gibibytes(1) } }).resource.name).toBe('acme-room');
  });

  test('reach ExternalSecrets, alerts, dashboards and rules of the adapter', () => {
    const chart = new PrefixedChart(new App(), 'rag');
    expect(SecretKey.external(chart, 'openai', { store: 'vault', remoteKey: 'rag/openai' }).name).toBe('acme-openai');
    expect(SecretKey.external(new Chart(new App(), 'rag'), 'openai', { store: 'vault', remoteKey: 'rag/openai' }).name).toBe('openai');
    expect(new ScalingAlerts(chart, 'alerts').rules.name).toBe('acme-kotaemon-scaling-alerts');
    expect(new ScalingDashboard(chart, 'dashboard').configMap.name).toBe('acme-kotaemon-scaling-dashboard');
    expect(new PrometheusAdapter(chart, 'adapter').configMap!.name).toBe('acme-prometheus-adapter-rules');
  });

  test('leave a name alone that is given', () => {
    const chart = new PrefixedChart(new App(), 'rag');
    expect(new KotaemonModule(chart, 'retriever', { ...RETRIEVER, name: 'search' }).name).toBe('search');
  });
});

describe('a second module of one name', () => {
  test('in a namespace is refused in one message that says what to change', () => {
    const app = new App();
    new KotaemonModule(new Chart(app, 'one', { namespace: 'rag' }), 'retriever', RETRIEVER);
    const second = new Chart(app, 'two', { namespace: 'rag' });
    expect(() => new KotaemonModule(second, 'retriever', RETRIEVER)).toThrow(
      "module 'retriever' has the same name as 'one/retriever' in namespace 'rag', so that their objects overwrite each other; rename it, or set another namespace for its chart",
    );
    expect(new KotaemonModule(second, 'retriever-b', { ...RETRIEVER, name: 'other' }).name).toBe('other');
  });

  test('is refused where a store has the name', () => {
    const chart = new Chart(new App(), 'one', { namespace: 'rag' });
    new RedisSessionStore(chart, 'sessions');
    expect(() => new KotaemonModule(chart, 'tracker', { ...RETRIEVER, name: 'sessions' })).toThrow("module 'sessions' has the same name as 'one/sessions' in namespace 'rag', so that their objects overwrite each other; rename it, or set another namespace for its chart");
  });

  test('is fine in another namespace, and in another App', () => {
    const app = new App();
    for (const namespace of ['rag', 'rag-test']) new KotaemonModule(new Chart(app, namespace, { namespace }), 'retriever', RETRIEVER);
    new KotaemonModule(new Chart(new App(), 'rag', { namespace: 'rag' }), 'retriever', RETRIEVER);
  });
});
