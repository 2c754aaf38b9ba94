import { App, Chart, Testing } from 'cdk8s';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { RedisSessionStore, SecretKey } from '../../lib';
import { one } from '../support/charts';
import { stderrOf } from '../support/stderr';

test('an external secret is made from the store that holds it', () => {
  const chart = Testing.chart();
  const key = SecretKey.external(chart, 'redis-auth', { store: 'vault', clusterWide: true, remoteKey: 'rag/redis', remoteProperty: 'password' });
  expect(one(chart, 'ExternalSecret')).toMatchSnapshot();
  expect([key.name, key.key]).toEqual(['redis-auth', 'password']);
});

test('the least that is named', () => {
  const chart = Testing.chart();
  SecretKey.external(chart, 'redis-auth', { store: 'vault', remoteKey: 'redis' });
  expect(one(chart, 'ExternalSecret').spec).toMatchObject({ secretStoreRef: { kind: 'SecretStore', name: 'vault' }, data: [{ secretKey: 'password', remoteRef: { key: 'redis' } }] });
});

test.each([
  [() => SecretKey.of('Auth', 'password'), "Secret name 'Auth' is not a dns subdomain"],
  [() => SecretKey.of('auth', 'pass word'), "'pass word' is not a key of a Secret"],
  [() => SecretKey.of('auth', '$(id)'), "'$(id)' is not a key of a Secret"],
])('a reference that is none is refused', (make, message) => {
  expect(make).toThrow(message);
});

describe('the output', () => {
  const outputOf = (password: (chart: Chart) => SecretKey | undefined): string => {
    const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'synth-')) });
    const chart = new Chart(app, 'rag', { namespace: 'rag' });
    new RedisSessionStore(chart, 'sessions', { password: password(chart) });
    return stderrOf(() => app.synth());
  };

  test('asks for a secret that nothing makes, by name', () => {
    expect(outputOf(() => undefined)).toContain('the password of session store sessions is read from Secret rag/sessions-auth, key password; unless it exists: '
      + 'kubectl -n rag create secret generic sessions-auth --from-literal=password="$(openssl rand -hex 24)"');
  });

  test('asks for none that is made', () => {
    expect(outputOf((chart) => SecretKey.external(chart, 'redis-auth', { store: 'vault', remoteKey: 'redis' }))).toBe('');
  });
});
