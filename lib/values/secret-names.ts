const SECRET_WORDS = new Set(['apikey', 'bearer', 'credential', 'credentials', 'passphrase', 'passwd', 'password', 'requirepass', 'secret', 'token']);
const SECRET_PAIRS = new Set(['access key', 'api key', 'private key']);
/**
 * Last words of names whose value describes a secret and is none itself: TOKEN_LIMIT, SECRET_NAME, PASSWORD_FILE,
 * API_KEY_HEADER.
 */
const HARMLESS_ENDINGS = new Set([
  'age', 'algorithm', 'algorithms', 'audience', 'backend', 'budget', 'class', 'cookie', 'count', 'days', 'dir', 'disabled', 'enabled', 'encoding', 'endpoint',
  'env', 'expiration', 'expiry', 'field', 'file', 'format', 'header', 'headers', 'hours', 'id', 'ids', 'interval', 'issuer', 'length', 'lifetime', 'limit',
  'location', 'manager', 'max', 'method', 'min', 'minutes', 'mode', 'name', 'names', 'namespace', 'optional', 'param', 'parameter', 'path', 'policy', 'prefix',
  'provider', 'ref', 'region', 'required', 'rotation', 'rounds', 'scheme', 'scope', 'scopes', 'seconds', 'selector', 'selectors', 'size', 'source', 'store', 'suffix', 'timeout', 'ttl',
  'type', 'uri', 'url', 'user', 'users', 'validation', 'variable', 'version',
]);

/**
 * Returns whether a variable of this name usually holds a secret. MAX_TOKENS and PASSWORD_FILE do not; HF_TOKEN and
 * AWS_SECRET_ACCESS_KEY do.
 */
export function namesSecret(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().split(/[^a-z0-9]+/);
  if (HARMLESS_ENDINGS.has(words[words.length - 1])) return false;
  return words.some((word, index) => SECRET_WORDS.has(word) || SECRET_PAIRS.has(`${word} ${words[index + 1]}`));
}

/** Values that clients send where a server asks for no key, as in `OPENAI_API_KEY=EMPTY` of vLLM's documentation. */
const PLACEHOLDERS = new Set([
  'empty', 'none', 'null', 'nil', 'na', 'n/a', '-', 'x', 'xxx', 'dummy', 'dummy-key', 'fake', 'fake-key', 'ignored', 'unused', 'not-used', 'not-needed',
  'not-required', 'no-key', 'no-key-needed', 'no-key-required', 'sk-no-key-required', 'placeholder', 'ollama', 'lm-studio', 'vllm',
]);
const PASSWORD = /passw|passphrase|requirepass/i;

/** Reports whether the value of a key or a token stands for no key at all. A password is taken at its word. */
export function isPlaceholder(name: string, value: string): boolean {
  return PLACEHOLDERS.has(value.trim().toLowerCase()) && !PASSWORD.test(name);
}

/** A number, a switch or the path of a file, which is no secret whatever it is called. */
const HARMLESS_VALUE = /^(?:true|false|yes|no|on|off|\d+(?:\.\d+)?|(?:\/[\w.-]+){2,})$/i;

/**
 * Returns whether a value of that name is a secret in plain text. A value with a `$(NAME)` or a line break in it is
 * composed elsewhere, or a file.
 */
export function isPlainSecret(name: string, value: string): boolean {
  if (holdsPassword(value) && !/\$[({]/.test(value)) return true;
  return namesSecret(name) && value.trim() !== '' && !isPlaceholder(name, value) && !/\$[({]|\n/.test(value) && !HARMLESS_VALUE.test(value.trim());
}

/**
 * The flag of a command line that is given a secret in plain text: `--api-key x`, `--api-key=x`, or a URL with a
 * password in it; undefined where none is.
 */
export function secretArgument(words: readonly string[]): string | undefined {
  const parts = words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== '');
  for (const [i, part] of parts.entries()) {
    const [, flag, joined] = /^(--?[a-z][\w-]*)(?:=(.*))?$/i.exec(part) ?? [];
    if (flag === undefined) {
      if (isPlainSecret('', part)) return part.replace(/:[^:@/]*@.*/, ':…');
      continue;
    }
    const value = joined ?? (/^-/.test(parts[i + 1] ?? '-') ? '' : parts[i + 1]);
    if (isPlainSecret(flag.replace(/^-+/, ''), value.replace(/^["']|["']$/g, ''))) return flag;
  }
  return undefined;
}

/**
 * Returns whether a text is a URL with a password. A reference to another variable, as in `redis://:$(PASSWORD)@cache`,
 * is none.
 */
export function holdsPassword(text: string): boolean {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/\s@:]*:([^/\s@]+)@/i.exec(text)?.[1];
  return password !== undefined && !isReference(password);
}

/** Returns whether a text is nothing but a reference to another variable, which Kubernetes replaces. */
export function isReference(text: string): boolean {
  return /^\$\([\w.-]+\)$/.test(text);
}
