import { Size } from 'cdk8s';
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { shells } from '../../support/preload/preload-run';
import { type RespClient } from './resp-client';
import { type Flavour, FLAVOURS, missing, StoreOnLoopback } from './store-on-loopback';

const KILLS = process.env.FULL ? 1000 : 100;
const SESSIONS = 50;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'stores-'));
const SHELLS = shells(scratch);

jest.setTimeout(KILLS * 3000);

afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

/** Client that remembers the last acknowledged write of each session. */
class SessionWriter {
  public acknowledged = 0;
  private readonly last = new Map<string, number>();

  /** Writes until the connection breaks. */
  public async writeUntilCut(client: RespClient): Promise<void> {
    try {
      for (;;) {
        const session = `session:${this.acknowledged % SESSIONS}`;
        const turn = (this.last.get(session) ?? 0) + 1;
        await client.send('SET', session, turn, 'EX', 86400);
        this.last.set(session, turn);
        this.acknowledged += 1;
      }
    } catch {
      client.close();
    }
  }

  /** The sessions that are behind what was acknowledged. A write that was cut may have arrived all the same. */
  public async lost(client: RespClient): Promise<string[]> {
    const lost: string[] = [];
    for (const [session, turn] of this.last) {
      if (Number(await client.send('GET', session)) < turn) lost.push(session);
    }
    return lost;
  }
}

describe.each(FLAVOURS)('%s', (flavour) => {
  const reason = missing(flavour);
  const run = reason ? test.skip : test;
  if (reason) process.stdout.write(`skipped: ${reason}\n`);
  let store: StoreOnLoopback;

  afterEach(() => store?.remove());

  run(`nothing that was acknowledged is missing after ${KILLS} kills`, async () => {
    store = await StoreOnLoopback.create(flavour);
    const writer = new SessionWriter();
    let losses = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      await store.start();
      const checker = await store.client();
      losses += (await writer.lost(checker)).length;
      checker.close();
      const writing = writer.writeUntilCut(await store.client());
      await new Promise((resolve) => setTimeout(resolve, 10 + (kill * 7) % 60));
      await store.stop(kill % 4 === 3 ? 'SIGTERM' : 'SIGKILL');
      await writing;
    }
    await store.start();
    const checker = await store.client();
    losses += (await writer.lost(checker)).length;
    checker.close();
    process.stdout.write(`${flavour}: ${KILLS} kills, ${writer.acknowledged} acknowledged writes, ${losses} lost\n`);
    expect(writer.acknowledged).toBeGreaterThan(KILLS);
    expect(losses).toBe(0);
  });

  run('a full memory refuses writes, and loses and evicts nothing', async () => {
    store = await StoreOnLoopback.create(flavour, { memory: Size.mebibytes(64) });
    await store.start();
    const client = await store.client();
    const written = await fillUntilRefused(client);
    await expect(client.send('SET', 'one-more', 'x'.repeat(1_000_000))).rejects.toThrow(/^OOM/);
    expect(await client.send('DBSIZE')).toBe(written);
    expect(store.probe('ready.sh') && store.probe('alive.sh')).toBe(true);
    client.close();
    await store.stop('SIGKILL');
    await store.start();
    const successor = await store.client();
    expect(await successor.send('DBSIZE')).toBe(written);
    successor.close();
  });

  const asRoot = process.getuid?.() === 0 ? run : test.skip;
  asRoot('a full volume ends the server rather than a promise, and a larger one brings everything back', async () => {
    const volume = fs.mkdtempSync(path.join(os.tmpdir(), 'volume-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', volume]);
    try {
      store = await StoreOnLoopback.create(flavour, { dataFolder: path.join(volume, 'data') });
      await store.start();
      const client = await store.client();
      const written = await fillUntilRefused(client);
      client.close();
      expect(await store.ended()).toBe(1);
      execFileSync('mount', ['-o', 'remount,size=64m', volume]);
      await store.start();
      const successor = await store.client();
      expect(await successor.send('DBSIZE')).toBeGreaterThanOrEqual(written);
      for (let key = 0; key < written; key++) expect(await successor.send('STRLEN', `filler:${key}`)).toBe(100_000);
      expect(written).toBeGreaterThan(10);
      successor.close();
    } finally {
      await store.stop('SIGKILL');
      execFileSync('umount', [volume]);
    }
  });

  describe.each(SHELLS)('under $name', (shell) => {
    run('a password is a password, whatever it holds, and without it nobody gets in', async () => {
      store = await StoreOnLoopback.create(flavour, { shell });
      await store.start();
      expect(store.probe('ready.sh') && store.probe('alive.sh')).toBe(true);
      await expect(store.client().then((client) => client.send('AUTH', 'wrong'))).rejects.toThrow(/WRONGPASS/);
    });
  });

  run('a changed secret is read at the next start, and makes no probe of a running server fail', async () => {
    store = await StoreOnLoopback.create(flavour);
    await store.start();
    store.changeSecret('another');
    expect(store.probe('ready.sh') && store.probe('alive.sh')).toBe(true);
    await store.stop('SIGTERM');
    await expect(store.start()).rejects.toThrow('the server did not come up');
    expect(store.probe('ready.sh')).toBe(true);
    await expect(store.client()).rejects.toThrow(/WRONGPASS/);
  });
});

const bothReason = missing('redis') ?? missing('valkey');
(bothReason ? test.skip : test)('Valkey goes on where Redis ended', async () => {
  const dataFolder = fs.mkdtempSync(path.join(scratch, 'handed-over-'));
  const writeTo = async (flavour: Flavour, session: string): Promise<unknown> => {
    const store = await StoreOnLoopback.create(flavour, { dataFolder });
    try {
      await store.start();
      const client = await store.client();
      await client.send('SET', session, flavour);
      return await client.send('MGET', 'session:1', 'session:2');
    } finally {
      await store.stop('SIGTERM');
      await store.remove();
    }
  };
  expect(await writeTo('redis', 'session:1')).toEqual(['redis', null]);
  expect(await writeTo('valkey', 'session:2')).toEqual(['redis', 'valkey']);
});

/** Writes 100 kB at a time; the number of writes that were acknowledged before the first that was not. */
async function fillUntilRefused(client: RespClient): Promise<number> {
  for (let key = 0; ; key++) {
    try {
      await client.send('SET', `filler:${key}`, 'x'.repeat(100_000));
    } catch {
      return key;
    }
  }
}
