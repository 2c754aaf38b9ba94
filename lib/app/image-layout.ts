import { ImageReference } from '../values/image-reference';

/** Contents of an upstream image, by tag. */
export interface ImageLayout {
  /** Path of the Python interpreter with the app's packages. */
  readonly python: string;
  /** Upstream's `lite`, `full` or `ollama`; undefined if the tag contains none. */
  readonly flavor?: string;
  /** True if the image contains the clients of Elasticsearch, Qdrant and Milvus. */
  readonly hasStoreClients: boolean;
  /** True if the SSO application supports Keycloak. */
  readonly hasKeycloak: boolean;
}

/** Versions with a known layout, for error messages. */
export const KNOWN_VERSIONS = '0.10.0 to 0.11.x';

/** Upstream's semantic version tags, such as `0.11.3-full`. A derived image may have a suffix after the flavor. */
const TAG = /^v?0\.(1[01])\.(\d+)(?:-(lite|full|ollama))?(?:[-_.]|$)/;

/**
 * Returns the layout of an upstream image, a mirror or a derived image; undefined if the reference does not determine
 * it.
 *
 * Up to 0.11.1, the packages are in the system's Python. From 0.11.2, they are in a virtual environment, and `lite`
 * includes the store clients.
 */
export function imageLayout(image: string): ImageLayout | undefined {
  const { repository, tag = '' } = ImageReference.parse(image);
  const match = TAG.exec(tag);
  if (!match || !/(?:^|\/)kotaemon$/.test(repository)) return undefined;
  const [minor, patch] = [Number(match[1]), Number(match[2])];
  const flavor = match[3];
  const inVenv = minor === 11 && patch >= 2;
  return {
    python: inVenv ? '/app/.venv/bin/python' : '/usr/local/bin/python',
    flavor,
    hasStoreClients: inVenv || flavor !== 'lite',
    hasKeycloak: minor === 11 || patch >= 3,
  };
}
