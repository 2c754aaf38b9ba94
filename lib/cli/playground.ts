import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { UserError } from '../values/user-error';
import { type Io, say, STATUS } from './io';
import { packageFile } from './package-files';

export interface PlaygroundOptions {
  /** @default - one that is free */
  readonly port?: number;
  /** Ends the command. @default - Ctrl-C and SIGTERM do */
  readonly signal?: AbortSignal;
  /** File of the page. @default - the one of this package */
  readonly file?: string;
}

const HOST = '127.0.0.1';
const PAGE = 'docs/playground/index.html';
const PATHS: readonly (string | undefined)[] = ['/', '/index.html'];
const LISTEN_FAULTS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there; use another port, or remove --port',
  EACCES: 'listening there is not permitted; use a port of 1024 or above, or remove --port',
};

/**
 * Serves the playground on the loopback address until it is ended.
 *
 * @throws UserError where the page is not there, or the port cannot be had.
 */
export async function playgroundCommand(options: PlaygroundOptions, io: Io): Promise<number> {
  const page = readPage(options.file);
  const server = createServer((request, response) => answer(request, response, page));
  const port = await listen(server, options.port ?? 0);
  say(io.stdout, `The playground is at http://${HOST}:${port}/ until you press Ctrl-C.\n`);
  await ended(options.signal);
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  return STATUS.ok;
}

function readPage(file: string | undefined): Buffer {
  try {
    return file === undefined ? packageFile(PAGE) : readFileSync(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UserError(`cannot read the playground, ${file ?? PAGE}: ${missing ? 'it is part of the package; in a clone of the repository, write it by npm run playground' : (error as Error).message}`);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      reject(new UserError(`cannot listen on port ${port} of ${HOST}: ${LISTEN_FAULTS[code ?? ''] ?? message}`));
    });
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Answers with the page, and with nothing of the file system: no path leads to a file. */
function answer({ method, url, headers }: IncomingMessage, response: ServerResponse, page: Buffer): void {
  const refuse = (status: number, text: string, more: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8', ...more }).end(`${text}\n`);
  };
  const { port } = response.socket?.address() as AddressInfo;
  // A page of elsewhere whose name is pointed to this address has its own name here.
  if (![`${HOST}:${port}`, `localhost:${port}`].includes(headers.host ?? '')) refuse(421, `ask for ${HOST}:${port}`);
  else if (method !== 'GET' && method !== 'HEAD') refuse(405, 'only GET is allowed', { Allow: 'GET, HEAD' });
  else if (!PATHS.includes(url?.split('?')[0])) refuse(404, 'there is one page, /');
  else {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': page.length, 'Content-Security-Policy': policyOf(page) });
    response.end(method === 'HEAD' ? undefined : page);
  }
}

const HEADERS = {
  'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store', 'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Returns the policy that the page states itself, and that no frame may hold it, which only a header can state. */
function policyOf(page: Buffer): string {
  const stated = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page.toString('utf8', 0, 4096))?.[1] ?? "default-src 'none'";
  return `${stated.replaceAll('&#39;', "'")}; frame-ancestors 'none'`;
}

function ended(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => resolve();
    if (signal) {
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
      return;
    }
    const endOnce = (): void => {
      process.off('SIGINT', endOnce).off('SIGTERM', endOnce);
      end();
    };
    process.on('SIGINT', endOnce).on('SIGTERM', endOnce);
  });
}
