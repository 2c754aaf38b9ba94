import { createHash } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Answer, sha256 } from './model-server';

type Files = Readonly<Record<string, Buffer>>;

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://store');
}

function md5(content: Buffer, encoding: 'hex' | 'base64'): string {
  return createHash('md5').update(content).digest(encoding);
}

function children(files: Files, prefix: string, delimiter: string): { objects: [string, Buffer][]; folders: string[] } {
  const below = Object.entries(files).filter(([name]) => name.startsWith(prefix));
  const deeper = (name: string): boolean => delimiter !== '' && name.slice(prefix.length).includes(delimiter);
  const folders = below.filter(([name]) => deeper(name)).map(([name]) => `${prefix}${name.slice(prefix.length).split(delimiter)[0]}${delimiter}`);
  return { objects: below.filter(([name]) => !deeper(name)), folders: [...new Set(folders)] };
}

/**
 * The part of S3 that reading a folder takes: a bucket called models, readable with one access key, or by everybody who
 * asks without any.
 */
export function s3(files: Files, accessKey?: string): Answer {
  return (request, response) => {
    const { authorization } = request.headers;
    const isAllowed = accessKey === undefined ? authorization === undefined : authorization?.includes(`Credential=${accessKey}/`);
    if (!isAllowed) return error(response, 403, 'InvalidAccessKeyId');
    const { pathname, searchParams } = urlOf(request);
    const [, bucket, ...rest] = decodeURIComponent(pathname).split('/');
    if (bucket !== 'models') return error(response, 404, 'NoSuchBucket');
    const name = rest.join('/');
    if (name === '') return list(response, searchParams.get('prefix') ?? '', searchParams.get('delimiter') ?? '');
    const content = files[name];
    if (!content) return error(response, 404, 'NoSuchKey');
    response.writeHead(200, { 'content-length': content.length, etag: `"${md5(content, 'hex')}"`, 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' });
    response.end(request.method === 'HEAD' ? undefined : content);
  };

  function list(response: ServerResponse, prefix: string, delimiter: string): void {
    const { objects, folders } = children(files, prefix, delimiter);
    const contents = objects.map(([name, content]) =>
      `<Contents><Key>${name}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>"${md5(content, 'hex')}"</ETag><Size>${content.length}</Size></Contents>`);
    const prefixes = folders.map((folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`);
    const xml = `<ListBucketResult><Name>models</Name><Prefix>${prefix}</Prefix><IsTruncated>false</IsTruncated>${contents.join('')}${prefixes.join('')}</ListBucketResult>`;
    response.writeHead(200, { 'content-type': 'application/xml' }).end(xml);
  }

  function error(response: ServerResponse, code: number, reason: string): void {
    response.writeHead(code, { 'content-type': 'application/xml' }).end(`<Error><Code>${reason}</Code><Message>${reason}</Message></Error>`);
  }
}

/** The part of Google Cloud Storage that reading a folder takes: a bucket called models, readable by everybody. */
export function gcs(files: Files): Answer {
  return (request, response) => {
    const { pathname, searchParams } = urlOf(request);
    const [, object] = /\/o\/(.*)$/.exec(pathname) ?? [];
    if (!pathname.includes('/b/models')) return reply(404, { error: { code: 404, message: 'The specified bucket does not exist.' } });
    if (object === undefined) {
      const { objects, folders } = children(files, searchParams.get('prefix') ?? '', searchParams.get('delimiter') ?? '');
      return reply(200, { kind: 'storage#objects', items: objects.map(([name, content]) => item(name, content)), prefixes: folders });
    }
    const name = decodeURIComponent(object);
    const content = files[name];
    if (!content) return reply(404, { error: { code: 404, message: 'No such object' } });
    if (searchParams.get('alt') !== 'media') return reply(200, item(name, content));
    response.writeHead(200, { 'content-length': content.length }).end(content);

    function reply(code: number, body: object): void {
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }

    function item(path: string, bytes: Buffer): object {
      const mediaLink = `http://${request.headers.host}/download/storage/v1/b/models/o/${encodeURIComponent(path)}?alt=media`;
      return { kind: 'storage#object', name: path, bucket: 'models', size: String(bytes.length), md5Hash: md5(bytes, 'base64'), updated: '2026-01-01T00:00:00.000Z', mediaLink };
    }
  };
}

/** An artifact of a registry: files with their names, as `oras push` lays them out. */
export interface Artifact {
  readonly repository: string;
  readonly files: Files;
  /** `user:password` of those who may read it. */
  readonly login?: string;
  /** Bytes sent instead of a file's content, by file. */
  readonly tampered?: Files;
}

function manifestOf({ files }: Artifact): string {
  const layers = Object.entries(files).map(([name, content]) => ({
    mediaType: 'application/octet-stream', digest: `sha256:${sha256(content)}`, size: content.length, annotations: { 'org.opencontainers.image.title': name },
  }));
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: `sha256:${sha256('{}')}`, size: 2 };
  return JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', artifactType: 'application/vnd.acme.model', config, layers });
}

/** The digest that pins an artifact. */
export function digestOf(artifact: Artifact): string {
  return `sha256:${sha256(manifestOf(artifact))}`;
}

/** The part of the distribution API that pulling takes. */
export function registry(artifact: Artifact): Answer {
  const { repository, files, login, tampered = {} } = artifact;
  const manifest = manifestOf(artifact);
  return (request, response) => {
    const { pathname } = urlOf(request);
    if (login !== undefined && request.headers.authorization !== `Basic ${Buffer.from(login).toString('base64')}`) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="models"', 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] }));
      return;
    }
    if (pathname === `/v2/${repository}/manifests/${digestOf(artifact)}`) return send(Buffer.from(manifest), 'application/vnd.oci.image.manifest.v1+json');
    const [file] = Object.entries(files).find(([, content]) => pathname === `/v2/${repository}/blobs/sha256:${sha256(content)}`) ?? [];
    if (file !== undefined) return send(tampered[file] ?? files[file], 'application/octet-stream');
    if (pathname.endsWith(sha256('{}'))) return send(Buffer.from('{}'), 'application/octet-stream');
    response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] }));

    function send(content: Buffer, type: string): void {
      const digest = pathname.includes('/manifests/') ? digestOf(artifact) : `sha256:${sha256(content)}`;
      response.writeHead(200, { 'content-type': type, 'content-length': content.length, 'docker-content-digest': digest });
      response.end(request.method === 'HEAD' ? undefined : content);
    }
  };
}
