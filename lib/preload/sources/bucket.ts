import { type SecretKey } from '../../kube/secret-key';
import { type FetchedSource, portOf, requireSha256, requireUrl, shortName, shown } from './source-details';

/** A pair of keys. */
export interface S3Credentials {
  /** The access key. */
  readonly accessKeyId: SecretKey;

  /** The secret key. */
  readonly secretAccessKey: SecretKey;
}

/** Which folder of an S3 bucket, and what it must hold. */
export interface S3Options {
  /** The sha256 of the file SHA256SUMS in the folder. That file lists the sums of all others, so that one sum pins the whole model. */
  readonly sha256: string;

  /**
   * The region, as in 'eu-central-1'.
   *
   * @default - an endpoint has to be given instead
   */
  readonly region?: string;

  /**
   * Where the store is, if it is not Amazon's.
   *
   * @default - Amazon S3 in the region
   */
  readonly endpoint?: string;

  /**
   * The credentials. Only the container that fetches the model gets them.
   *
   * @default - what the pod's service account stands for, or the node: clouds hand that out at link-local addresses, so the preload has to name its network
   */
  readonly credentials?: S3Credentials;
}

/** Which folder of a bucket of Google Cloud Storage, and what it must hold. */
export interface GcsOptions {
  /** The sha256 of the file SHA256SUMS in the folder. That file lists the sums of all others, so that one sum pins the whole model. */
  readonly sha256: string;

  /**
   * The key of a service account, as JSON. Only the container that fetches the model gets it.
   *
   * @default - what the pod's service account stands for, or the node: clouds hand that out at link-local addresses, so the preload has to name its network
   */
  readonly credentials?: SecretKey;

  /**
   * Where the store is, if it is not Google's public address.
   *
   * @default 'https://storage.googleapis.com'
   */
  readonly endpoint?: string;
}

const FOLDER = /^\w[\w.-]*(?:\/[\w.][\w.+=@,-]*)+$/;

/** @throws where the address or the sum is none, or neither region nor endpoint is named. */
export function s3Source(address: string, { sha256, region, endpoint, credentials }: S3Options): FetchedSource {
  const remote = requireFolder('s3', address);
  requireSha256(`SHA256SUMS of ${address}`, sha256);
  if (region === undefined && endpoint === undefined) throw new Error(`${address} has neither region nor endpoint; name one of them, as in region: 'eu-central-1'`);
  if (region !== undefined && !/^[a-z0-9-]{1,40}$/.test(region)) throw new Error(`${address} is in the region ${shown(region)}; write it as in 'eu-central-1'`);
  const url = requireUrl(`the endpoint of ${address}`, endpoint ?? `https://s3.${region}.amazonaws.com`);
  return {
    ...described('s3', remote, sha256, url),
    env: {
      MODEL_REMOTE: remote,
      MODEL_SHA256: sha256,
      RCLONE_CONFIG_MODEL_TYPE: 's3',
      RCLONE_CONFIG_MODEL_PROVIDER: endpoint === undefined ? 'AWS' : 'Other',
      RCLONE_CONFIG_MODEL_ENV_AUTH: 'true',
      ...(region !== undefined && { RCLONE_CONFIG_MODEL_REGION: region }),
      ...(endpoint !== undefined && { RCLONE_CONFIG_MODEL_ENDPOINT: endpoint }),
    },
    usesPodIdentity: credentials === undefined,
    secrets: credentials ? { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey } : {},
  };
}

/** @throws where the address or the sum is none. */
export function gcsSource(address: string, { sha256, credentials, endpoint }: GcsOptions): FetchedSource {
  const remote = requireFolder('gs', address);
  requireSha256(`SHA256SUMS of ${address}`, sha256);
  const url = requireUrl(`the endpoint of ${address}`, endpoint ?? 'https://storage.googleapis.com');
  return {
    ...described('gcs', remote, sha256, url),
    env: {
      MODEL_REMOTE: remote,
      MODEL_SHA256: sha256,
      RCLONE_CONFIG_MODEL_TYPE: 'google cloud storage',
      ...(!credentials && { RCLONE_CONFIG_MODEL_ENV_AUTH: 'true' }),
      ...(endpoint !== undefined && { RCLONE_CONFIG_MODEL_ENDPOINT: endpoint }),
    },
    usesPodIdentity: credentials === undefined,
    secrets: credentials ? { RCLONE_CONFIG_MODEL_SERVICE_ACCOUNT_CREDENTIALS: credentials } : {},
  };
}

function described(kind: string, remote: string, sha256: string, url: URL): Omit<FetchedSource, 'env' | 'secrets'> {
  return { kind: 'bucket', identity: `${kind} ${remote} SHA256SUMS:${sha256}`, name: shortName(remote.split('/').pop()!), host: url.hostname, port: portOf(url) };
}

function requireFolder(scheme: string, address: string): string {
  const prefix = `${scheme}://`;
  const remote = address.startsWith(prefix) ? address.slice(prefix.length).replace(/\/$/, '') : '';
  if (!FOLDER.test(remote) || remote.split('/').some((part) => /^\.+$/.test(part))) {
    throw new Error(`${shown(address)} is not a folder of a bucket; write ${prefix}bucket/folder, as in '${prefix}models/bge-m3/v1'`);
  }
  return remote;
}
