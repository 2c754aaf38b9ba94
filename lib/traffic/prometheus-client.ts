import { type Fields, isFields, listAt, textAt, valueAt } from '../manifest';
import { UserError } from '../values/user-error';
import { clip } from './trace-clock';

/** Maximum number of points per series that Prometheus returns in one response. */
export const MAX_POINTS = 11_000;
const TIMEOUT_MS = 60_000;

export interface PrometheusQuery {
  /** URL of the server, or of its `/api/v1/query_range`. */
  readonly url: string;
  /** PromQL query whose value is requests per second. */
  readonly query: string;
  /** Start in Unix seconds. */
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
  /** Bearer token. */
  readonly token?: string;
}

export type Fetch = (url: string, init: { headers: Record<string, string>; signal: AbortSignal }) => Promise<{ status: number; text: () => Promise<string> }>;

/** Prometheus server and its client settings. */
export interface PrometheusServer {
  /** URL of the server, or of its `/api/v1/query_range`. */
  readonly url: string;
  /** Bearer token. */
  readonly token?: string;
  /** Tenant of a multi-tenant server, such as Mimir, Cortex and Thanos. */
  readonly tenant?: string;
  /** HTTP client. @default - the runtime's own */
  readonly fetch?: Fetch;
  /** Delay between attempts. @default - a timer */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** Retryable HTTP status codes. */
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** Delay before each retry in milliseconds. */
const BACK_OFF_MS = [1000, 4000, 15_000];

/** Client of Prometheus' HTTP API with one request at a time, and retries if the server is busy. */
export class PrometheusClient {
  private readonly base: URL;
  private readonly fetch: Fetch;
  private readonly wait: (milliseconds: number) => Promise<void>;

  /** @throws UserError if the URL or the token is invalid. */
  public constructor(private readonly server: PrometheusServer) {
    this.base = endpoint(server.url);
    if (server.token !== undefined) requireToken(server.token);
    if (server.tenant !== undefined) requireTenant(server.tenant);
    this.fetch = server.fetch ?? globalThis.fetch;
    this.wait = server.wait ?? ((milliseconds) => new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    }));
  }

  /** URL of the server with its tenant, without a token. */
  public get address(): string {
    return this.server.tenant === undefined ? this.base.href : `${this.base.href} ${this.server.tenant}`;
  }

  /** Name of the server in messages. */
  public get host(): string {
    return this.base.host;
  }

  /**
   * Sends a request to an endpoint of the API, such as `query_range`, and returns the response.
   *
   * @throws UserError if the server is unreachable or the response is not Prometheus'.
   */
  public async get(part: string, parameters: Readonly<Record<string, string>>): Promise<Fields> {
    const url = new URL(this.base);
    url.pathname = url.pathname.replace(/query_range$/, part);
    url.search = new URLSearchParams(parameters).toString();
    for (const pause of BACK_OFF_MS) {
      const answer = await ask(url, this.server, this.fetch);
      if (answer !== 'busy') return answer;
      await this.wait(pause);
    }
    const answer = await ask(url, this.server, this.fetch, true);
    return answer as Fields;
  }

  /** Sends a range query. */
  public range(query: string, start: number, end: number, stepSeconds: number): Promise<Fields> {
    return this.get('query_range', { query, start: String(start), end: String(end), step: String(stepSeconds) });
  }
}

/**
 * Queries a live Prometheus with as many range queries as its limit of points requires, and joins the responses.
 *
 * @throws UserError if the server is unreachable or the response is not a range.
 */
export async function queryPrometheus(query: PrometheusQuery, fetch: Fetch = globalThis.fetch): Promise<unknown> {
  const { url, token } = query;
  const client = new PrometheusClient({ url, fetch, ...(token !== undefined && { token }) });
  const joined = new Map<string, { metric: unknown; values: unknown[] }>();
  for (let start = query.start; start <= query.end; start += MAX_POINTS * query.stepSeconds) {
    const end = Math.min(query.end, start + (MAX_POINTS - 1) * query.stepSeconds);
    const answer = await client.range(query.query, start, end, query.stepSeconds);
    if (textAt(answer, 'status') !== 'success') return answer;
    for (const series of listAt(answer, 'data', 'result')) {
      const metric = valueAt(series, 'metric');
      const key = JSON.stringify(metric);
      const known = joined.get(key) ?? { metric, values: [] };
      for (const value of listAt(series, 'values')) known.values.push(value);
      joined.set(key, known);
    }
  }
  return { status: 'success', data: { resultType: 'matrix', result: [...joined.values()] } };
}

function endpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new UserError(`'${clip(withoutPassword(text))}' is not the address of a Prometheus; write it as in https://prometheus.example.com`);
  if (url.username !== '' || url.password !== '') {
    throw new UserError(`the address of ${url.host} carries a user name or password, which is visible in the process list; use a token from the environment or a file`);
  }
  if (!url.pathname.endsWith('/api/v1/query_range')) url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v1/query_range`;
  return url;
}

/**
 * Normalizes the URL of a server, without the query, which may contain a token.
 *
 * @throws UserError if the URL is invalid, or contains a user name or password.
 */
export function serverAddress(text: string): string {
  const { origin, pathname } = endpoint(text);
  return `${origin}${pathname.replace(/\/api\/v1\/query_range$/, '')}`;
}

function withoutPassword(text: string): string {
  return text.replace(/(^|\/\/)[^/]*@/, '$1…@');
}

/** @throws UserError, without the token, if the token is invalid in an HTTP header. */
function requireToken(token: string): void {
  if (!/^[\x20-\x7e]+$/.test(token)) {
    throw new UserError('the token for Prometheus is empty or holds characters that an HTTP header cannot carry (line breaks, letters beyond ASCII); use the token only');
  }
}

/** @throws UserError if the tenant is invalid in an HTTP header. */
function requireTenant(tenant: string): void {
  if (!/^[!-~]{1,150}$/.test(tenant)) {
    throw new UserError(`the tenant is '${clip(tenant)}'; write up to 150 ASCII characters without spaces, as in team-a`);
  }
}

/** @param isLast true if a busy server is an error. */
async function ask(url: URL, { token, tenant }: PrometheusServer, fetch: Fetch, isLast = false): Promise<Fields | 'busy'> {
  const headers = {
    accept: 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(tenant !== undefined && { 'x-scope-orgid': tenant, 'thanos-tenant': tenant }),
  };
  let text: string;
  let status: number;
  try {
    const response = await fetch(url.href, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    [text, status] = [await response.text(), response.status];
  } catch (error) {
    throw new UserError(`${url.host} cannot be reached: ${without(token, reasonOf(error))}`);
  }
  if (/no org id/i.test(text)) throw new UserError(`${url.host} answered ${status}: it is multi-tenant, and the request names no tenant; set --tenant`);
  if (status === 401 || status === 403) {
    throw new UserError(`${url.host} answered ${status}: ${token === undefined ? 'it requires a token; set the environment variable or the file that holds one' : 'it rejected the token; check its scope and expiry'}`);
  }
  const answer = tryJson(without(token, text));
  // Prometheus reports its own timeout with the same status. A smaller query helps then, and a retry does not.
  const isOwn = status === 503 && isFields(answer) && typeof answer.errorType === 'string';
  if (BUSY.has(status) && !isOwn && !isLast) return 'busy';
  if (isFields(answer) && (status < 300 || typeof answer.error === 'string')) return answer;
  if (BUSY.has(status)) throw new UserError(`${url.host} answered ${status} ${BACK_OFF_MS.length + 1} times: it is busy or limits requests; try again later, or query a shorter range`);
  throw new UserError(`${url.host} answered ${status} with '${clip(without(token, text))}', which is not a response of the Prometheus API; check the address`);
}

/** Removes the token from text, because a server may repeat it in its response. */
function without(token: string | undefined, text: string): string {
  return token === undefined || token.length < 8 ? text : text.replaceAll(token, '…');
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  return clip(cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : message);
}
