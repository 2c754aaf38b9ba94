import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Size, Testing } from 'cdk8s';
import { ModelCache, ModelPreload, ModelSource, PodVolume, SecretKey } from '../../../lib';
import { deployment, one } from '../../support/charts';
import { bytes, inTurn, ModelServer, sha256, status, truncated, whole } from '../../support/preload/model-server';
import { asStarted, contentOf, expanded, modelFile, pathWithoutTools, run, type Started, synthesized } from '../../support/preload/preload-run';

const scratch = mkdtempSync(join(tmpdir(), 'preload-unit-'));
const content = bytes(20_000);
let server: ModelServer;
let root: string;

jest.setTimeout(30_000);

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

function fetching(): Started {
  return synthesized(ModelSource.http(`${server.url}/bge.gguf`, { sha256: sha256(content) }));
}

function initContainerOf(props: { source: ModelSource; cache?: ModelCache }): Started {
  const chart = Testing.chart();
  new ModelPreload(chart, 'Preload', { workload: deployment(chart), size: Size.mebibytes(1), ...props });
  return asStarted(one(chart, 'Deployment').spec.template.spec.initContainers[0]);
}

test('a model is fetched once, verified and marked; the next pod finds it', async () => {
  server.now(whole(content));
  expect(await run(fetching(), { root })).toMatchObject({ status: 0, output: expect.stringMatching(/is there, verified, after \d+ s\n$/) });
  expect(modelFile(root, 'bge.gguf').equals(content)).toBe(true);
  expect(modelFile(root, '.cdk8s-kotaemon-model').toString())
    .toBe(`http bge.gguf sha256:${sha256(content)}\n20000 ./bge.gguf\n\n${sha256(content)}  ./bge.gguf\n`);
  expect(await run(fetching(), { root, owner: 'pod-b' })).toMatchObject({ status: 0, output: expect.stringMatching(/^preload: .* is there\n$/) });
  expect(server.requests).toHaveLength(1);
  expect(contentOf(root).leftovers).toEqual([]);
});

test('a download that breaks off is resumed', async () => {
  server.now(inTurn(truncated(content, 5_000), whole(content)));
  expect(await run(fetching(), { root })).toMatchObject({ status: 0 });
  expect(server.requests[1].headers.range).toBe('bytes=5000-');
});

test('never publishes a file that does not match the pin', async () => {
  server.now(whole(bytes(20_000, 'other')));
  expect(await run(fetching(), { root })).toMatchObject({ status: 65, output: expect.stringContaining('twice the source sent something else than what is pinned') });
  expect(contentOf(root).models).toEqual({});
});

test('reports a tool that succeeds without a file', async () => {
  server.now(whole(content));
  const folder = mkdtempSync(join(scratch, 'idle-'));
  writeFileSync(join(folder, 'curl'), '#!/bin/sh\n', { mode: 0o755 });
  const outcome = await run(fetching(), { root, env: { PATH: `${folder}:${process.env.PATH}` } });
  expect(outcome).toMatchObject({ status: 65, output: expect.stringContaining('twice the source sent something else than what is pinned: the source sent nothing') });
});

test.each([[403, 77, 'the source refuses access (403)'], [404, 66, 'the source has no such file (404)']])('on %i the source is asked once', async (code, exit, message) => {
  server.now(status(code));
  expect(await run(fetching(), { root })).toMatchObject({ status: exit, output: expect.stringContaining(message) });
  expect(server.requests).toHaveLength(1);
});

test('detects a volume that is too small before the download', async () => {
  server.now(whole(content));
  const outcome = await run(fetching(), { root, env: { MODEL_KIB: '999999999999' } });
  expect(outcome).toMatchObject({ status: 74, output: expect.stringMatching(/the model needs 976562499 MiB, and \d+ MiB are free/) });
  expect(server.requests).toHaveLength(0);
});

test('rejects a folder with a missing file', async () => {
  server.now(whole(content));
  await run(fetching(), { root });
  const [folder] = readdirSync(root);
  rmSync(join(root, folder, 'bge.gguf'));
  expect(await run(fetching(), { root })).toMatchObject({ status: 65, output: expect.stringContaining('it is left alone, since pods may be using it') });
});

test('reports an image without the tool', async () => {
  const source = ModelSource.gcs('gs://models/bge', { sha256: sha256(''), credentials: SecretKey.of('gcs', 'key') });
  const outcome = await run(synthesized(source), { root, env: { PATH: pathWithoutTools(scratch) } });
  expect(outcome).toMatchObject({ status: 78, output: expect.stringContaining('the image has not the tool that fetches from this source') });
});

test('a token with a character that would break out of its line is refused, and one with a newline at its end is not', async () => {
  server.now(whole(content));
  expect(await run(fetching(), { root, env: { MODEL_TOKEN: 'a"\nurl = "http://127.0.0.1:1' } })).toMatchObject({ status: 78 });
  expect(await run(fetching(), { root, env: { MODEL_TOKEN: 'secret-token\n' } })).toMatchObject({ status: 0, output: expect.not.stringContaining('secret-token') });
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer secret-token']);
});

test('hostile variables are never run', async () => {
  server.now(whole(content));
  const hostile = `$(touch ${root}/ran)\`touch ${root}/ran\`"; touch ${root}/ran; '`;
  await run(fetching(), { root, env: { MODEL_URL: hostile, MODEL_IDENTITY: hostile, MODEL_FILE: 'a', MODEL_SHA256: hostile, MODEL_ATTEMPTS: '1' } });
  expect(readdirSync(root)).not.toContain('ran');
});

describe('a pod that shares a claim', () => {
  const source = (): ModelSource => ModelSource.http(`${server.url}/bge.gguf`, { sha256: sha256(content) });

  test('waits until the job has published', async () => {
    server.now(whole(content));
    const waiting = run(initContainerOf({ source: source(), cache: ModelCache.persistentVolumeClaim('models') }), { root });
    await run(fetching(), { root });
    expect(await waiting).toMatchObject({ status: 0, output: expect.stringMatching(/waiting for http bge.gguf .*\n.* is there/) });
  });

  test('names the pod with the log when it times out', async () => {
    const reader = initContainerOf({ source: source(), cache: ModelCache.persistentVolumeClaim('models') });
    expect(await run(reader, { root, env: { MODEL_TIMEOUT: '1' } })).toMatchObject({ status: 75, output: expect.stringMatching(/not there after 1 s; see the log of Job preload-bge-[0-9a-f]{8}/) });
  });
});

test('looks for an existing model', async () => {
  const looking = initContainerOf({ source: ModelSource.existing(PodVolume.claim('shared', 'models'), { folder: 'bge' }) });
  expect(await run(looking, { root })).toMatchObject({ status: 66, output: 'preload: error: there is nothing in bge of the volume; put the model there first\n' });
  const whole = initContainerOf({ source: ModelSource.existing(PodVolume.claim('shared', 'models')) });
  writeFileSync(join(root, 'model.gguf'), 'x');
  expect(await run(whole, { root })).toMatchObject({ status: 0, output: '' });
});

test('expands $(VAR) as the kubelet does', () => {
  expect(expanded('$(A) $$(A) $(B) $$ $ $(', { A: 'a' })).toBe('a $(A) $(B) $ $ $(');
});
