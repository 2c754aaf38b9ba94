import { holdsPassword, isPlainSecret, namesSecret, secretArgument } from '../../lib/values/secret-names';

describe('the name of a variable', () => {
  test.each(['PASSWORD', 'DB_PASSWORD', 'HF_TOKEN', 'API_KEY', 'OPENAI_API_KEY', 'apiKey', 'APIKEY', 'AWS_SECRET_ACCESS_KEY', 'CLIENT_SECRET', 'GOOGLE_CREDENTIALS', 'TLS_PRIVATE_KEY'])(
    '%s is that of a secret', (name) => {
      expect(namesSecret(name)).toBe(true);
    });

  test.each(['MAX_TOKENS', 'TOKENIZERS_PARALLELISM', 'PASSWORD_FILE', 'TOKEN_LIMIT', 'SECRET_NAME', 'TOKEN_SERVICE_URL', 'AWS_ACCESS_KEY_ID', 'LOG_LEVEL', 'KEY', 'MONKEY', 'API_KEY_ENABLED', 'APIKEY_USERS', 'API_KEY_HEADER', 'X_API_KEY_HEADERS', 'TOKEN_EXPIRY_SECONDS', 'PASSWORD_POLICY', 'SECRET_STORE', 'TOKEN_ISSUER', 'secret-field-selector'])(
    '%s is not', (name) => {
      expect(namesSecret(name)).toBe(false);
    });
});

describe('a value', () => {
  test.each([['OPENAI_API_KEY', 'EMPTY'], ['OPENAI_API_KEY', 'none'], ['api_key', 'sk-no-key-required'], ['API_KEY_HEADER', 'X-Api-Key'], ['HF_TOKEN', '/var/run/token'], ['SECRET', '']])(
    '%s=%s is no secret', (name, value) => {
      expect(isPlainSecret(name, value)).toBe(false);
    });

  test.each([['OPENAI_API_KEY', 'sk-abc123'], ['DB_PASSWORD', 'none'], ['REDIS_PASSWORD', 'dummy'], ['PASSPHRASE', 'EMPTY']])('%s=%s is a secret', (name, value) => {
    expect(isPlainSecret(name, value)).toBe(true);
  });

  test('of a flag counts in the same way', () => {
    expect(secretArgument(['--api-key', 'EMPTY', '--api-key-header=X-Key'])).toBeUndefined();
    expect(secretArgument(['--api-key', 'sk-abc'])).toBe('--api-key');
  });
});

describe('a url', () => {
  test.each(['postgresql://app:hunter2@db/app', 'redis://:hunter2@cache:6379', 'redis://:$(PREFIX)hunter2@cache:6379'])('%s holds a password', (text) => {
    expect(holdsPassword(text)).toBe(true);
  });

  test.each(['http://retriever:8080/a@b', 'postgresql://app@db/app', 'redis://cache:6379', 'redis://:$(PASSWORD)@cache:6379', 'a:b@c'])('%s holds none', (text) => {
    expect(holdsPassword(text)).toBe(false);
  });
});
