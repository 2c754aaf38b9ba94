import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

/** Requests per second in each of the two buckets. */
export const PER_BUCKET = 20;
/** Two buckets a doubling: bucket i ends at 2^(i/2). */
const SCHEMA = 1;

/**
 * Exporter of a native histogram, in Prometheus' protobuf format: as many requests up to 0.5 s as from there to 1 s.
 */
export class NativeExporter {
  public static async start(): Promise<NativeExporter> {
    const started = Date.now();
    const server = createServer((_, response) => {
      const count = Math.floor(((Date.now() - started) / 1000) * PER_BUCKET);
      response.setHeader('content-type', 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited');
      response.end(familyOf(count));
    });
    await new Promise<void>((ready) => {
      server.listen(0, '127.0.0.1', ready);
    });
    return new NativeExporter(server);
  }

  private constructor(private readonly server: Server) {}

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** Message MetricFamily of io.prometheus.client, with its length before it. */
function familyOf(count: number): Buffer {
  const span = (offset: number): Buffer => Buffer.concat([number(1, zigzag(offset)), number(2, 1)]);
  const histogram = Buffer.concat([
    number(1, 2 * count), double(2, count * 1.1), number(5, zigzag(SCHEMA)), double(6, 1e-128), number(7, 0),
    // Indexes -2 (to 0.5) and 0 (to 1); the second span counts from the end of the first.
    bytes(12, span(-2)), bytes(12, span(1)), number(13, zigzag(count)), number(13, zigzag(0)),
  ]);
  const family = Buffer.concat([text(1, 'native_seconds'), number(3, 4), bytes(4, bytes(7, histogram))]);
  return Buffer.concat([varint(family.length), family]);
}

function varint(value: number): Buffer {
  const digits: number[] = [];
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) digits.push((left % 128) + 128);
  return Buffer.from([...digits, left]);
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function double(field: number, value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return Buffer.concat([varint(field * 8 + 1), content]);
}

function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

function text(field: number, content: string): Buffer {
  return bytes(field, Buffer.from(content));
}
