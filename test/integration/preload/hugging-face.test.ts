import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HuggingFaceOptions, ModelSource, SecretKey } from '../../../lib';
import { hub, type Repository } from '../../support/preload/hub';
import { hubClients } from '../../support/preload/hub-clients';
import { bytes, ModelServer, status } from '../../support/preload/model-server';
import { contentOf, modelFile, type Outcome, run, shells, synthesized } from '../../support/preload/preload-run';

const scratch = mkdtempSync(join(tmpdir(), 'preload-hub-'));
const REVISION = '5617a9f61b028005a4858fdac845db406aefb181';
const repository: Repository = {
  name: 'acme/bge-tiny',
  revision: REVISION,
  files: {
    'config.json': Buffer.from('{"model_type": "bert"}\n'),
    'model.safetensors': bytes(60_000),
    'onnx/model.onnx': bytes(30_000, 'onnx'),
    'name with spaces.txt': Buffer.from('text\n'),
  },
  large: ['model.safetensors', 'onnx/model.onnx'],
};
const [shell] = shells(scratch).slice(-1);
const clients = hubClients();
let server: ModelServer;
let root: string;

jest.setTimeout(120_000);

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

if (clients.reason !== undefined) process.stdout.write(`skipped: ${clients.reason}\n`);

(clients.reason === undefined ? describe.each(clients.found) : describe.skip.each([{ version: 'any', bin: '' }]))('hf of huggingface_hub $version', ({ bin }) => {
  const preload = (options: Partial<HuggingFaceOptions> = {}, env: Record<string, string> = {}): Promise<Outcome> =>
    run(synthesized(ModelSource.huggingFace('acme/bge-tiny', { revision: REVISION, endpoint: server.url, ...options })), { root, shell, tools: [bin], env });

  test('fetches a repository and verifies the checksums of the hub', async () => {
    server.now(hub(repository));
    const { status: code, output } = await preload();
    expect(output).toContain(`is there, verified`);
    expect(code).toBe(0);
    expect(Object.values(contentOf(root).models)).toEqual([
      ['.cdk8s-kotaemon-model', 'config.json', 'model.safetensors', 'name with spaces.txt', 'onnx', 'onnx/model.onnx'],
    ]);
    expect(modelFile(root, 'onnx/model.onnx').equals(repository.files['onnx/model.onnx'])).toBe(true);
    expect(contentOf(root).leftovers).toEqual([]);
  });

  test('fetches only what is asked for', async () => {
    server.now(hub(repository));
    const { status: code, output } = await preload({ include: ['*.json', '*.safetensors', '*.onnx'], exclude: ['onnx/*', '*.bin'] });
    expect([code, output]).toEqual([0, expect.stringContaining('+*.json +*.onnx +*.safetensors -*.bin -onnx/* is there')]);
    expect(Object.values(contentOf(root).models)).toEqual([['.cdk8s-kotaemon-model', 'config.json', 'model.safetensors']]);
  });

  test.each(['model.safetensors', 'config.json'])('detects that %s differs from the hub', async (file) => {
    const { files } = repository;
    const other = Buffer.from(files[file].map((byte) => byte ^ 1));
    server.now(hub({ ...repository, tampered: { [file]: other } }));
    const { status: code, output } = await preload();
    expect([code, output]).toEqual([65, expect.stringMatching(new RegExp(`twice .* the sum of \\./${file} is [0-9a-f]+, and the hub says [0-9a-f]+ at ${REVISION}`))]);
    expect(contentOf(root).models).toEqual({});
  });

  test('requests a missing repository once', async () => {
    server.now(hub({ ...repository, name: 'acme/other' }));
    const { status: code, output } = await preload();
    expect([code, output]).toEqual([66, expect.stringContaining('error: the hub has no such repository or revision: acme/bge-tiny')]);
    expect(output).not.toContain('attempt 2');
  });

  test('requests a missing revision once', async () => {
    server.now(hub({ ...repository, revision: 'f'.repeat(40) }));
    const { status: code, output } = await preload();
    expect([code, output]).toEqual([66, expect.stringContaining(`has no such repository or revision: acme/bge-tiny at ${REVISION}`)]);
    expect(output).not.toContain('attempt 2');
  });

  test.each([{ given: undefined, what: 'no token' }, { given: 'wrong', what: 'a wrong token' }])('requests a gated repository once with $what', async ({ given }) => {
    server.now(hub({ ...repository, token: 'right' }));
    const { status: code, output } = given === undefined ? await preload() : await preload({ token: SecretKey.of('hub', 'token') }, { HF_TOKEN: given });
    expect([code, output]).toEqual([77, expect.stringContaining('the hub refuses access to acme/bge-tiny; check the secret with the token')]);
    expect(output).not.toContain('attempt 2');
  });

  test('reads a gated repository with its token, and never prints the token', async () => {
    server.now(hub({ ...repository, token: 'right-token' }));
    const { status: code, output } = await preload({ token: SecretKey.of('hub', 'token') }, { HF_TOKEN: 'right-token' });
    expect(code).toBe(0);
    expect(output).not.toContain('right-token');
  });

  test('retries when the hub fails, and ends with its error', async () => {
    server.now(status(503));
    const { status: code, output } = await preload({}, { MODEL_ATTEMPTS: '2', MODEL_STALL: '60', MODEL_TIMEOUT: '100' });
    expect([code, output]).toEqual([75, expect.stringMatching(/gave up after 2 attempts: .*(503|check your internet connection)/)]);
    expect(contentOf(root).models).toEqual({});
  });
});
