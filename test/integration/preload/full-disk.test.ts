import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelSource } from '../../../lib';
import { bytes, ModelServer, sha256, whole } from '../../support/preload/model-server';
import { contentOf, run, shells, synthesized } from '../../support/preload/preload-run';

const MEBIBYTE = 1024 ** 2;
const scratch = mkdtempSync(join(tmpdir(), 'preload-disk-'));
const root = join(scratch, 'volume');
const content = bytes(6 * MEBIBYTE);
const reason = mount();

jest.setTimeout(60_000);

function mount(): string | undefined {
  spawnSync('mkdir', [root]);
  const { status, error, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', root], { encoding: 'utf8' });
  return status === 0 ? undefined : `no small file system can be mounted, which takes root: ${error?.message ?? stderr.trim()}`;
}

if (reason !== undefined) process.stdout.write(`skipped: ${reason}\n`);

let server: ModelServer;

beforeAll(async () => {
  server = await ModelServer.start(whole(content));
});

afterAll(async () => {
  await server.stop();
  if (reason === undefined) spawnSync('umount', [root]);
  rmSync(scratch, { recursive: true, force: true });
});

afterEach(() => {
  server.requests.length = 0;
  spawnSync('sh', ['-c', 'rm -rf "$0"/* "$0"/.[!.]*', root]);
});

describe.each(shells(scratch))('under $name, a volume of 4 MiB', (shell) => {
  const preload = (kibibytes: number): ReturnType<typeof run> =>
    run(synthesized(ModelSource.http(`${server.url}/bge.gguf`, { sha256: sha256(content) })), { root, shell, env: { MODEL_KIB: String(kibibytes), MODEL_ATTEMPTS: '2' } });
  const onTmpfs = reason === undefined ? test : test.skip;

  onTmpfs('is found too small before anything is fetched', async () => {
    const { status, output } = await preload(6 * 1024);
    expect([status, output]).toEqual([74, expect.stringMatching(/the model needs 6 MiB, and [34] MiB are free in .*; enlarge the volume/)]);
    expect(server.requests).toHaveLength(0);
    expect(contentOf(root).models).toEqual({});
  });

  onTmpfs('that runs full because the declared size is wrong ends with that reason, and nothing half', async () => {
    const { status, output } = await preload(1024);
    expect([status, output]).toEqual([74, expect.stringMatching(/the volume is full after \d MiB; 1024 KiB were declared, so enlarge the volume or correct the size/)]);
    expect(contentOf(root).models).toEqual({});
  });

  onTmpfs('that others fill is no reason for a half model either', async () => {
    writeFileSync(join(root, 'others'), bytes(3.5 * MEBIBYTE));
    const { status } = await preload(100);
    expect(status).toBe(74);
    expect(contentOf(root).models).toEqual({});
  });
});
