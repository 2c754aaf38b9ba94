import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** Answer of a server to one request; the first has number 0. */
export type Answer = (request: IncomingMessage, response: ServerResponse, number: number) => void;

/** An HTTP server on loopback that behaves as badly as a test asks for. */
export class ModelServer {
  public static async start(answer: Answer): Promise<ModelServer> {
    const started = new ModelServer(answer);
    await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  public readonly requests: IncomingMessage[] = [];
  private readonly server: Server;

  private constructor(public answer: Answer) {
    this.server = createServer((request, response) => {
      response.on('error', () => undefined);
      this.answer(request, response, this.requests.push(request) - 1);
    });
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From here on answers so, and counts anew. */
  public now(answer: Answer): void {
    this.requests.length = 0;
    this.answer = answer;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** All of it, or what a Range header asks for. */
export function whole(content: Buffer): Answer {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from > 0 && from >= content.length) {
      response.writeHead(416).end();
      return;
    }
    const part = content.subarray(from);
    const headers = { 'content-length': part.length, 'accept-ranges': 'bytes' };
    response.writeHead(from > 0 ? 206 : 200, from > 0 ? { ...headers, 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : headers);
    response.end(part);
  };
}

/** Promises all, sends a part, and hangs up. */
export function truncated(content: Buffer, sent: number): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, sent), () => response.destroy());
  };
}

/** Promises all, sends a part, and says nothing more. */
export function stalled(content: Buffer, sent: number): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, sent));
  };
}

/** Promises fewer bytes than there are. */
export function shortened(content: Buffer, promised: number): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': promised });
    response.end(content.subarray(0, promised));
  };
}

export function status(code: number): Answer {
  return (_request, response) => {
    response.writeHead(code).end(`status ${code}\n`);
  };
}

/** One answer after another; the last for ever. */
export function inTurn(...answers: Answer[]): Answer {
  return (request, response, number) => answers[Math.min(number, answers.length - 1)](request, response, number);
}

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Bytes that are the same in every run. */
export function bytes(length: number, seed = 'model'): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) => createHash('sha256').update(`${seed} ${i}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}
