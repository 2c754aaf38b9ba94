import { type IConstruct } from 'constructs';
import { Synthesis } from './synthesis';

/** Required key of a Secret. */
interface WantedKey {
  readonly key: string;
  /** Purpose of the key, for the output. */
  readonly what: string;
  /** Value that the shell command in the output sets. */
  readonly value: string;
}

const BY_SYNTHESIS = new WeakMap<Synthesis, Map<string, WantedKey[]>>();

/**
 * Adds a note on a key of a Secret that the app does not create: one line per Secret, with one command for all its
 * keys. The first note on a key sets its purpose.
 */
export function wantSecretKey(scope: IConstruct, namespace: string | undefined, secret: string, wanted: WantedKey): void {
  const synthesis = Synthesis.of(scope);
  const secrets = BY_SYNTHESIS.get(synthesis) ?? new Map<string, WantedKey[]>();
  BY_SYNTHESIS.set(synthesis, secrets);
  const name = namespace === undefined ? secret : `${namespace}/${secret}`;
  const keys = secrets.get(name);
  if (!keys) {
    const all = [wanted];
    secrets.set(name, all);
    synthesis.note(() => request(namespace, secret, name, all));
  } else if (!keys.some(({ key }) => key === wanted.key)) {
    keys.push(wanted);
  }
}

function request(namespace: string | undefined, secret: string, name: string, keys: readonly WantedKey[]): string {
  const contents = keys.map(({ what, key }) => `${what} (key ${key})`).join(', ');
  const literals = keys.map(({ key, value }) => ` --from-literal=${key}="${value}"`).join('');
  return `Secret ${name} must contain ${contents}; create it unless it exists: kubectl${namespace === undefined ? '' : ` -n ${namespace}`} create secret generic ${secret}${literals}`;
}
