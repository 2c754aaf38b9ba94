import { readFileSync } from 'node:fs';
import { type IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';

export type Json = Record<string, any>;

/** Address of an API server, and the client's certificate. */
export interface Endpoint {
  readonly url: string;
  /** The file with the certificate of the server's authority. */
  readonly authority: string;
  readonly token: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly warnings: readonly string[];
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Json;
}

const FIELD_MANAGER = 'cdk8s-kotaemon-e2e';

/** A kubernetes client with nothing but what these tests need. */
export class ApiClient {
  private readonly agent: Agent;
  private readonly resources = new Map<string, Promise<Json[]>>();

  constructor(private readonly endpoint: Endpoint) {
    // No limit: every watch keeps a connection.
    this.agent = new Agent({ ca: readFileSync(endpoint.authority), keepAlive: true });
  }

  /** Applies as `kubectl apply --server-side --force-conflicts --validate=strict` does. */
  public async apply(manifest: Json, { namespace, fieldManager = FIELD_MANAGER }: { namespace?: string; fieldManager?: string } = {}): Promise<Answer> {
    const query = new URLSearchParams({ fieldManager, fieldValidation: 'Strict', force: 'true' });
    return this.send('PATCH', `${await this.pathOf(manifest, namespace)}?${query}`, JSON.stringify(manifest), 'application/apply-patch+yaml');
  }

  /** Ends every connection, and with it every watch. */
  public close(): void {
    this.agent.destroy();
  }

  public async get(path: string): Promise<Json> {
    return accepted(await this.send('GET', path), path);
  }

  public async create(path: string, object: Json): Promise<Json> {
    return accepted(await this.send('POST', path, JSON.stringify(object)), path);
  }

  public async replace(path: string, object: Json): Promise<Json> {
    return accepted(await this.send('PUT', path, JSON.stringify(object)), path);
  }

  public async merge(path: string, patch: Json): Promise<Json> {
    return accepted(await this.send('PATCH', path, JSON.stringify(patch), 'application/merge-patch+json'), path);
  }

  public async delete(path: string): Promise<Json> {
    return accepted(await this.send('DELETE', path), path);
  }

  public async send(method: string, path: string, body?: string, contentType = 'application/json'): Promise<Answer> {
    const response = await this.open(method, path, body, contentType);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    return { status: response.statusCode!, body: parse(text), warnings: warningsOf(response) };
  }

  /**
   * Tells every change of the objects of a path since a version of them; the answer ends it.
   *
   * @param resourceVersion by default what the server has at hand, which may be old: to be sure of the newest it would
   * have to ask an etcd newer than Debian's.
   */
  public async watch(path: string, tell: (event: WatchEvent) => void, resourceVersion = '0'): Promise<() => void> {
    const response = await this.open('GET', `${path}?watch=1&resourceVersion=${resourceVersion}`);
    let rest = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      for (const line of lines) tell(JSON.parse(line));
    });
    // The server ends a watch when it ends.
    response.on('error', () => undefined);
    return () => response.destroy();
  }

  /** The path of an object; its own namespace, or else the one that is given, or else default. */
  public async pathOf({ apiVersion, kind, metadata }: Json, namespace = 'default'): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const resource = (await this.resourcesOf(root)).find((each) => each.kind === kind && !each.name.includes('/'));
    if (!resource) {
      this.resources.delete(root);
      throw new Error(`the server does not know ${apiVersion} ${kind}`);
    }
    return `${root}${resource.namespaced ? `/namespaces/${metadata.namespace ?? namespace}` : ''}/${resource.name}/${metadata.name}`;
  }

  private resourcesOf(root: string): Promise<Json[]> {
    const known = this.resources.get(root) ?? this.get(root).then(({ resources }) => resources as Json[]);
    this.resources.set(root, known);
    return known;
  }

  private open(method: string, path: string, body?: string, contentType?: string): Promise<IncomingMessage> {
    const headers = { authorization: `Bearer ${this.endpoint.token}`, ...(body !== undefined && { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }) };
    return new Promise((resolve, reject) => {
      const asked = request(`${this.endpoint.url}${path}`, { method, headers, agent: this.agent }, resolve);
      // A connection that is kept may be closed by the server just as it is used again: nothing was asked then.
      const again = (error: Error & { code?: string }) => (asked.reusedSocket && error.code === 'ECONNRESET' ? resolve(this.open(method, path, body, contentType)) : reject(error));
      asked.on('error', again).end(body);
    });
  }
}

/** Path of a resource: `resourcePath('apps/v1', 'deployments', 'rag', 'web')`. */
export function resourcePath(apiVersion: string, resource: string, namespace: string, name?: string): string {
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}/namespaces/${namespace}/${resource}${name === undefined ? '' : `/${name}`}`;
}

function accepted({ status, body }: Answer, path: string): Json {
  if (status >= 300) throw new Error(`${path}: ${status} ${body.message ?? ''}`);
  return body;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}

/** As in `299 - "unknown field"`. */
function warningsOf({ headers }: IncomingMessage): string[] {
  const header = headers.warning as string | undefined;
  return [...(header ?? '').matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text.replace(/\\(.)/g, '$1'));
}
