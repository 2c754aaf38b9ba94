import { App, Chart, Testing } from 'cdk8s';
import { type Construct } from 'constructs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionCaller, type ConnectionEndpoint, EnvValue, ExternalEndpoint, type IConnectable, type KotaemonModule, type KotaemonModuleProps } from '../../lib';
import { findingsOf } from '../support/charts';
import { stderrOf } from '../support/stderr';
import { emitted, moduleIn } from './support';

type Json = Record<string, any>;

const DNS_RULE = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
  ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }],
};

function podsOf(name: string): Json {
  return { podSelector: { matchLabels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name } } };
}

function policyOf({ networkPolicy }: KotaemonModule): Json {
  return networkPolicy!.toJson().spec;
}

function environmentOf({ deployment }: KotaemonModule): Json[] {
  return deployment.toJson().spec.template.spec.containers[0].env ?? [];
}

function named(scope: Construct, name: string, props: Partial<KotaemonModuleProps> = {}): KotaemonModule {
  return moduleIn(scope, { name, ...props });
}

describe('a module that is connected to nothing', () => {
  test('admits no ingress, and egress to DNS only', () => {
    const { spec } = emitted('NetworkPolicy');
    expect(spec).toEqual({ policyTypes: ['Ingress', 'Egress'], egress: [DNS_RULE], ...podsOf('retriever') });
  });
});

describe('a connection', () => {
  test('adds rules at both ends', () => {
    const chart = Testing.chart();
    const api = named(chart, 'api');
    const search = named(chart, 'vector-search', { port: 6333 });
    api.connectTo(search);
    expect(environmentOf(api)).toEqual([{ name: 'VECTOR_SEARCH_URL', value: 'http://vector-search:6333' }]);
    expect(policyOf(api).egress).toEqual([DNS_RULE, { to: [podsOf('vector-search')], ports: [{ protocol: 'TCP', port: 6333 }] }]);
    expect(policyOf(search).ingress).toEqual([{ from: [podsOf('api')], ports: [{ protocol: 'TCP', port: 6333 }] }]);
    expect(policyOf(search).egress).toEqual([DNS_RULE]);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('across namespaces names them', () => {
    const app = new App();
    const api = named(new Chart(app, 'front', { namespace: 'front' }), 'api');
    const search = named(new Chart(app, 'back', { namespace: 'back' }), 'search');
    api.connectTo(search);
    const inNamespace = (namespace: string): Json => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } });
    expect(environmentOf(api)).toEqual([{ name: 'SEARCH_URL', value: 'http://search.back.svc:8080' }]);
    expect(policyOf(api).egress[1].to).toEqual([{ ...podsOf('search'), ...inNamespace('back') }]);
    expect(policyOf(search).ingress[0].from).toEqual([{ ...podsOf('api'), ...inNamespace('front') }]);
  });

  test('to a chart without a namespace is refused, since no policy could name it', () => {
    const app = new App();
    const api = named(new Chart(app, 'front', { namespace: 'front' }), 'api');
    const search = named(new Chart(app, 'back'), 'search');
    const message = "pods of namespace 'front' connect to pods of an unknown namespace; set the namespace of both charts";
    expect(() => search.connectTo(api)).toThrow(message);
    expect(() => api.connectTo(search)).toThrow(message);
  });

  test('can form a cycle', () => {
    const chart = Testing.chart();
    const [left, right] = [named(chart, 'left'), named(chart, 'right')];
    left.connectTo(right);
    right.connectTo(left);
    expect(policyOf(left).ingress).toHaveLength(1);
    expect(policyOf(right).egress).toHaveLength(2);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('made twice counts once', () => {
    const chart = Testing.chart();
    const [api, search] = [named(chart, 'api'), named(chart, 'search')];
    api.connectTo(search);
    api.connectTo(search);
    expect(environmentOf(api)).toHaveLength(1);
    expect(policyOf(search).ingress).toEqual([{ from: [podsOf('api')], ports: [{ protocol: 'TCP', port: 8080 }] }]);
  });

  test('of several callers is one rule', () => {
    const chart = Testing.chart();
    const search = named(chart, 'search');
    ['api', 'agent'].forEach((name) => named(chart, name).connectTo(search));
    expect(policyOf(search).ingress).toEqual([{ from: [podsOf('api'), podsOf('agent')], ports: [{ protocol: 'TCP', port: 8080 }] }]);
  });

  test('can hand the address over under another name', () => {
    const chart = Testing.chart();
    const api = named(chart, 'api');
    api.connectTo(named(chart, 'search'), { variable: 'BACKEND' });
    expect(environmentOf(api)).toEqual([{ name: 'BACKEND', value: 'http://search:8080' }]);
  });

  test('does not overwrite a variable that says something else', () => {
    const chart = Testing.chart();
    const api = named(chart, 'api', { env: { SEARCH_URL: EnvValue.value('http://elsewhere') } });
    expect(() => api.connectTo(named(chart, 'search'))).toThrow("the connection of 'api' to 'search' sets SEARCH_URL, which already has another value; rename one of them");
  });

  test('to itself, or to a module without a service, is refused', () => {
    const chart = Testing.chart();
    const api = named(chart, 'api');
    expect(() => api.connectTo(api)).toThrow("module 'api' cannot be connected to itself");
    expect(() => api.connectTo(named(chart, 'worker', { service: false }))).toThrow("module 'worker' has no Service and no address, because service is false; remove service: false");
  });

  test('of modules without policies is the address alone', () => {
    const chart = Testing.chart();
    const network = { policy: false };
    const [api, search] = [named(chart, 'api', { network }), named(chart, 'search', { network })];
    api.connectTo(search);
    api.connectTo(ExternalEndpoint.of('models.example.com'));
    expect(environmentOf(api)).toHaveLength(1);
    expect(Testing.synth(chart).some(({ kind }) => kind === 'NetworkPolicy')).toBe(false);
  });
});

describe('anything connectable', () => {
  class Store implements IConnectable {
    public readonly callers: ConnectionCaller[] = [];

    public acceptFrom(caller: ConnectionCaller): ConnectionEndpoint {
      this.callers.push(caller);
      return {
        name: 'sessions',
        address: EnvValue.value('redis://sessions:6379'),
        addressVariable: 'SESSION_STORE',
        environment: { SESSION_STORE_PASSWORD: EnvValue.secret('sessions', 'password') },
        routes: [{ peers: [{ podLabels: { app: 'redis' } }], ports: [6379, 26379] }],
      };
    }
  }

  test('passes its address to the caller, and receives the caller', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const [api, store] = [named(chart, 'api'), new Store()];
    api.connectTo(store);
    expect(environmentOf(api)).toEqual([
      { name: 'SESSION_STORE', value: 'redis://sessions:6379' },
      { name: 'SESSION_STORE_PASSWORD', valueFrom: { secretKeyRef: { name: 'sessions', key: 'password' } } },
    ]);
    expect(policyOf(api).egress[1]).toEqual({
      to: [{ podSelector: { matchLabels: { app: 'redis' } } }], ports: [{ protocol: 'TCP', port: 6379 }, { protocol: 'TCP', port: 26379 }],
    });
    expect(store.callers).toEqual([{ name: 'api', podLabels: api.selector, namespace: 'rag' }]);
  });
});

describe('an endpoint outside the cluster', () => {
  test('is reached at every public address, with its host in the policy', () => {
    const chart = Testing.chart();
    const api = named(chart, 'api', { network: { external: [ExternalEndpoint.of('models.example.com')] } });
    api.connectTo(ExternalEndpoint.of('db.example.com', { port: 5432, cidrs: ['203.0.113.7/32'] }));
    expect(policyOf(api).egress.slice(1)).toEqual([
      {
        to: [
          { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8'] } },
          { ipBlock: { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] } },
        ],
        ports: [{ protocol: 'TCP', port: 443 }],
      },
      { to: [{ ipBlock: { cidr: '203.0.113.7/32' } }], ports: [{ protocol: 'TCP', port: 5432 }] },
    ]);
    expect(api.networkPolicy!.toJson().metadata.annotations).toEqual({
      'kubernetes.io/description': 'lets pods reach models.example.com:443, db.example.com:5432 outside the cluster',
    });
    expect(environmentOf(api)).toEqual([]);
  });

  test('is named on stderr', () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'connections-')) });
    named(new Chart(app, 'chart'), 'api', { network: { external: [ExternalEndpoint.of('models.example.com')] } });
    expect(stderrOf(() => app.synth())).toContain('NetworkPolicy api lets pods reach models.example.com:443 outside the cluster');
  });

  test('passes no address', () => {
    const chart = Testing.chart();
    expect(() => named(chart, 'api').connectTo(ExternalEndpoint.of('models.example.com'), { variable: 'MODELS' }))
      .toThrow("'models.example.com' has no address to put into MODELS; set the variable in env");
  });
});

describe('callers other than modules', () => {
  test('are admitted by their labels', () => {
    const gateway = { namespaceLabels: { 'kubernetes.io/metadata.name': 'ingress' }, podLabels: { app: 'gateway' } };
    const chart = Testing.chart();
    const api = named(chart, 'api', { network: { callers: [{ podLabels: { app: 'cli' } }] } });
    api.allowFrom(gateway);
    expect(policyOf(api).ingress).toEqual([{
      from: [
        { podSelector: { matchLabels: { app: 'cli' } } },
        { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } }, podSelector: { matchLabels: { app: 'gateway' } } },
      ],
      ports: [{ protocol: 'TCP', port: 8080 }],
    }]);
    expect(() => api.allowFrom({})).toThrow('a network peer is empty');
  });
});

describe('the scraper', () => {
  test('is admitted as soon as the module has metrics', () => {
    const prometheus = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } }, podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
    };
    expect(emitted('NetworkPolicy', { metricsEndpoint: { port: 9100 } }).spec.ingress).toEqual([{ from: [prometheus], ports: [{ protocol: 'TCP', port: 9100 }] }]);
  });

  test('and the DNS pods can be selected', () => {
    const network = { scraper: { podLabels: { app: 'agent' } }, dns: [{ cidr: '169.254.20.10/32' }] };
    const { spec } = emitted('NetworkPolicy', { metricsEndpoint: {}, network });
    expect(spec.ingress).toEqual([{ from: [{ podSelector: { matchLabels: { app: 'agent' } } }], ports: [{ protocol: 'TCP', port: 8080 }] }]);
    expect(spec.egress[0].to).toEqual([{ ipBlock: { cidr: '169.254.20.10/32' } }]);
  });
});

describe('a connection across two Apps', () => {
  const inApp = (name: string): KotaemonModule => named(new Chart(new App(), 'rag', { namespace: 'rag' }), name);

  test('is refused, since the other App may be written already', () => {
    const [web, retriever] = [inApp('web'), inApp('retriever')];
    expect(() => web.connectTo(retriever)).toThrow(
      "'web' is connected to 'rag/retriever' of another App; move both into one App, or connect it to ClusterEndpoint.of(…) and admit the caller by allowFrom there",
    );
    expect(() => retriever.connectTo(web)).toThrow("'retriever' is connected to 'rag/web' of another App; move both into one App, or connect it to ClusterEndpoint.of(…) and admit the caller by allowFrom there");
  });
});

describe('an address without ranges', () => {
  const notesOf = (host: string, cidrs?: string[]): string => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'notes-')) });
    named(new Chart(app, 'rag'), 'web').connectTo(ExternalEndpoint.of(host, { port: 5432, cidrs }));
    return stderrOf(() => app.synth());
  };

  test.each([
    'db.internal', 'ip-10-0-3-7.eu-central-1.compute.internal', 'db.corp', 'nas.local', 'db.abc.eu-central-1.rds.amazonaws.com', 'c.xyz.use1.cache.amazonaws.com', 'b-1.rag.abc.c2.kafka.eu-central-1.amazonaws.com', 'db.abc.rds.cn-north-1.amazonaws.com.cn',
    'vpc-search-abc.eu-central-1.es.amazonaws.com', '10.0.0.7.nip.io',
    'acct.privatelink.snowflakecomputing.com', 'db-192-168-3-4.example.com',
  ])('with the private name %s gets a warning', (host) => {
    const said = notesOf(host);
    expect(said).toContain(`NetworkPolicy web allows only public addresses for ${host}:5432, whose name belongs to a private network, so that pods cannot reach it; set its cidrs`);
    expect(said).not.toContain('lets pods reach');
  });

  test('gets none with ranges, or with a public name', () => {
    expect(notesOf('db.internal', ['10.0.0.0/16'])).toContain('lets pods reach db.internal:5432 outside the cluster');
    expect(notesOf('api.openai.com')).toContain('lets pods reach api.openai.com:5432 outside the cluster');
    expect(notesOf('internal.example.com')).toContain('NetworkPolicy web lets pods reach internal.example.com:5432 outside the cluster');
  });
});
