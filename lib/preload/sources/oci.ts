import { requireReferencedName } from '../../kube/names';
import { ImageReference } from '../../values/image-reference';
import { UserError } from '../../values/user-error';
import { type FetchedSource, shortName, shown } from './source-details';

/** Options of an OCI source. */
export interface OciOptions {
  /**
   * Image pull Secret (kubernetes.io/dockerconfigjson) of the registry. With ModelCache.imageVolume() the pod's
   * imagePullSecrets apply.
   *
   * @default - none
   */
  readonly pullSecret?: string;

  /**
   * Folder of the image that holds the model, for ModelCache.imageVolume().
   *
   * @default - the whole image
   */
  readonly path?: string;

  /**
   * Uses plain HTTP, for a registry inside the cluster.
   *
   * @default false
   */
  readonly plainHttp?: boolean;
}

/** @throws if the reference has no digest. */
export function ociSource(text: string, { pullSecret, path, plainHttp = false }: OciOptions): FetchedSource {
  const image = ImageReference.parse(text);
  if (image.digest === undefined) throw new UserError(`the model image '${text}' has no digest; pin it, as in '${image.name}@sha256:…', since a tag can move to another model`);
  if (pullSecret !== undefined) requireReferencedName('Secret', pullSecret);
  if (path !== undefined && !/^\w[\w.-]*(?:\/\w[\w.-]*)*$/.test(path.replace(/^\/|\/$/g, ''))) throw new UserError(`${shown(path)} is not a folder of ${text}; write it as in 'models/bge-m3'`);
  const registry = image.registry ?? 'registry-1.docker.io';
  const [host, port] = /^(.*):(\d+)$/.exec(registry)?.slice(1) ?? [registry, plainHttp ? '80' : '443'];
  return {
    kind: 'oci',
    identity: `oci ${image.name}@${image.digest}`,
    name: shortName(image.repository.split('/').pop()!),
    env: { MODEL_REFERENCE: referenceFor(image), MODEL_PLAIN_HTTP: plainHttp ? 'yes' : '', MODEL_REGISTRY_CONFIG: '' },
    secrets: {},
    host,
    port: Number(port),
    pullSecret,
    image: { reference: text, path: path?.replace(/^\/|\/$/g, '') },
  };
}

/** Formats a reference with its registry: oras has no default registry. */
function referenceFor({ registry, repository, digest }: ImageReference): string {
  if (registry !== undefined) return `${registry}/${repository}@${digest}`;
  return `docker.io/${repository.includes('/') ? repository : `library/${repository}`}@${digest}`;
}
