import { UserError } from '../lib/values/user-error';
import { checkState, DEFAULT_KUBERNETES, DEFAULT_NUMBERS, NUMBER_NAMES, type State } from './state';

/** Form of the fragment; another form gets another number. */
const VERSION = '1.';
/** Bytes that a fragment may expand to. */
const MOST_BYTES = 4_000_000;
/** Characters of a link that browsers and chats pass on. */
export const LONGEST_LINK = 60_000;

/** Returns the fragment that holds a state: JSON, deflated, in base64url. Defaults are left out. */
export async function toFragment(state: State): Promise<string> {
  const numbers = Object.fromEntries(NUMBER_NAMES.filter((name) => state[name] !== DEFAULT_NUMBERS[name]).map((name) => [name, state[name]]));
  const { yaml, traffic, kubernetes } = state;
  const given = { yaml, traffic, ...(kubernetes !== DEFAULT_KUBERNETES && { kubernetes }), ...numbers };
  const json = new TextEncoder().encode(JSON.stringify(given));
  return VERSION + toBase64Url(await through(new CompressionStream('deflate-raw'), json, Infinity));
}

/**
 * Returns the state that a fragment holds; undefined for an empty one.
 *
 * @throws UserError where it is cut, of another version, too long or holds values that are not allowed.
 */
export async function fromFragment(fragment: string): Promise<State | undefined> {
  const text = fragment.replace(/^#/, '');
  if (text === '') return undefined;
  if (!text.startsWith(VERSION)) throw new UserError('the link is of another version of this page; open the page without what follows the #');
  let value: unknown;
  try {
    const json = await through(new DecompressionStream('deflate-raw'), fromBase64Url(text.slice(VERSION.length)), MOST_BYTES);
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('the link is cut or damaged; copy it again from where it was made');
  }
  return checkState(value);
}

async function through(stream: CompressionStream | DecompressionStream, bytes: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  // A fault of the input is one of the reader as well, which tells of it.
  const written = writer.write(bytes).then(() => writer.close()).catch(() => undefined);
  const reader = stream.readable.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    chunks.push(chunk.value as Uint8Array);
    length += (chunk.value as Uint8Array).length;
    if (length > most) {
      void reader.cancel().catch(() => undefined);
      throw new UserError(`the link expands to more than ${most / 1_000_000} MB; open the page without what follows the #`);
    }
  }
  await written;
  const all = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}
