import { App, Chart, Testing } from 'cdk8s';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { KotaemonModule, ModuleRole, RedisSessionStore, SecretKey, SessionStore } from '../../lib';
import { one } from '../support/charts';
import { stderrOf } from '../support/stderr';

test('an external secret is made from the store that holds it', () => {
  const chart = Testing.chart();
  const key = SecretKey.external(chart, 'redis-auth', { store: 'vault', clusterWide: true, remoteKey: 'rag/redis', remoteProperty: 'password' });
  expect(one(chart, 'ExternalSecret')).toMatchSnapshot();
  expect([key.name, key.key]).toEqual(['redis-auth', 'password']);
});

test('writes an ExternalSecret with defaults', () => {
  const chart = Testing.chart();
  SecretKey.external(chart, 'redis-auth', { store: 'vault', remoteKey: 'redis' });
  expect(one(chart, 'ExternalSecret').spec).toMatchObject({ secretStoreRef: { kind: 'SecretStore', name: 'vault' }, data: [{ secretKey: 'password', remoteRef: { key: 'redis' } }] });
});

test.each([
  [() => SecretKey.of('Auth', 'password'), "Secret name 'Auth' is not a DNS subdomain"],
  [() => SecretKey.of('auth', 'pass word'), "'pass word' is not a key of a Secret"],
  [() => SecretKey.of('auth', '$(id)'), "'$(id)' is not a key of a Secret"],
])('rejects an invalid reference', (make, message) => {
  expect(make).toThrow(message);
});

describe('the output', () => {
  const outputOf = (password: (chart: Chart) => SecretKey | undefined): string => {
    const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'synth-')) });
    const chart = new Chart(app, 'rag', { namespace: 'rag' });
    new RedisSessionStore(chart, 'sessions', { password: password(chart) });
    return stderrOf(() => app.synth());
  };

  test('lists a Secret that no object creates', () => {
    expect(outputOf(() => undefined)).toContain('Secret rag/sessions-auth must contain the password of session store sessions (key password); create it unless it exists: '
      + 'kubectl -n rag create secret generic sessions-auth --from-literal=password="$(openssl rand -hex 24)"');
  });

  test('lists a Secret with several keys or readers once, with one command', () => {
    const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'synth-')) });
    const chart = new Chart(app, 'rag', { namespace: 'rag' });
    const [id, secret] = ['access-key-id', 'secret-access-key'].map((key) => SecretKey.of('minio', key));
    id._askFor(chart, 'rag', 'AWS_ACCESS_KEY_ID of preload llm', '$AWS_ACCESS_KEY_ID');
    secret._askFor(chart, 'rag', 'AWS_SECRET_ACCESS_KEY of preload llm', '$AWS_SECRET_ACCESS_KEY');
    id._askFor(chart, 'rag', 'AWS_ACCESS_KEY_ID of preload reranker', '$AWS_ACCESS_KEY_ID');
    expect(stderrOf(() => app.synth())).toBe('Secret rag/minio must contain AWS_ACCESS_KEY_ID of preload llm (key access-key-id), AWS_SECRET_ACCESS_KEY of preload llm (key secret-access-key); '
      + 'create it unless it exists: kubectl -n rag create secret generic minio --from-literal=access-key-id="$AWS_ACCESS_KEY_ID" --from-literal=secret-access-key="$AWS_SECRET_ACCESS_KEY"\n');
  });

  test('lists the password of an external store, and that of an own store once', () => {
    const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'synth-')) });
    const chart = new Chart(app, 'rag', { namespace: 'rag' });
    const agent = (name: string): KotaemonModule => new KotaemonModule(chart, name, { role: ModuleRole.STATE_TRACKING, image: 'registry.example.com/rag/agent:1.0.0', port: 8080 });
    agent('agent').connectTo(SessionStore.external({ url: 'rediss://cache.example.com', password: SecretKey.of('cache', 'token') }));
    agent('other').connectTo(new RedisSessionStore(chart, 'sessions'));
    const asked = stderrOf(() => app.synth()).split('\n').filter((line) => line.includes('must contain'));
    expect(asked).toEqual([
      'Secret rag/cache must contain SESSION_STORE_PASSWORD of module agent (key token); create it unless it exists: kubectl -n rag create secret generic cache --from-literal=token="$SESSION_STORE_PASSWORD"',
      expect.stringMatching(/^Secret rag\/sessions-auth must contain the password of session store sessions \(key password\);/),
    ]);
  });

  test('lists Secrets that an object creates in another namespace', () => {
    const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'synth-')) });
    const password = SecretKey.external(new Chart(app, 'other', { namespace: 'other' }), 'auth', { store: 'vault', remoteKey: 'redis' });
    new RedisSessionStore(new Chart(app, 'rag', { namespace: 'rag' }), 'sessions', { password });
    expect(stderrOf(() => app.synth())).toContain('Secret rag/auth must contain the password of session store sessions');
  });

  test('lists no created Secret, but the store behind it', () => {
    expect(outputOf((chart) => SecretKey.external(chart, 'redis-auth', { store: 'vault', remoteKey: 'redis' })))
      .toBe('ExternalSecret objects need the External Secrets Operator, 0.16 or later, in the cluster, and its SecretStore vault\n');
  });
});
