import { App, Chart } from 'cdk8s';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppMode, ClusterEndpoint, KotaemonApp, type KotaemonAppProps, PlatformEntry, SecretKey } from '../../lib';
import { findingsOf, one } from '../support/charts';
import { stderrOf } from '../support/stderr';
import { image, external, appOf, podOf, environmentOf } from './apps';

describe('an authentication mode', () => {
  const [clientSecret, sessionSecret] = [SecretKey.of('oauth', 'secret'), SecretKey.of('sessions', 'key')];
  const google = AppMode.google({ clientId: 'abc', clientSecret, sessionSecret });
  const keycloak = { serverUrl: 'https://login.example.com:8443/', realm: 'rag', clientId: 'kotaemon', clientSecret, sessionSecret };
  const uvicorn = (application: string) => [
    '/app/.venv/bin/python', '-m', 'uvicorn', application, '--host', '0.0.0.0', '--port', '7860', '--timeout-graceful-shutdown', '10', '--proxy-headers', '--forwarded-allow-ips', '*',
  ];

  test('of single sign-on sets command, environment and probes', () => {
    const [container] = podOf({ mode: google }).containers;
    expect(container.command).toEqual(uvicorn('sso_app:app'));
    expect(environmentOf(container)).toMatchObject({
      KH_SSO_ENABLED: 'true', GR_FILE_ROOT_PATH: '/app', AUTHENTICATION_METHOD: 'GOOGLE', GOOGLE_CLIENT_ID: 'abc', GOOGLE_CLIENT_SECRET: { name: 'oauth', key: 'secret' },
      KOTAEMON_SESSION_SECRET: { name: 'sessions', key: 'key' },
    });
    expect(container.startupProbe).toMatchObject({ httpGet: { path: '/login' } });
    expect(container.readinessProbe).toMatchObject({ httpGet: { path: '/login' } });
    expect(container.livenessProbe).toMatchObject({ tcpSocket: { port: 'http' } });
  });

  test('of single sign-on creates no first user and allows egress to the identity provider', () => {
    const { chart } = appOf({ mode: google });
    expect(Object.keys(environmentOf(one(chart, 'Deployment').spec.template.spec.containers[0]))).not.toContain('KH_FEATURE_USER_MANAGEMENT_PASSWORD');
    expect(one(chart, 'NetworkPolicy').metadata.annotations['kubernetes.io/description'])
      .toBe('lets pods reach accounts.google.com:443, oauth2.googleapis.com:443, www.googleapis.com:443 outside the cluster');
    expect(findingsOf(chart)).toEqual([]);
  });

  test('of Keycloak sets server, realm and client', () => {
    const { chart } = appOf({ mode: AppMode.keycloak(keycloak) });
    expect(environmentOf(one(chart, 'Deployment').spec.template.spec.containers[0])).toMatchObject({
      AUTHENTICATION_METHOD: 'KEYCLOAK', KEYCLOAK_SERVER_URL: 'https://login.example.com:8443', KEYCLOAK_REALM: 'rag', KEYCLOAK_CLIENT_ID: 'kotaemon',
    });
    expect(one(chart, 'NetworkPolicy').metadata.annotations['kubernetes.io/description']).toContain('login.example.com:8443');
  });

  test('of Keycloak accepts a server inside the cluster', () => {
    const server = ClusterEndpoint.of('keycloak', { port: 8080, podLabels: { app: 'keycloak' } });
    expect(() => AppMode.keycloak({ ...keycloak, serverUrl: 'http://keycloak:8080' })).toThrow("'keycloak' is a name inside the cluster without a public address; set its pods (pods of a store, otherwise ClusterEndpoint.of), or its cidrs");
    expect(() => appOf({ mode: AppMode.keycloak({ ...keycloak, serverUrl: 'http://keycloak:8080', server }) })).not.toThrow();
  });

  test('of the demo serves /app without users', () => {
    const [container] = podOf({ mode: AppMode.demo({ sessionSecret }) }).containers;
    expect(container.command).toEqual(uvicorn('sso_app_demo:app'));
    expect(environmentOf(container)).toMatchObject({ KH_DEMO_MODE: 'true', KH_FEATURE_USER_MANAGEMENT: 'false', GR_FILE_ROOT_PATH: '/app', USE_LIGHTRAG: 'false' });
    expect(container.readinessProbe).toMatchObject({ httpGet: { path: '/app/robots.txt' } });
    expect(container.livenessProbe).toMatchObject({ httpGet: { path: '/app/app_id' } });
  });

  test('is written under external state as well, bootstrap included', () => {
    const { initContainers: [, bootstrap] } = podOf({ mode: google, state: external });
    expect(bootstrap.command).toEqual(['/app/.venv/bin/python', '/etc/kotaemon/kh_bootstrap.py']);
    expect(environmentOf(bootstrap)).toMatchObject({ KH_SSO_ENABLED: 'true' });
  });

  test.each<[string, () => unknown, string]>([
    ['Keycloak of an image that knows Google alone', () => appOf({ image: 'ghcr.io/cinnamon/kotaemon:0.10.2-full', mode: AppMode.keycloak(keycloak) }), 'image of app \'kotaemon\' is ghcr.io/cinnamon/kotaemon:0.10.2-full, whose single sign-on supports only Google; use 0.10.3 or later for AppMode.keycloak'],
    ['a password where there is no first user', () => appOf({ mode: google, adminPassword: clientSecret }), 'its mode creates no first user'],
    ['a server that is no URL', () => AppMode.keycloak({ ...keycloak, serverUrl: 'login.example.com' }), "serverUrl is 'login.example.com', which is not a URL of a Keycloak server"],
    ['a server with a password', () => AppMode.keycloak({ ...keycloak, serverUrl: 'https://a:b@login.example.com' }), 'which is not a URL of a Keycloak server'],
    ['an empty realm', () => AppMode.keycloak({ ...keycloak, realm: ' ' }), 'realm is empty'],
    ['an empty client', () => AppMode.google({ clientId: '', clientSecret, sessionSecret }), 'clientId is empty'],
  ])('rejects %s', (_what, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('the synthesis warns that the app answers without a login', () => {
  const from = { namespaceLabels: { 'kubernetes.io/metadata.name': 'gateway' } };
  const said = (props: Partial<KotaemonAppProps>) => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'app-')) });
    new KotaemonApp(new Chart(app, 'test', { namespace: 'rag' }), 'kotaemon', { image, ...props });
    return stderrOf(() => app.synth());
  };
  const [clientSecret, sessionSecret] = [SecretKey.of('oauth', 'secret'), SecretKey.of('sessions', 'key')];

  test('with users and with the demo', () => {
    expect(said({})).toContain("app 'kotaemon' has no login: anyone who reaches port 7860 can make users and read the API keys of its models; authenticate at the entry");
    expect(said({ entry: PlatformEntry.ingress({ host: 'rag.example.com', from }) })).toContain('has no login');
    expect(said({ mode: AppMode.demo({ sessionSecret }) })).toContain('can ask questions at your cost');
  });

  test('not when the app or the Ingress authenticates', () => {
    expect(said({ mode: AppMode.google({ clientId: 'abc', clientSecret, sessionSecret }) })).not.toContain('has no login');
    const annotations = { 'nginx.ingress.kubernetes.io/auth-url': 'https://login.example.com/oauth2/auth' };
    expect(said({ entry: PlatformEntry.ingress({ host: 'rag.example.com', from, annotations }) })).not.toContain('has no login');
  });

  test.each<[string, Record<string, string>]>([
    ['switches authentication off', { 'alb.ingress.kubernetes.io/auth-type': 'none' }],
    ['names no server', { 'nginx.ingress.kubernetes.io/auth-url': '' }],
    ['asks for a certificate and admits requests without', { 'nginx.ingress.kubernetes.io/auth-tls-secret': 'rag/ca', 'nginx.ingress.kubernetes.io/auth-tls-verify-client': 'optional' }],
  ])('where the Ingress %s', (_what, annotations) => {
    expect(said({ entry: PlatformEntry.ingress({ host: 'rag.example.com', from, annotations }) })).toContain('has no login');
  });

  test('not with a Keycloak at an IPv6 address', () => {
    const mode = AppMode.keycloak({ serverUrl: 'https://[fd00::3]:8443', realm: 'rag', clientId: 'abc', clientSecret, sessionSecret });
    expect(said({ mode })).toContain('lets pods reach fd00::3:8443 outside the cluster');
  });

  test('not when the Ingress requires a client certificate', () => {
    const annotations = { 'nginx.ingress.kubernetes.io/auth-tls-secret': 'rag/ca' };
    expect(said({ entry: PlatformEntry.ingress({ host: 'rag.example.com', from, annotations }) })).not.toContain('has no login');
  });

  test('and lists the Secrets that the mode reads', () => {
    const text = said({ mode: AppMode.google({ clientId: 'abc', clientSecret, sessionSecret }) });
    expect(text).toMatch(/sessions.*the key that signs the sessions of kotaemon/);
    expect(text).not.toContain('kotaemon-admin');
  });
});
