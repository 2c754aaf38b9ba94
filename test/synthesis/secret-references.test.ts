import { App, Chart } from 'cdk8s';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvSource, EnvValue, KotaemonModule, type KotaemonModuleProps, ModuleRole, PodVolume } from '../../lib';
import { missingSecrets } from '../../lib/synthesis/secret-references';
import { manifest, webContainer } from '../support/manifests';
import { stderrOf } from '../support/stderr';

const withKey = webContainer({ env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'openai', key: 'api-key' } } }] });

test.each([
  ['a variable', withKey, 'Secret openai must exist for KEY (key api-key) of Deployment web'],
  ['all variables', webContainer({ envFrom: [{ secretRef: { name: 'more' } }] }), 'Secret more must exist for variables of Deployment web'],
  ['files', webContainer({}, { volumes: [{ name: 'a', secret: { secretName: 'files' } }] }), 'Secret files must exist for files of Deployment web'],
  ['files among others', webContainer({}, { volumes: [{ name: 'a', projected: { sources: [{ secret: { name: 'part' } }, { serviceAccountToken: { path: 'token' } }] } }] }), 'Secret part must exist for files of Deployment web'],
  ['images', webContainer({}, { imagePullSecrets: [{ name: 'registry' }] }), 'Secret registry must exist for the images of Deployment web'],
  ['a certificate', manifest('networking.k8s.io/v1', 'Ingress', 'web', { metadata: { namespace: 'rag' }, spec: { tls: [{ hosts: ['a.example.com'], secretName: 'tls' }] } }),
    'Secret rag/tls must exist for the certificate for a.example.com of Ingress web'],
])('a Secret is named with its use: %s', (_, reader, line) => {
  expect(missingSecrets([reader], [reader], [])).toEqual([line]);
});

test.each([
  ['is optional', webContainer({ envFrom: [{ secretRef: { name: 'openai', optional: true } }] }), []],
  ['is here', withKey, [manifest('v1', 'Secret', 'openai')]],
  ['is sealed here', withKey, [manifest('bitnami.com/v1alpha1', 'SealedSecret', 'openai')]],
  ['is kept in step from elsewhere', withKey, [manifest('external-secrets.io/v1', 'ExternalSecret', 'keys', { spec: { target: { name: 'openai' } } })]],
  ['is a certificate that is issued', withKey, [manifest('cert-manager.io/v1', 'Certificate', 'web', { spec: { secretName: 'openai' } })]],
])('prints nothing about a Secret that %s', (_, reader, others) => {
  expect(missingSecrets([reader], [reader, ...others], [])).toEqual([]);
});

test('prints nothing about certificates that cert-manager issues for an Ingress', () => {
  const ingress = manifest('networking.k8s.io/v1', 'Ingress', 'web', { metadata: { annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' } }, spec: { tls: [{ hosts: ['a.example.com'], secretName: 'tls' }] } });
  expect(missingSecrets([ingress], [ingress], [])).toEqual([]);
});

test('a namespace whose name ends like that of the default one is named whole', () => {
  const reader = { ...withKey, metadata: { name: 'web', namespace: 'team-default' } };
  expect(missingSecrets([reader], [reader], [])).toEqual(['Secret team-default/openai must exist for KEY (key api-key) of Deployment web']);
  expect(missingSecrets([reader], [reader], ['Secret team-default/openai must contain the key'])).toEqual([]);
});

test('prints nothing about Secrets that CloudNativePG creates, or that are listed otherwise', () => {
  const reader = webContainer({ envFrom: [{ secretRef: { name: 'db-app' } }] });
  expect(missingSecrets([reader], [reader, manifest('postgresql.cnpg.io/v1', 'Cluster', 'db')], [])).toEqual([]);
  expect(missingSecrets([withKey], [withKey], ['Secret openai must contain the key'])).toEqual([]);
});

describe('a synthesis', () => {
  const outputOf = (props: Partial<KotaemonModuleProps>, outdir = mkdtempSync(join(tmpdir(), 'secrets-'))): string => {
    const app = new App({ outdir });
    new KotaemonModule(new Chart(app, 'test', { namespace: 'rag' }), 'agent', { image: 'registry.example.com/agent:1', port: 8080, role: ModuleRole.STATE_TRACKING, ...props });
    return stderrOf(() => app.synth());
  };

  test('names what its objects read, once for each Secret', () => {
    const said = outputOf({ env: { KEY: EnvValue.secret('openai', 'api-key') }, envFrom: [EnvSource.secret('openai')], imagePullSecrets: ['registry'] });
    expect(said).toContain('Secret rag/openai must exist for KEY (key api-key) of Deployment agent, variables of Deployment agent\n');
    expect(said).toContain('Secret rag/registry must exist for the images of Deployment agent\n');
  });

  test('says which of several folders it is about', () => {
    const folder = join('.cache', 'synthesis-test');
    expect(outputOf({ imagePullSecrets: ['registry'] }, folder)).toMatch(new RegExp(`^${folder}:\n`));
    expect(outputOf({ mounts: [{ volume: PodVolume.secret('a', 'b'), path: '/a' }] })).not.toContain(':\n');
  });

  test('rejects plain text for a variable in uncompiled code', () => {
    expect(() => outputOf({ env: { LOG_LEVEL: 'info' as unknown as EnvValue } })).toThrow("environment variable LOG_LEVEL is a string, and must be an EnvValue; write EnvValue.value('…'), or EnvValue.secret('<secret>', '<key>')");
  });
});
