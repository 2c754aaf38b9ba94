import { type SecretKey } from '../../kube/secret-key';
import { UserError } from '../../values/user-error';
import { type FetchedSource, portOf, requireSha256, requireUrl, shortName, shown } from './source-details';

/** Options of an HTTP source. */
export interface HttpOptions {
  /** SHA-256 of the file, as sha256sum prints it. */
  readonly sha256: string;

  /**
   * File name in the folder of the model.
   *
   * @default - the last part of the URL's path
   */
  readonly fileName?: string;

  /**
   * Bearer token. Only the container that fetches the model gets it.
   *
   * @default - none
   */
  readonly token?: SecretKey;
}

/** @throws if the URL is invalid or holds a secret, the sum is invalid, or the file name is invalid. */
export function httpSource(text: string, { sha256, fileName, token }: HttpOptions): FetchedSource {
  const url = requireUrl('the model', text);
  requireSha256(text, sha256);
  const file = fileName ?? url.pathname.split('/').pop() ?? '';
  if (!/^[A-Za-z0-9_][\w.+-]{0,199}$/.test(file)) {
    throw new UserError(`the file of ${text} would be called ${shown(file)}; give it a fileName of letters, digits and . _ + -, as in 'bge-m3.gguf'`);
  }
  if (token && url.protocol === 'http:') throw new UserError(`${text} would be asked with a token over plain http, which does not encrypt it; use https`);
  return {
    kind: 'http',
    identity: `http ${file} sha256:${sha256}`,
    name: shortName(file.replace(/\.[^.]+$/, '')),
    env: { MODEL_URL: url.href, MODEL_FILE: file, MODEL_SHA256: sha256, ...(!token && { MODEL_TOKEN: '' }) },
    secrets: token ? { MODEL_TOKEN: token } : {},
    host: url.hostname,
    port: portOf(url),
  };
}
