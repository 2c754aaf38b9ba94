import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelSource, SecretKey } from '../../../lib';
import { bytes, inTurn, ModelServer, sha256, status } from '../../support/preload/model-server';
import { contentOf, inPath, modelFile, type Outcome, run, synthesized } from '../../support/preload/preload-run';
import { gcs, s3 } from '../../support/preload/stores';

const scratch = mkdtempSync(join(tmpdir(), 'preload-buckets-'));
const reason = inPath('rclone') === undefined ? 'rclone is not installed' : undefined;
const content = { 'config.json': Buffer.from('{}\n'), 'model.safetensors': bytes(60_000), 'onnx/model.onnx': bytes(30_000, 'onnx') };
const sums = Object.entries(content).map(([name, file]) => `${sha256(file)}  ${name}\n`).join('');
const credentials = { accessKeyId: SecretKey.of('store', 'id'), secretAccessKey: SecretKey.of('store', 'key') };
let server: ModelServer;
let root: string;

jest.setTimeout(60_000);

if (reason !== undefined) process.stdout.write(`skipped: ${reason}\n`);

beforeAll(async () => {
  server = await ModelServer.start(status(500));
});

afterAll(async () => {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
});

beforeEach(() => {
  root = mkdtempSync(join(scratch, 'volume-'));
});

function stored(files: Record<string, Buffer> = content, list = sums): Record<string, Buffer> {
  const all = { ...files, SHA256SUMS: Buffer.from(list) };
  return Object.fromEntries(Object.entries(all).map(([name, file]) => [`bge-m3/v1/${name}`, file]));
}

const kinds = [
  {
    kind: 'S3',
    serve: (files: Record<string, Buffer>) => s3(files, 'right'),
    preload: (env: Record<string, string> = {}, folder = 's3://models/bge-m3/v1', list = sums): Promise<Outcome> =>
      run(synthesized(ModelSource.s3(folder, { sha256: sha256(list), endpoint: server.url, region: 'eu-central-1', credentials })),
        { root, env: { AWS_ACCESS_KEY_ID: 'right', AWS_SECRET_ACCESS_KEY: 'secret', ...env } }),
  },
  {
    kind: 'Google Cloud Storage',
    serve: gcs,
    preload: (env: Record<string, string> = {}, folder = 'gs://models/bge-m3/v1', list = sums): Promise<Outcome> =>
      run(synthesized(ModelSource.gcs(folder, { sha256: sha256(list), endpoint: server.url, anonymous: true })), { root, env }),
  },
];

(reason === undefined ? describe : describe.skip).each(kinds)('rclone and a bucket of $kind', ({ serve, preload }) => {
  test('fetches a whole folder and verifies its checksums', async () => {
    server.now(serve(stored()));
    const { status: code, output } = await preload();
    expect([code, output]).toEqual([0, expect.stringContaining('is there, verified')]);
    expect(Object.values(contentOf(root).models)).toEqual([['.cdk8s-kotaemon-model', 'SHA256SUMS', 'config.json', 'model.safetensors', 'onnx', 'onnx/model.onnx']]);
    expect(modelFile(root, 'onnx/model.onnx').equals(content['onnx/model.onnx'])).toBe(true);
    expect(contentOf(root).leftovers).toEqual([]);
  });

  test('accepts both formats of sha256sum', async () => {
    const other = Object.entries(content).map(([name, file]) => `${sha256(file)} *./${name}\n`).reverse().join('');
    server.now(serve(stored(content, other)));
    expect(await preload({}, undefined, other)).toMatchObject({ status: 0 });
  });

  test.each([
    ['a changed file', stored({ ...content, 'config.json': Buffer.from('[]\n') }), /the files are not those of SHA256SUMS: .*config\.json/],
    ['a file too many', stored({ ...content, 'more.bin': bytes(10) }), /the files are not those of SHA256SUMS: .*more\.bin/],
    ['a file too few', stored({ 'config.json': content['config.json'], 'model.safetensors': content['model.safetensors'] }), /the files are not those of SHA256SUMS: .*onnx\/model\.onnx/],
    ['other sums', stored(content, `${sums}\n`), /sha256 of SHA256SUMS is [0-9a-f]{64}, and [0-9a-f]{64} was asked for/],
    ['no sums', Object.fromEntries(Object.entries(stored()).filter(([name]) => !name.endsWith('SUMS'))), /there is no SHA256SUMS beside the files/],
  ])('detects %s', async (_what, files, message) => {
    server.now(serve(files));
    const { status: code, output } = await preload();
    expect([code, output]).toEqual([65, expect.stringMatching(message)]);
    expect(contentOf(root).models).toEqual({});
  });

  test('requests a missing bucket once', async () => {
    server.now(serve(stored()));
    const { status: code, output } = await preload({ MODEL_REMOTE: 'other/bge-m3/v1' });
    expect([code, output]).toEqual([66, expect.stringContaining('there is no other/bge-m3/v1 in the store')]);
    expect(output).not.toContain('attempt 2');
  });

  test('retries a failing store', async () => {
    const busy = status(503);
    server.now(inTurn(busy, busy, busy, busy, busy, busy, busy, busy, busy, busy, busy, busy, serve(stored())));
    expect(await preload()).toMatchObject({ status: 0 });
  });
});

(reason === undefined ? test : test.skip)('a public bucket of S3 is asked without any credentials, even where the pod has some', async () => {
  server.now(s3(stored()));
  const source = ModelSource.s3('s3://models/bge-m3/v1', { sha256: sha256(sums), endpoint: server.url, region: 'eu-central-1', anonymous: true });
  expect(await run(synthesized(source), { root, env: { AWS_ACCESS_KEY_ID: 'somebody', AWS_SECRET_ACCESS_KEY: 'secret' } })).toMatchObject({ status: 0 });
});

(reason === undefined ? test : test.skip)('an access key that is refused is told, once', async () => {
  server.now(s3(stored(), 'right'));
  const { status: code, output } = await kinds[0].preload({ AWS_ACCESS_KEY_ID: 'wrong' });
  expect([code, output]).toEqual([77, expect.stringMatching(/the store refuses access to models\/bge-m3\/v1; check the credentials and what they may read \(.*InvalidAccessKeyId/)]);
  expect(output).not.toContain('attempt 2');
});
