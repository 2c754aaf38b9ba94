import { secretIsNotInManifest } from '../../../lib/checks/rules/secret-is-not-in-manifest';
import { manifest, webContainer, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const env = (name: string, value: string) => webContainer({ env: [{ name, value }] });
const configMap = (data: Record<string, unknown>) => manifest('v1', 'ConfigMap', 'web', { data });
const trigger = (metadata: Record<string, string>) => webScaledObject({ triggers: [{ type: 'rabbitmq', metadata }] });

test.each([
  ['a reference', webContainer({ env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] })],
  ['what is about tokens', env('MAX_TOKENS', '512')],
  ['a switch', env('USE_TOKEN', 'true')],
  ['a switch by another word', env('ALLOW_EMPTY_PASSWORD', 'no')],
  ['a file that is named', env('PASSWORD_FILE', '/run/secrets/db')],
  ['the path of a file', env('GOOGLE_APPLICATION_CREDENTIALS', '/etc/cloud-sa/cloud-sa.json')],
  ['a url composed of variables', env('DATABASE_URL', 'postgres://user:$(PASSWORD)@db/app')],
  ['a ConfigMap of settings', configMap({ max_tokens: '512', number: 5, 'token.py': 'a\nb' })],
  ['a variable that a trigger reads', trigger({ passwordFromEnv: 'PASSWORD', host: 'amqp://rabbit:5672' })],
])('compliant: %s', (_name, object) => {
  expect(verdict(secretIsNotInManifest, object)).toEqual([]);
});

test.each([
  ['a variable', env('HF_TOKEN', 'hf_abc'), "container 'main' has the secret HF_TOKEN as plain text; refer to a Secret by secretKeyRef"],
  ['what only begins as a path does', env('DB_PASSWORD', '/p+x='), "container 'main' has the secret DB_PASSWORD as plain text; refer to a Secret by secretKeyRef"],
  ['a url', env('DATABASE_URL', 'postgres://user:hunter2@db/app'), "container 'main' has the secret DATABASE_URL as plain text; refer to a Secret by secretKeyRef"],
  ['a ConfigMap', configMap({ api_key: 'abc' }), 'holds the secret api_key; move it to a Secret'],
  ['a trigger', trigger({ host: 'amqp://user:hunter2@rabbit:5672' }), 'trigger 0 (rabbitmq) has the secret host as plain text; use a TriggerAuthentication'],
])('non-compliant: %s', (_name, object, message) => {
  expect(verdict(secretIsNotInManifest, object)).toEqual([message]);
});
