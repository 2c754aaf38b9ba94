import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ModelSource } from '../../../lib';
import { type Answer, bytes, ModelServer, sha256, whole } from '../../support/preload/model-server';
import { contentOf, modelFile, type Outcome, run, type Running, shells, start, synthesized } from '../../support/preload/preload-run';

const KILLS = process.env.FULL ? 200 : 25;
const scratch = mkdtempSync(join(tmpdir(), 'preload-races-'));
const content = bytes(400_000);
let server: ModelServer;
let root: string;

jest.setTimeout(600_000);

beforeAll(async () => {
  server = await ModelServer.start(whole(content));
});

afterAll(async () => {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
});

beforeEach(() => {
  root = mkdtempSync(join(scratch, 'volume-'));
  server.now(slow(100));
});

/** All of it in eight parts, so many milliseconds apart. */
function slow(milliseconds: number): Answer {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const rest = content.subarray(from);
    const range = { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` };
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length, ...(from > 0 && range) });
    const part = Math.ceil(content.length / 8);
    const send = (at: number): void => {
      if (at >= rest.length) response.end();
      else response.write(rest.subarray(at, at + part), () => setTimeout(send, milliseconds, at + part));
    };
    send(0);
  };
}

const preload = synthesized(ModelSource.http('http://127.0.0.1:1/bge.gguf', { sha256: sha256(content) }), undefined);

function pod(owner: string, shell = shells(mkdtempSync(join(scratch, 'shells-')))[0], env: Record<string, string> = {}): Running {
  return start(preload, { root, owner, shell, env: { MODEL_URL: `${server.url}/bge.gguf`, MODEL_KIB: '500', MODEL_TIMEOUT: '60', ...env } });
}

function expectOneWholeModel(): void {
  expect(Object.values(contentOf(root).models)).toEqual([['.cdk8s-kotaemon-model', 'bge.gguf']]);
  expect(modelFile(root, 'bge.gguf').equals(content)).toBe(true);
}

describe.each(shells(mkdtempSync(join(scratch, 'shells-'))))('under $name, ten pods that start on one folder at once', (shell) => {
  test('fetch the model once, and all have it', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, i) => pod(`pod-${i}`, shell).ended));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(10).fill(0));
    expectOneWholeModel();
    expect(server.requests).toHaveLength(1);
    expect(contentOf(root).leftovers).toEqual([]);
  });

  test('have it after the fetching pod is killed', async () => {
    const pods = Array.from({ length: 10 }, (_, i) => pod(`pod-${i}`, shell, { MODEL_BEAT: '1', MODEL_STALE: '3' }));
    await sleep(300);
    const holder = pods.findIndex((_, i) => existsSync(join(root, workOf(`pod-${i}`))));
    pods[holder].kill();
    const outcomes = await Promise.all(pods.map(({ ended }) => ended));
    expect(outcomes.map(({ status }, i) => (i === holder ? 'killed' : status))).toEqual(outcomes.map((_, i) => (i === holder ? 'killed' : 0)));
    expectOneWholeModel();
    expect(contentOf(root).leftovers).toEqual([]);
  });
});

function workOf(owner: string): string {
  return `.tmp-${preload.env.MODEL_DIR}-${owner}`;
}

describe('a pod that is killed', () => {
  test(`at any of ${KILLS} moments restarts, and ends with a complete model`, async () => {
    server.now(slow(10));
    const { milliseconds } = await pod('pod-a').ended;
    const states = new Set<string>();
    for (let kill = 0; kill < KILLS; kill++) {
      root = mkdtempSync(join(scratch, 'killed-'));
      const first = pod('pod-a');
      await sleep(1.5 * milliseconds * kill / KILLS);
      first.kill();
      await first.ended;
      const { models } = contentOf(root);
      states.add(stateOf(root));
      if (Object.keys(models).length > 0) expectOneWholeModel();
      const again = await pod('pod-a').ended;
      expect(again).toMatchObject({ status: 0 });
      expectOneWholeModel();
      expect(contentOf(root).leftovers).toEqual([]);
      rmSync(root, { recursive: true });
    }
    expect([...states]).toEqual(expect.arrayContaining(['untouched', 'fetching', 'published']));
  });

  test('is replaced by another pod, which deletes its leftovers', async () => {
    const first = pod('pod-a');
    await sleep(300);
    first.kill();
    await first.ended;
    expect(contentOf(root).leftovers.sort()).toEqual([`.lock-${preload.env.MODEL_DIR}`, workOf('pod-a')].sort());
    const { status, output } = await pod('pod-b').ended;
    expect([status, output]).toEqual([0, expect.stringMatching(/silent for 2 s, taking over[^]*removing what an earlier writer left/)]);
    expectOneWholeModel();
    expect(contentOf(root).leftovers).toEqual([]);
  });

  test('by SIGTERM ends at once, and frees the lock', async () => {
    const first = pod('pod-a');
    await sleep(300);
    first.terminate();
    const { status, milliseconds } = await first.ended;
    expect(status).toBe(143);
    expect(milliseconds).toBeLessThan(5_000);
    expect(contentOf(root).leftovers).toEqual([workOf('pod-a')]);
  });

  test('by SIGTERM, and starts again, goes on where it stopped', async () => {
    const first = pod('pod-a');
    await sleep(450);
    first.terminate();
    await first.ended;
    expect((await pod('pod-a').ended).status).toBe(0);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/)]);
    expectOneWholeModel();
  });
});

function stateOf(volume: string): string {
  const { models, leftovers } = contentOf(volume);
  if (Object.keys(models).length > 0) return 'published';
  return leftovers.some((name) => name.startsWith('.tmp-')) ? 'fetching' : leftovers.length > 0 ? 'locked' : 'untouched';
}

describe('a lock', () => {
  const lock = (): string => join(root, `.lock-${preload.env.MODEL_DIR}`);

  test('of a holder that died before it wrote its name is taken over', async () => {
    mkdirSync(lock());
    const { status, output } = await pod('pod-b').ended;
    expect([status, output]).toEqual([0, expect.stringContaining('taking over')]);
  });

  test('of an earlier run of the same pod is taken over', async () => {
    mkdirSync(lock());
    writeFileSync(join(lock(), 'holder'), 'pod-a 1\n');
    const { status, output } = await pod('pod-a').ended;
    expect([status, output]).toEqual([0, expect.not.stringContaining('waiting')]);
  });

  test('is not taken from a holder whose clock is wrong, as long as its line changes', async () => {
    mkdirSync(lock());
    let beats = 0;
    const beat = setInterval(() => {
      writeFileSync(join(lock(), 'holder'), `pod-far ${(beats += 1)}\n`);
      utimesSync(join(lock(), 'holder'), 0, 0);
    }, 200);
    const { status, output } = await pod('pod-b', undefined, { MODEL_TIMEOUT: '6' }).ended;
    clearInterval(beat);
    expect([status, output]).toEqual([75, expect.stringMatching(/another pod has been fetching the model for 6 s; see the log of pod-far/)]);
    expect(output).not.toContain('taking over');
  });
});

test('a writer that was suspended during a takeover publishes no incomplete model', async () => {
  server.now(slow(600));
  const first = pod('pod-a', undefined, { MODEL_BEAT: '6' });
  await sleep(300);
  const second = await pod('pod-b').ended;
  const outcome: Outcome = await first.ended;
  expect(second.status).toBe(0);
  expect(outcome).toMatchObject({ status: 75, output: expect.stringContaining('another pod took over while this one stood still') });
  expectOneWholeModel();
});

test('a pod on a volume that it may not write says so', async () => {
  const { status, output } = await run(preload, { root: join(root, 'not-there'), env: { MODEL_URL: `${server.url}/bge.gguf` } });
  expect([status, output]).toEqual([73, expect.stringMatching(/cannot make a directory in .* as user \d+: let the volume belong to that user or its group/)]);
});
