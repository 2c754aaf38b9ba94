import { manifestHasNoPlainSecret } from '../../../lib/checks/security/manifest-has-no-plain-secret';
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
  ['arguments that are about secrets', webContainer({ command: ['serve'], args: ['--max-tokens', '512', '--api-key-file', '/etc/key', '--password=$(PASSWORD)', '--enable-token', '--verbose'] })],
  ['a Secret that somebody else fills', manifest('v1', 'Secret', 'web', { data: {}, stringData: { url: 'redis://:$(PASSWORD)@cache' } })],
  ['an encrypted Secret', manifest('v1', 'Secret', 'web', { data: { key: 'ENC[AES256_GCM,data:x]' } })],
  ['a variable that a trigger reads', trigger({ passwordFromEnv: 'PASSWORD', host: 'amqp://rabbit:5672' })],
])('compliant: %s', (_name, object) => {
  expect(verdict(manifestHasNoPlainSecret, object)).toEqual([]);
});

test.each([
  ['a variable', env('HF_TOKEN', 'hf_abc'), "container 'main' has the secret HF_TOKEN in plain text; refer to a Secret with secretKeyRef"],
  ['what only begins as a path does', env('DB_PASSWORD', '/p+x='), "container 'main' has the secret DB_PASSWORD in plain text; refer to a Secret with secretKeyRef"],
  ['a url', env('DATABASE_URL', 'postgres://user:hunter2@db/app'), "container 'main' has the secret DATABASE_URL in plain text; refer to a Secret with secretKeyRef"],
  ['an argument', webContainer({ args: ['--api-key', 'sk-live-1'] }), "container 'main' gets the secret of --api-key in plain text; pass it in a variable with secretKeyRef"],
  ['an argument with its value', webContainer({ command: ['serve', '--hf-token=hf_abc'] }), "container 'main' gets the secret of --hf-token in plain text; pass it in a variable with secretKeyRef"],
  ['a shell', webContainer({ command: ['sh', '-c', 'redis-server --requirepass hunter2hunter2'] }), "container 'main' gets the secret of --requirepass in plain text; pass it in a variable with secretKeyRef"],
  ['a url as an argument', webContainer({ args: ['postgres://user:hunter2@db/app'] }), "container 'main' gets the secret of postgres://user:… in plain text; pass it in a variable with secretKeyRef"],
  ['a Secret', manifest('v1', 'Secret', 'web', { stringData: { password: 'hunter2' } }), 'holds password in plain text; create the Secret in the cluster, or encrypt it'],
  ['a ConfigMap', configMap({ api_key: 'abc' }), 'holds the secret api_key; move it to a Secret'],
  ['a trigger', trigger({ host: 'amqp://user:hunter2@rabbit:5672' }), 'trigger 0 (rabbitmq) has the secret host in plain text; use a TriggerAuthentication'],
])('non-compliant: %s', (_name, object, message) => {
  expect(verdict(manifestHasNoPlainSecret, object)).toEqual([message]);
});
