import { ImageReference } from '../values/image-reference';

/** Contents of an upstream image, by its tag. */
export interface ImageLayout {
  /** Path of the interpreter that has the app's packages. */
  readonly python: string;
  /** Upstream's `lite`, `full` or `ollama`; undefined where the tag names none. */
  readonly flavor?: string;
  /** True if it contains the clients of Elasticsearch, Qdrant and Milvus. */
  readonly hasStoreClients: boolean;
  /** True if its SSO application supports Keycloak. */
  readonly hasKeycloak: boolean;
}

/** Versions whose layout is known, as errors name them. */
export const KNOWN_VERSIONS = '0.10.0 to 0.11.x';

/** Upstream's semantic tags, such as `0.11.3-full`. What follows the flavor is a suffix of a derived image. */
const TAG = /^v?0\.(1[01])\.(\d+)(?:-(lite|full|ollama))?(?:[-_.]|$)/;

/**
 * Returns the layout of an image of upstream, a mirror of it or an image derived from it; undefined where the reference
 * does not tell.
 *
 * Up to 0.11.1 the packages are those of the system's Python, from 0.11.2 on they are in a virtual environment, whose
 * `lite` has the clients of the stores.
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
