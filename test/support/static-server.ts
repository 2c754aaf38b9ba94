import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.woff2': 'font/woff2',
};

/** A folder served on loopback, as a static web server does. */
export interface StaticServer {
  /** Address of the folder, without a slash at its end. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves a folder; a path that ends in a slash is its index.html.
 *
 * @param base Path that the folder is served under, with a slash at both ends.
 */
export async function serveFolder(folder: string, base = '/'): Promise<StaticServer> {
  const server: Server = createServer(({ url }, response) => {
    const path = normalize(decodeURIComponent(new URL(url ?? '/', 'http://site').pathname));
    const file = join(folder, path.slice(base.length - 1), path.endsWith('/') ? 'index.html' : '');
    if (!path.startsWith(base) || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('there is no such file\n');
      return;
    }
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base.slice(0, -1)}`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
