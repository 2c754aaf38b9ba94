import { type SecretKey } from '../../kube/secret-key';
import { UserError } from '../../values/user-error';
import { type FetchedSource, portOf, requireUrl, shortName, shown } from './source-details';

/** Options of a Hugging Face Hub source. */
export interface HuggingFaceOptions {
  /** Full commit, 40 hexadecimal digits. Branches and tags can change and are refused. */
  readonly revision: string;

  /**
   * Files to fetch, as glob patterns. `['*.safetensors', '*.json']` leaves out the copies in other formats.
   *
   * @default - all files
   */
  readonly include?: string[];

  /**
   * Files to exclude, as glob patterns.
   *
   * @default - none
   */
  readonly exclude?: string[];

  /**
   * Access token. Only the container that fetches the model gets it.
   *
   * @default - none: the repository is public
   */
  readonly token?: SecretKey;

  /**
   * Endpoint of the Hugging Face Hub: a mirror, or a caching proxy.
   *
   * @default 'https://huggingface.co'
   */
  readonly endpoint?: string;
}

const PART = /^[A-Za-z0-9](?:[\w.-]{0,94}[A-Za-z0-9_])?$/;

/** @throws if the repository is invalid, or the revision is not a commit. */
export function huggingFaceSource(repo: string, options: HuggingFaceOptions): FetchedSource {
  const { revision, include = [], exclude = [], token, endpoint = 'https://huggingface.co' } = options;
  const parts = repo.split('/');
  if (parts.length > 2 || !parts.every((part) => PART.test(part)) || /--|\.\./.test(repo)) {
    throw new UserError(`${shown(repo)} is not a repository of the Hugging Face Hub; write owner/name, as in 'BAAI/bge-m3'`);
  }
  if (!/^[0-9a-f]{40}$/.test(revision)) {
    throw new UserError(`the revision of ${repo} is ${shown(revision)}; pin the full commit, 40 hexadecimal digits (the history of the repository on the hub shows it), `
      + 'since a branch or a tag can move to another model');
  }
  [...include, ...exclude].forEach((pattern) => requirePattern(repo, pattern));
  const url = requireUrl('the endpoint of the hub', endpoint);
  return {
    kind: 'huggingface',
    identity: ['huggingface', ...endpoint === 'https://huggingface.co' ? [] : [url.href], `${repo}@${revision}`, ...patterns('+', include), ...patterns('-', exclude)].join(' '),
    name: shortName(parts[parts.length - 1]),
    env: {
      MODEL_REPO: repo,
      MODEL_REVISION: revision,
      MODEL_INCLUDE: include.join('\n'),
      MODEL_EXCLUDE: exclude.join('\n'),
      HF_ENDPOINT: url.href.replace(/\/$/, ''),
    },
    secrets: token ? { HF_TOKEN: token } : {},
    host: url.hostname,
    port: portOf(url),
  };
}

function requirePattern(repo: string, pattern: string): void {
  if (!/^[\w.*?[][\w.*?[\]!/+@,=-]*$/.test(pattern) || pattern.includes('..')) {
    throw new UserError(`${shown(pattern)} is not a pattern for the files of ${repo}; use letters, digits and . _ - / * ? [ ] as in '*.safetensors'`);
  }
}

function patterns(sign: string, list: string[]): string[] {
  return [...list].sort().map((pattern) => `${sign}${pattern}`);
}
