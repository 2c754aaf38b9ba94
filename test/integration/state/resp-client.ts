import { connect, type Socket } from 'net';

type Reply = string | number | null | Reply[];

interface Pending {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A client of the Redis protocol that does nothing on its own: no retry, no reconnection. What it resolves was
 * acknowledged, what it rejects was not.
 */
export class RespClient {
  public static async connect(port: number, password: string, host = '127.0.0.1'): Promise<RespClient> {
    const socket = connect(port, host);
    const client = new RespClient(socket);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    await client.send('AUTH', password);
    return client;
  }

  private readonly pending: Pending[] = [];
  private buffer = Buffer.alloc(0);

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => this.read(chunk));
    const fail = () => this.pending.splice(0).forEach(({ reject }) => reject(new Error('the connection was closed')));
    socket.on('error', fail).on('close', fail);
  }

  public send(...words: (string | number)[]): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) {
        reject(new Error('the connection was closed'));
        return;
      }
      this.pending.push({ resolve, reject });
      this.socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join('')}`);
    });
  }

  public close(): void {
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (let parsed = parse(this.buffer, 0); parsed; parsed = parse(this.buffer, 0)) {
      this.buffer = this.buffer.subarray(parsed.end);
      const { resolve, reject } = this.pending.shift()!;
      if (parsed.reply instanceof Error) reject(parsed.reply);
      else resolve(parsed.reply);
    }
  }
}

function parse(buffer: Buffer, from: number): { reply: Reply | Error; end: number } | undefined {
  const lineEnd = buffer.indexOf('\r\n', from);
  if (lineEnd < 0) return undefined;
  const line = buffer.toString('utf8', from + 1, lineEnd);
  let end = lineEnd + 2;
  switch (String.fromCharCode(buffer[from])) {
    case '+': return { reply: line, end };
    case '-': return { reply: new Error(line), end };
    case ':': return { reply: Number(line), end };
    case '$': {
      const length = Number(line);
      if (length < 0) return { reply: null, end };
      return buffer.length < end + length + 2 ? undefined : { reply: buffer.toString('utf8', end, end + length), end: end + length + 2 };
    }
    case '*': {
      const replies: Reply[] = [];
      for (let left = Number(line); left > 0; left--) {
        const item = parse(buffer, end);
        if (!item || item.reply instanceof Error) return undefined;
        replies.push(item.reply);
        ({ end } = item);
      }
      return { reply: replies, end };
    }
    default: throw new Error(`not a reply: ${line}`);
  }
}
