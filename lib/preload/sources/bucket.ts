import { type SecretKey } from '../../kube/secret-key';
import { UserError } from '../../values/user-error';
import { type PodIdentity } from './pod-identity';
import { type FetchedSource, portOf, requireSha256, requireUrl, shortName, shown } from './source-details';

/** S3 key pair. */
export interface S3Credentials {
  /** Secret key of the access key ID. */
  readonly accessKeyId: SecretKey;

  /** Secret key of the secret access key. */
  readonly secretAccessKey: SecretKey;
}

/** Options of an S3 source. */
export interface S3Options {
  /**
   * SHA-256 of the file SHA256SUMS in the folder. SHA256SUMS lists the sums of all other files, so that one sum pins
   * the whole model.
   */
  readonly sha256: string;

  /**
   * Region, as in 'eu-central-1'.
   *
   * @default - none: an endpoint is required instead
   */
  readonly region?: string;

  /**
   * Endpoint of an S3-compatible store other than Amazon S3.
   *
   * @default - Amazon S3 in the region
   */
  readonly endpoint?: string;

  /**
   * Credentials. Only the container that fetches the model gets them.
   *
   * @default - the identity of the pod, or anonymous: exactly one of the three is required
   */
  readonly credentials?: S3Credentials;

  /**
   * Identity of the pod that fetches the model, instead of credentials.
   *
   * @default - the credentials, or anonymous
   */
  readonly identity?: PodIdentity;

  /**
   * Reads a public bucket without credentials.
   *
   * @default false
   */
  readonly anonymous?: boolean;
}

/** Options of a Google Cloud Storage source. */
export interface GcsOptions {
  /**
   * SHA-256 of the file SHA256SUMS in the folder. SHA256SUMS lists the sums of all other files, so that one sum pins
   * the whole model.
   */
  readonly sha256: string;

  /**
   * Service account key, as JSON. Only the container that fetches the model gets it.
   *
   * @default - the identity of the pod, or anonymous: exactly one of the three is required
   */
  readonly credentials?: SecretKey;

  /**
   * Identity of the pod that fetches the model, instead of credentials.
   *
   * @default - the credentials, or anonymous
   */
  readonly identity?: PodIdentity;

  /**
   * Reads a public bucket without credentials.
   *
   * @default false
   */
  readonly anonymous?: boolean;

  /**
   * Endpoint of a store other than Google's public address.
   *
   * @default 'https://storage.googleapis.com'
   */
  readonly endpoint?: string;
}

const FOLDER = /^\w[\w.-]*(?:\/[\w.][\w.+=@,-]*)+$/;

/**
 * @throws if the address or the sum is invalid, neither region nor endpoint is set, or not exactly one kind of
 * access.
 */
export function s3Source(address: string, options: S3Options): FetchedSource {
  const { sha256, region, endpoint, credentials, identity, anonymous = false } = options;
  const remote = requireFolder('s3', address);
  requireOneAccess(address, options);
  requireSha256(`SHA256SUMS of ${address}`, sha256);
  if (region === undefined && endpoint === undefined) throw new UserError(`${address} has neither region nor endpoint; name one of them, as in region: 'eu-central-1'`);
  if (region !== undefined && !/^[a-z0-9-]{1,40}$/.test(region)) throw new UserError(`${address} is in the region ${shown(region)}; write it as in 'eu-central-1'`);
  const url = requireUrl(`the endpoint of ${address}`, endpoint ?? `https://s3.${region}.amazonaws.com`);
  return {
    ...described('s3', remote, sha256, url),
    env: {
      MODEL_REMOTE: remote,
      MODEL_SHA256: sha256,
      RCLONE_CONFIG_MODEL_TYPE: 's3',
      RCLONE_CONFIG_MODEL_PROVIDER: endpoint === undefined ? 'AWS' : 'Other',
      RCLONE_CONFIG_MODEL_ENV_AUTH: String(!anonymous),
      ...(region !== undefined && { RCLONE_CONFIG_MODEL_REGION: region }),
      ...(endpoint !== undefined && { RCLONE_CONFIG_MODEL_ENDPOINT: endpoint }),
    },
    podIdentity: identity,
    secrets: credentials ? { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey } : {},
  };
}

/** @throws if the address or the sum is invalid, or not exactly one kind of access is set. */
export function gcsSource(address: string, options: GcsOptions): FetchedSource {
  const { sha256, credentials, identity, anonymous, endpoint } = options;
  const remote = requireFolder('gs', address);
  requireOneAccess(address, options);
  requireSha256(`SHA256SUMS of ${address}`, sha256);
  const url = requireUrl(`the endpoint of ${address}`, endpoint ?? 'https://storage.googleapis.com');
  return {
    ...described('gcs', remote, sha256, url),
    env: {
      MODEL_REMOTE: remote,
      MODEL_SHA256: sha256,
      RCLONE_CONFIG_MODEL_TYPE: 'google cloud storage',
      ...(identity && { RCLONE_CONFIG_MODEL_ENV_AUTH: 'true' }),
      ...(anonymous && { RCLONE_CONFIG_MODEL_ANONYMOUS: 'true' }),
      ...(endpoint !== undefined && { RCLONE_CONFIG_MODEL_ENDPOINT: endpoint }),
    },
    podIdentity: identity,
    secrets: credentials ? { RCLONE_CONFIG_MODEL_SERVICE_ACCOUNT_CREDENTIALS: credentials } : {},
  };
}

function described(kind: string, remote: string, sha256: string, url: URL): Omit<FetchedSource, 'env' | 'secrets'> {
  return { kind: 'bucket', identity: `${kind} ${remote} SHA256SUMS:${sha256}`, name: shortName(remote.split('/').pop()!), host: url.hostname, port: portOf(url) };
}

/** Requires exactly one kind of access: without one, rclone would read the bucket with the permissions of the node. */
function requireOneAccess(address: string, { credentials, identity, anonymous = false }: Pick<S3Options | GcsOptions, 'credentials' | 'identity' | 'anonymous'>): void {
  const named = Object.entries({ credentials, identity, anonymous }).flatMap(([name, value]) => (value ? [name] : []));
  if (named.length !== 1) {
    throw new UserError(`${address} is read with ${named.length === 0 ? 'nothing' : named.join(' and ')}; name one of credentials (keys from a Secret), `
      + 'identity (that of the pod, as in PodIdentity.irsa()) and anonymous: true (a public bucket)');
  }
}

function requireFolder(scheme: string, address: string): string {
  const prefix = `${scheme}://`;
  const remote = address.startsWith(prefix) ? address.slice(prefix.length).replace(/\/$/, '') : '';
  if (!FOLDER.test(remote) || remote.split('/').some((part) => /^\.+$/.test(part))) {
    throw new UserError(`${shown(address)} is not a folder of a bucket; write ${prefix}bucket/folder, as in '${prefix}models/bge-m3/v1'`);
  }
  return remote;
}
