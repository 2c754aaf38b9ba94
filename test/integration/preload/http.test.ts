import { mkdtempSync, rmSync, writeFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelSource } from '../../../lib';
import { bytes, inTurn, ModelServer, sha256, shortened, stalled, status, truncated, whole } from '../../support/preload/model-server';
import { contentOf, modelFile, type Outcome, run, type RunOptions, shells, synthesized } from '../../support/preload/preload-run';

const scratch = mkdtempSync(join(tmpdir(), 'preload-'));
const content = bytes(50_000);
let server: ModelServer;
let root: string;

jest.setTimeout(60_000);

beforeAll(async () => {
  server = await ModelServer.start(whole(content));
});

afterAll(async () => {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
});

beforeEach(() => {
  root = mkdtempSync(join(scratch, 'volume-'));
});

function source(sum = sha256(content)): ModelSource {
  return ModelSource.http(`${server.url}/models/bge.gguf`, { sha256: sum });
}

function expectWhole({ status: code, output }: Outcome): void {
  expect(output).toMatch(/is there/);
  expect(code).toBe(0);
  expect(Object.values(contentOf(root).models)).toEqual([['.cdk8s-kotaemon-model', 'bge.gguf']]);
  expect(modelFile(root, 'bge.gguf').equals(content)).toBe(true);
  expect(contentOf(root).leftovers).toEqual([]);
}

function expectNothing({ status: code, output }: Outcome, expected: number, message: RegExp): void {
  expect(output).toMatch(message);
  expect(code).toBe(expected);
  expect(contentOf(root).models).toEqual({});
}

describe.each(shells(scratch))('under $name, a source', (shell) => {
  const preload = (options: Partial<RunOptions> = {}): Promise<Outcome> => run(synthesized(source()), { root, shell, ...options });

  test('that responds correctly yields a complete model and a marker', async () => {
    server.now(whole(content));
    expectWhole(await preload());
  });

  test('is not requested again when the model exists', async () => {
    server.now(whole(content));
    await preload();
    server.now(status(500));
    const { status: code, output } = await preload({ owner: 'pod-b' });
    expect([code, output, server.requests.length]).toEqual([0, expect.stringMatching(/^preload: http bge.gguf sha256:[0-9a-f]{64} is there\n$/), 0]);
  });

  test('that closes the connection is resumed at the same byte', async () => {
    server.now(inTurn(truncated(content, 20_000), whole(content)));
    expectWhole(await preload());
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=20000-']);
  });

  test('that always closes the connection fails with the error of the client', async () => {
    server.now(truncated(content, 20_000));
    expectNothing(await preload(), 75, /gave up after 3 attempts: curl: \(\d+\)/);
  });

  test('that stalls is cancelled and resumed', async () => {
    server.now(inTurn(stalled(content, 20_000), whole(content)));
    const outcome = await preload({ env: { MODEL_STALL: '5' } });
    expect(outcome.output).toContain('failed: no progress for 5 s');
    expectWhole(outcome);
  });

  test('that announces too few bytes fails after two attempts', async () => {
    server.now(shortened(content, 30_000));
    expectNothing(await preload(), 65, new RegExp(`twice .* sha256 is ${sha256(content.subarray(0, 30_000))}, and ${sha256(content)} was asked for`));
  });

  test('that changes its content is read again from the start', async () => {
    const other = bytes(50_000, 'other');
    server.now(inTurn(truncated(other, 20_000), whole(content)));
    const outcome = await preload();
    expect(outcome.output).toContain('not what was asked for: sha256 is');
    expectWhole(outcome);
  });

  test('that has another file is refused', async () => {
    server.now(whole(bytes(50_000, 'other')));
    expectNothing(await preload(), 65, /twice the source sent something else than what is pinned/);
  });

  test.each([401, 403])('that denies access with %i is requested once', async (code) => {
    server.now(status(code));
    expectNothing(await preload(), 77, new RegExp(`the source refuses access \\(${code}\\); check the secret with the token`));
    expect(server.requests).toHaveLength(1);
  });

  test.each([404, 410])('that lacks the file, with %i, is requested once', async (code) => {
    server.now(status(code));
    expectNothing(await preload(), 66, new RegExp(`the source has no such file \\(${code}\\); check the URL`));
    expect(server.requests).toHaveLength(1);
  });

  test.each([429, 500, 503])('that fails with %i is requested again', async (code) => {
    server.now(inTurn(status(code), status(code), whole(content)));
    expectWhole(await preload());
  });

  test('that keeps failing ends the preload', async () => {
    server.now(status(500));
    expectNothing(await preload(), 75, /gave up after 3 attempts: .*500/);
    expect(server.requests).toHaveLength(3);
  });

  test('that is unreachable ends the preload', async () => {
    const gone = await ModelServer.start(whole(content));
    const { url } = gone;
    await gone.stop();
    const unreachable = synthesized(ModelSource.http(`${url}/bge.gguf`, { sha256: sha256(content) }));
    expectNothing(await run(unreachable, { root, shell }), 75, /gave up after 3 attempts: curl: \(7\)/);
  });

  test('that redirects is followed', async () => {
    server.now((request, response, number) => {
      if (request.url === '/elsewhere') whole(content)(request, response, number);
      else response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expectWhole(await preload());
  });

  test('that redirects without end ends the preload', async () => {
    server.now((_request, response) => response.writeHead(302, { location: '/round' }).end());
    expectNothing(await preload(), 75, /gave up after 3 attempts: curl: \(47\)/);
  });

  test('that cannot resume is read again from the start', async () => {
    const noRanges = (request: Parameters<typeof server.answer>[0], response: Parameters<typeof server.answer>[1]): void => {
      response.writeHead(200, { 'content-length': content.length }).end(content);
      void request;
    };
    server.now(inTurn(truncated(content, 20_000), noRanges));
    expectWhole(await preload());
  });

  test('that exceeds the timeout ends the preload', async () => {
    server.now((_request, response) => {
      response.writeHead(200, { 'content-length': 10_000_000 });
      const drip = setInterval(() => response.write(bytes(20_000)), 200);
      response.on('close', () => clearInterval(drip));
    });
    expectNothing(await preload({ env: { MODEL_TIMEOUT: '3', MODEL_STALL: '10' } }), 75, /not there after 3 s; the size or the bandwidth that were declared are too small/);
  });
});

describe('the volume', () => {
  test('keeps a folder that is not the model', async () => {
    server.now(whole(content));
    await run(synthesized(source()), { root });
    const [folder] = readdirSync(root);
    writeFileSync(join(root, folder, 'bge.gguf'), 'half');
    const { status: code, output } = await run(synthesized(source()), { root, owner: 'pod-b' });
    expect([code, output]).toEqual([65, expect.stringContaining('is not the model that its name promises; it is left alone, since pods may be using it')]);
    expect(modelFile(root, 'bge.gguf').toString()).toBe('half');
  });

  test('keeps the old revision when a new one comes', async () => {
    server.now(whole(content));
    await run(synthesized(source()), { root });
    const next = bytes(40_000, 'next');
    server.now(whole(next));
    expect((await run(synthesized(source(sha256(next))), { root })).status).toBe(0);
    expect(Object.values(contentOf(root).models)).toEqual([['.cdk8s-kotaemon-model', 'bge.gguf'], ['.cdk8s-kotaemon-model', 'bge.gguf']]);
  });
});
