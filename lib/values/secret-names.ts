const SECRET_WORDS = new Set(['apikey', 'bearer', 'credential', 'credentials', 'passphrase', 'passwd', 'password', 'requirepass', 'secret', 'token']);
const SECRET_PAIRS = new Set(['access key', 'api key', 'private key']);
/** What comes after a secret's name when the value is about the secret and is none itself: TOKEN_LIMIT, SECRET_NAME, PASSWORD_FILE. */
const HARMLESS_ENDINGS = new Set(['budget', 'count', 'dir', 'disabled', 'enabled', 'endpoint', 'file', 'id', 'length', 'limit', 'name', 'path', 'size', 'ttl', 'type', 'uri', 'url', 'user', 'users']);

/** Whether a variable of this name usually holds a secret. MAX_TOKENS and PASSWORD_FILE do not; HF_TOKEN and AWS_SECRET_ACCESS_KEY do. */
export function namesSecret(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().split(/[^a-z0-9]+/);
  if (HARMLESS_ENDINGS.has(words[words.length - 1])) return false;
  return words.some((word, index) => SECRET_WORDS.has(word) || SECRET_PAIRS.has(`${word} ${words[index + 1]}`));
}

/** A number, a switch or the path of a file, which is no secret whatever it is called. */
const HARMLESS_VALUE = /^(?:true|false|yes|no|on|off|\d+(?:\.\d+)?|(?:\/[\w.-]+){2,})$/i;

/** Whether a value of that name is a secret in plain text. A value with a `$(NAME)` or a line break in it is composed elsewhere, or a file. */
export function isPlainSecret(name: string, value: string): boolean {
  if (holdsPassword(value) && !/\$[({]/.test(value)) return true;
  return namesSecret(name) && value.trim() !== '' && !/\$[({]|\n/.test(value) && !HARMLESS_VALUE.test(value.trim());
}

/** The flag of a command line that is given a secret in plain text: `--api-key x`, `--api-key=x`, or a URL with a password in it; undefined where none is. */
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

/** Whether a text is a URL with a password in it. A reference to another variable, as in `redis://:$(PASSWORD)@cache`, is none. */
export function holdsPassword(text: string): boolean {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/\s@:]*:([^/\s@]+)@/i.exec(text)?.[1];
  return password !== undefined && !isReference(password);
}

/** Whether a text is nothing but a reference to another variable, which Kubernetes puts in its place. */
export function isReference(text: string): boolean {
  return /^\$\([\w.-]+\)$/.test(text);
}
