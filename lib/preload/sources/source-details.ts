import { createHash } from 'node:crypto';
import { type PodVolume } from '../../kube/pod-volume';
import { type SecretKey } from '../../kube/secret-key';
import { UserError } from '../../values/user-error';
import { type FetchKind } from '../script/preload-script';
import { type PodIdentity } from './pod-identity';

/** Source that a container fetches. */
export interface FetchedSource {
  readonly kind: FetchKind;
  /**
   * Line that identifies one model permanently: the content of the marker file. Another identity has another folder.
   */
  readonly identity: string;
  /** Name for folders and containers. */
  readonly name: string;
  /** Environment variables of the script. */
  readonly env: Record<string, string>;
  /** Environment variables from Secrets. */
  readonly secrets: Record<string, SecretKey>;
  /** Identity of the pod, if the source is read with it. */
  readonly podIdentity?: PodIdentity;
  readonly host: string;
  readonly port: number;
  /** Image pull Secret of the registry. */
  readonly pullSecret?: string;
  /** Image reference, if the source is an image. */
  readonly image?: { readonly reference: string; readonly path?: string };
}

/** Source that already exists on a volume. */
export interface ExistingSource {
  readonly kind: 'existing';
  readonly name: string;
  readonly volume: PodVolume;
  readonly folder: string;
}

const MAX_NAME = 40;

/** Returns a name of lower-case letters, digits and dashes, short enough for use in longer names. */
export function shortName(text: string): string {
  const name = text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[-0-9]+/, '').slice(0, MAX_NAME).replace(/-+$/, '');
  return name === '' ? 'model' : name;
}

/**
 * Returns the folder of a model. Each revision has its own folder, so that files that a running pod has mapped are
 * never overwritten.
 */
export function folderOf({ name, identity }: FetchedSource): string {
  return `${name}-${createHash('sha256').update(identity).digest('hex').slice(0, 12)}`;
}

/** Requires a SHA-256 checksum. */
export function requireSha256(what: string, sum: string): void {
  if (!/^[0-9a-f]{64}$/.test(sum)) throw new UserError(`sha256 of ${what} is ${shown(sum)}; use 64 lower-case hexadecimal digits, as sha256sum prints them`);
}

/** Quotes a text for a message, with invisible characters escaped. */
export function shown(text: string): string {
  return JSON.stringify(text);
}

/**
 * Parses a URL without credentials.
 *
 * @throws if it is invalid, has another scheme than http and https, or would put a secret into the manifest
 */
export function requireUrl(what: string, text: string): URL {
  const url = /^[!-~]+$/.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hash !== '') {
    throw new UserError(`${what} is ${shown(text)}; write an http or https URL without spaces, as in 'https://models.example.com/bge-m3.gguf'`);
  }
  if (url.username !== '' || url.password !== '') throw new UserError(`${what} has credentials in its URL; keep them in a Secret, and set it as token`);
  const secret = [...url.searchParams.keys()].find((key) => /signature|credential|token|secret|password|^sig$|api[-_]?key/i.test(key));
  if (secret !== undefined) throw new UserError(`${what} has the secret '${secret}' in its URL, which is written to the manifest and expires; use a token from a Secret`);
  return url;
}

/** Returns the port of a URL, or the default port of its scheme. */
export function portOf(url: URL): number {
  return url.port !== '' ? Number(url.port) : url.protocol === 'https:' ? 443 : 80;
}
