import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelSource } from '../../../lib';
import { ROOT } from '../../support/imports';
import { bytes, inTurn, ModelServer, status } from '../../support/preload/model-server';
import { contentOf, modelFile, type Outcome, run, synthesized } from '../../support/preload/preload-run';
import { type Artifact, digestOf, registry } from '../../support/preload/stores';

const ORAS = 'oras.land/oras/cmd/oras@v1.3.4';
const bin = join(ROOT, '.cache/oras');
const scratch = mkdtempSync(join(tmpdir(), 'preload-registry-'));
const artifact: Artifact = { repository: 'acme/bge-m3', files: { 'model.safetensors': bytes(60_000), 'config.json': Buffer.from('{}\n') } };
const reason = installed();
let server: ModelServer;
let root: string;

jest.setTimeout(60_000);

/** Why there is no oras, which is built from its module where it is not there yet. */
function installed(): string | undefined {
  if (existsSync(join(bin, 'oras'))) return undefined;
  mkdirSync(bin, { recursive: true });
  const { status: code, error, stderr } = spawnSync('go', ['install', ORAS], { encoding: 'utf8', timeout: 300_000, env: { ...process.env, GOBIN: bin } });
  return code === 0 ? undefined : `oras cannot be built: ${error?.message ?? stderr.trim().split('\n').pop()}`;
}

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

(reason === undefined ? describe : describe.skip)('oras and a registry', () => {
  const preload = (env: Record<string, string> = {}, digest = digestOf(artifact)): Promise<Outcome> => {
    const source = ModelSource.oci(`${new URL(server.url).host}/acme/bge-m3@${digest}`, { plainHttp: true });
    return run(synthesized(source), { root, tools: [bin], env });
  };

  test('fetches a whole artifact', async () => {
    server.now(registry(artifact));
    const { status: code, output } = await preload();
    expect([code, output]).toEqual([0, expect.stringContaining('is there, verified')]);
    expect(Object.values(contentOf(root).models)).toEqual([['.cdk8s-kotaemon-model', 'config.json', 'model.safetensors']]);
    expect(modelFile(root, 'model.safetensors').equals(artifact.files['model.safetensors'])).toBe(true);
    expect(contentOf(root).leftovers).toEqual([]);
  });

  test('a blob that does not match its digest is never published', async () => {
    server.now(registry({ ...artifact, tampered: { 'model.safetensors': bytes(60_000, 'other') } }));
    expect(await preload()).toMatchObject({ status: 75, output: expect.stringMatching(/gave up after 3 attempts: .*(digest|mismatch|verif)/) });
    expect(contentOf(root).models).toEqual({});
  });

  test('requests a missing artifact once', async () => {
    server.now(registry(artifact));
    const { status: code, output } = await preload({}, `sha256:${'0'.repeat(64)}`);
    expect([code, output]).toEqual([66, expect.stringMatching(/the registry has no 127.0.0.1:\d+\/acme\/bge-m3@sha256:0{64}/)]);
    expect(output).not.toContain('attempt 2');
  });

  test('sends credentials from the file of the secret to a registry that requires them', async () => {
    server.now(registry({ ...artifact, login: 'robot:right' }));
    const refused = await preload();
    expect([refused.status, refused.output]).toEqual([77, expect.stringMatching(/the registry refuses access to .*; check the pull secret/)]);
    const file = join(scratch, 'config.json');
    writeFileSync(file, JSON.stringify({ auths: { [new URL(server.url).host]: { auth: Buffer.from('robot:right').toString('base64') } } }));
    expect(await preload({ MODEL_REGISTRY_CONFIG: file })).toMatchObject({ status: 0 });
  });

  test('retries a failing registry', async () => {
    server.now(inTurn(status(503), registry(artifact)));
    expect(await preload()).toMatchObject({ status: 0 });
  });
});
