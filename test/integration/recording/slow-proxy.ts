import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

/** Answer of a proxy in the place of the server behind it; undefined passes the question on. */
export type Interception = (url: URL, request: IncomingMessage) => { readonly status: number; readonly body: string } | undefined;

export interface ProxyOptions {
  /** Milliseconds before each answer. @default 0 */
  readonly delay?: number;
  readonly intercept?: Interception;
  /** Changes the body of an answer. */
  readonly change?: (url: URL, body: string) => string;
}

/** HTTP server on loopback before a Prometheus: slower, with tenants, or with answers of its own. */
export class Proxy {
  public static async before(address: string, { delay = 0, intercept = () => undefined, change = (_, body) => body }: ProxyOptions): Promise<Proxy> {
    const asked: URL[] = [];
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', address);
      asked.push(url);
      const answer = async (): Promise<{ status: number; body: string }> => {
        await new Promise((resolve) => setTimeout(resolve, delay));
        const own = intercept(url, request);
        if (own) return own;
        const real = await fetch(url);
        return { status: real.status, body: change(url, await real.text()) };
      };
      answer().then(({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body), () => response.destroy());
    });
    await new Promise<void>((ready) => {
      server.listen(0, '127.0.0.1', ready);
    });
    return new Proxy(server, asked);
  }

  private constructor(private readonly server: Server, public readonly asked: readonly URL[]) {}

  public get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
