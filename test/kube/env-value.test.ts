import * as fc from 'fast-check';
import { EnvSource, EnvValue } from '../../lib';

describe('the value of an environment variable', () => {
  test('is plain text or a reference', () => {
    expect(EnvValue.value('')._manifest('A')).toEqual({ name: 'A', value: '' });
    expect(EnvValue.secret('db', 'password')._manifest('DB_PASSWORD')).toEqual({ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } });
    expect(EnvValue.configMap('flags', 'a')._manifest('A')).toEqual({ name: 'A', valueFrom: { configMapKeyRef: { name: 'flags', key: 'a' } } });
    expect(EnvValue.field('status.podIP')._manifest('IP')).toEqual({ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } });
  });

  test.each([['HF_TOKEN', 'hf_abc'], ['DATABASE_URL', 'postgresql://app:hunter2@db:5432/app']])('of %s never stands in a manifest', (name, text) => {
    expect(() => EnvValue.value(text)._manifest(name)).toThrow(
      `environment variable ${name} puts a secret into the manifest; keep it in a Secret and use EnvValue.secret('<secret>', '<key>')`,
    );
  });

  test('that is a secret is not in the error', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z0-9]{12,30}$/), (secret) => {
      try {
        EnvValue.value(secret)._manifest('API_TOKEN');
        return false;
      } catch (error) {
        return !(error as Error).message.includes(secret);
      }
    }));
  });

  test('that is a placeholder without a secret is accepted', () => {
    expect(EnvValue.value('')._manifest('HF_TOKEN')).toEqual({ name: 'HF_TOKEN', value: '' });
    expect(EnvValue.value('4096')._manifest('MAX_TOKENS')).toEqual({ name: 'MAX_TOKENS', value: '4096' });
  });

  test('can refer to another variable', () => {
    expect(EnvValue.value('$(DB_PASSWORD)')._manifest('PGPASSWORD')).toEqual({ name: 'PGPASSWORD', value: '$(DB_PASSWORD)' });
    expect(EnvValue.value('redis://:$(DB_PASSWORD)@cache:6379')._manifest('CACHE_URL')).toMatchObject({ name: 'CACHE_URL' });
    expect(() => EnvValue.value('$(A)hunter2')._manifest('DB_PASSWORD')).toThrow('puts a secret into the manifest');
  });

  test.each(['', '1A', 'A B', 'A=B'])("has a name, not '%s'", (name) => {
    expect(() => EnvValue.value('x')._manifest(name)).toThrow(`'${name}' is not the name of an environment variable`);
  });

  test('refers to objects that can exist', () => {
    for (const key of ['', 'a b', 'a\nb', '..', '.', '..a', 'x'.repeat(254)]) {
      expect(() => EnvValue.secret('db', key)).toThrow(`'${key}' is not a key of a Secret; use letters, digits, '-', '_' and '.'`);
      expect(() => EnvValue.configMap('db', key)).toThrow(`'${key}' is not a key of a ConfigMap; use letters, digits, '-', '_' and '.'`);
    }
    expect(() => EnvValue.secret('My Secret', 'k')).toThrow("Secret name 'My Secret' is not a DNS subdomain");
    expect(() => EnvValue.configMap('_', 'k')).toThrow("ConfigMap name '_' is not a DNS subdomain");
  });
});

describe('a source of environment variables', () => {
  test('is a secret or a config map, with a prefix or without', () => {
    expect(EnvSource.secret('db')._manifest()).toEqual({ secretRef: { name: 'db' } });
    expect(EnvSource.configMap('flags', { prefix: 'F_' })._manifest()).toEqual({ configMapRef: { name: 'flags' }, prefix: 'F_' });
  });

  test('can exist', () => {
    expect(() => EnvSource.secret('DB')).toThrow("Secret name 'DB' is not a DNS subdomain");
    expect(() => EnvSource.configMap('')).toThrow("ConfigMap name '' is not a DNS subdomain");
  });
});
