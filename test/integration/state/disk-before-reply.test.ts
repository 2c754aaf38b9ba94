import { type ChildProcess, spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { FLAVOURS, missing, StoreOnLoopback } from './store-on-loopback';

const WRITES = 200;

jest.setTimeout(120_000);

/** The calls of a server to its kernel that matter: the log is written, the log is synchronized, a reply is sent. */
class SystemCalls {
  public static async of(pid: number): Promise<SystemCalls> {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'calls-')), 'trace');
    const tracer = spawn('strace', ['-f', '-s', '64', '-e', 'trace=write,writev,sendto,fdatasync,fsync', '-o', file, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise<void>((resolve) => tracer.stderr!.on('data', (chunk) => String(chunk).includes('attached') && resolve()));
    return new SystemCalls(tracer, file);
  }

  private constructor(private readonly tracer: ChildProcess, private readonly file: string) {}

  /** One letter a call, in their order. */
  public async letters(): Promise<string> {
    const ended = new Promise((resolve) => this.tracer.once('exit', resolve));
    this.tracer.kill('SIGINT');
    await ended;
    const calls = fs.readFileSync(this.file, 'utf8').split('\n').map((line) => {
      if (/\b(?:fdatasync|fsync)\(/.test(line)) return 's';
      if (/\bwrite\(\d+, ".*SET/.test(line)) return 'w';
      return /\b(?:write|writev|sendto)\(\d+, .*\+OK/.test(line) ? 'r' : '';
    });
    fs.rmSync(path.dirname(this.file), { recursive: true });
    return calls.join('');
  }
}

/** Reason why system calls cannot be traced here; undefined where they can. */
function blind(): string | undefined {
  const { status, error, stderr } = spawnSync('strace', ['-o', '/dev/null', 'true'], { encoding: 'utf8' });
  return status === 0 ? undefined : `strace does not run here: ${error?.message ?? stderr.trim()}`;
}

describe.each(FLAVOURS)('%s', (flavour) => {
  const reason = missing(flavour) ?? blind();
  if (reason) process.stdout.write(`skipped: ${reason}\n`);

  // a killed process leaves its writes to the kernel, which a dead node does not: only the order of the calls tells
  (reason ? test.skip : test)('a write is on the disk before it is acknowledged', async () => {
    const store = await StoreOnLoopback.create(flavour);
    try {
      await store.start();
      const client = await store.client();
      const calls = await SystemCalls.of(store.pid);
      for (let write = 0; write < WRITES; write++) await client.send('SET', `session:${write}`, write);
      const letters = await calls.letters();
      client.close();
      process.stdout.write(`${flavour}: ${letters.split('r').length - 1} replies, each after its write was synchronized\n`);
      expect(letters).toMatch(new RegExp(`^s*(?:ws+r){${WRITES}}s*$`));
    } finally {
      await store.remove();
    }
  });
});
