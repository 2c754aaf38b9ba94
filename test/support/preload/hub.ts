import { createHash } from 'node:crypto';
import { type Answer, sha256 } from './model-server';

/** A repository of a hub: its files, those in large file storage by name. */
export interface Repository {
  readonly name: string;
  readonly revision: string;
  readonly files: Readonly<Record<string, Buffer>>;
  readonly large: readonly string[];
  /** The token that may read it, where it is not public. */
  readonly token?: string;
  /** Bytes sent instead of a file's content, by file. */
  readonly tampered?: Readonly<Record<string, Buffer>>;
}

/** Git's own sum of a file. */
export function gitSum(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

/** The part of the Hugging Face Hub's API that `hf download` uses. */
export function hub(repository: Repository): Answer {
  const { name, revision, files, large, token, tampered = {} } = repository;
  return (request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0]);
    const refuse = (code: number, reason: string, message: string): void => {
      response.writeHead(code, { 'x-error-code': reason, 'x-error-message': message, 'content-type': 'application/json' });
      response.end(request.method === 'HEAD' ? '' : JSON.stringify({ error: message }));
    };
    const [, api, resolve] = /^(\/api\/models)?(\/.*)$/.exec(path) ?? [];
    if (!resolve?.startsWith(`/${name}`)) return refuse(401, 'RepoNotFound', 'Repository not found');
    if (token !== undefined && request.headers.authorization === undefined) return refuse(401, 'GatedRepo', 'Access to this repository is restricted');
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) return refuse(403, 'GatedRepo', 'Access to this repository is restricted');
    if (!resolve.includes(`/${revision}`)) return refuse(404, 'RevisionNotFound', 'Invalid rev id');
    if (api !== undefined && path.includes('/tree/')) return json(Object.entries(files).map(([file, content]) => entry(file, content)));
    const siblings = Object.keys(files).map((rfilename) => ({ rfilename }));
    if (api !== undefined) return json({ id: name, modelId: name, sha: revision, private: false, tags: [], siblings });
    const file = resolve.slice(`/${name}/resolve/${revision}/`.length);
    const content = files[file];
    if (content === undefined) return refuse(404, 'EntryNotFound', 'Entry not found');
    const tag = large.includes(file) ? sha256(content) : gitSum(content);
    response.writeHead(200, { 'x-repo-commit': revision, etag: `"${tag}"`, 'content-length': content.length, 'accept-ranges': 'bytes' });
    response.end(request.method === 'HEAD' ? undefined : tampered[file] ?? content);

    function json(body: unknown): void {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }
  };

  function entry(path: string, content: Buffer): object {
    const lfs = large.includes(path) ? { lfs: { oid: sha256(content), size: content.length, pointerSize: 134 } } : {};
    return { type: 'file', path, size: content.length, oid: gitSum(content), ...lfs };
  }
}
