import { UserError } from './user-error';
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
const MAX_NAME = 255;

/** Tags that publishers move to each new build. */
const MOVING_TAGS = new Set([
  'latest', 'main', 'master', 'trunk', 'head', 'tip', 'stable', 'edge', 'nightly', 'daily', 'weekly', 'dev', 'devel', 'develop', 'development', 'canary',
  'next', 'current', 'rolling', 'snapshot', 'unstable', 'testing', 'test', 'preview', 'prod', 'production', 'staging', 'release', 'lts', 'mainline', 'default',
]);
/** Part of a tag that names one build: date, build number, version of two numbers, or hash of a commit. */
const BUILD = /(?:^|[-_.])(?:\d{3,}|\d{4}-\d{2}(?:-\d{2})?|v?\d+\.\d+(?:[.\w]*)|(?:sha-?|g)?(?=[a-f]*\d)[0-9a-f]{7,40})(?=$|[-_.])/i;

interface ImageParts {
  readonly registry?: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** The name of a container image, as in `registry:5000/team/app:1.4.2@sha256:…`. */
export class ImageReference {
  /**
   * Reads an image reference.
   *
   * @throws naming the part that is malformed.
   */
  public static parse(text: string): ImageReference {
    const [beforeDigest, digest, ...more] = text.split('@');
    if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest))) {
      throw new UserError(`image '${text}' has a malformed digest; write @sha256: and 64 lower-case hexadecimal digits`);
    }
    const colon = beforeDigest.lastIndexOf(':');
    const tagged = colon > beforeDigest.lastIndexOf('/');
    const tag = tagged ? beforeDigest.slice(colon + 1) : undefined;
    if (tag !== undefined && !TAG.test(tag)) {
      throw new UserError(`image '${text}' has the malformed tag '${tag}'; use up to 128 letters, digits, '_', '.' and '-', not starting with '.' or '-'`);
    }
    const name = tagged ? beforeDigest.slice(0, colon) : beforeDigest;
    const components = name.split('/');
    const registry = components.length > 1 && /[.:]|^localhost$/.test(components[0]) ? components.shift() : undefined;
    if ((registry !== undefined && !DOMAIN.test(registry)) || !components.every((component) => PATH_COMPONENT.test(component)) || name.length > MAX_NAME) {
      throw new UserError(`image '${text}' is malformed; write [registry[:port]/]repository:tag in lower case, as in 'ghcr.io/acme/retriever:1.4.2'`);
    }
    return new ImageReference({ registry, repository: components.join('/'), tag, digest });
  }

  /**
   * Reads an image reference that always means the same image.
   *
   * @throws where it is malformed, or has no digest and either no tag or one that moves, such as `latest`, `main` or
   * `nightly`.
   */
  public static parsePinned(text: string): ImageReference {
    const image = ImageReference.parse(text);
    if (image.digest !== undefined) return image;
    if (image.tag !== undefined && isMoving(image.tag)) {
      throw new UserError(`image '${text}' has the tag '${image.tag}', which changes over time; use a version, as in '${image.name}:1.4.2', or a digest`);
    }
    if (image.tag === undefined) {
      throw new UserError(`image '${text}' has neither tag nor digest; use a version, as in '${image.name}:1.4.2', or a digest`);
    }
    return image;
  }

  public readonly registry?: string;
  public readonly repository: string;
  public readonly tag?: string;
  public readonly digest?: string;

  private constructor({ registry, repository, tag, digest }: ImageParts) {
    this.registry = registry;
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
  }

  /** Registry and repository. */
  public get name(): string {
    return this.registry === undefined ? this.repository : `${this.registry}/${this.repository}`;
  }

  public toString(): string {
    return `${this.name}${this.tag === undefined ? '' : `:${this.tag}`}${this.digest === undefined ? '' : `@${this.digest}`}`;
  }
}

/**
 * Reports whether a tag moves from build to build: `main`, `cpu-latest` and `main-lite` do, `nightly-20260714` and
 * `stable-1.4.2` do not.
 */
function isMoving(tag: string): boolean {
  const words = tag.toLowerCase().split(/[-_.]/);
  if (words.includes('latest')) return true;
  // Maven's 1.4.2-SNAPSHOT is whatever was built last.
  if (words[words.length - 1] === 'snapshot' && !/\d{6,}/.test(tag)) return true;
  return words.some((word) => MOVING_TAGS.has(word)) && !BUILD.test(tag);
}
