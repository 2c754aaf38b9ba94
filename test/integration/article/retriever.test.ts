import Ajv2020 from 'ajv/dist/2020';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { STUBS } from './stub-retriever';

jest.setTimeout(60_000);

const SERVICE = join(__dirname, '../../../examples/article/retriever');
const LIBRARIES = join(__dirname, '../../../.cache/servers/python');
const missing = !existsSync(join(LIBRARIES, 'prometheus_client'));
if (missing) process.stdout.write('skipped: prometheus-client not found; run scripts/install-servers.sh\n');
const run = missing ? test.skip : test;

const contract = parse(readFileSync(join(SERVICE, 'openapi.yaml'), 'utf8'));
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(contract, 'contract');

/** Breaches of the contract by an answer; empty where there is none. */
function breaches(method: string, path: string, status: number, body: unknown): string {
  const response = contract.paths[path][method].responses[status];
  if (!response) return `${method} ${path} may not answer ${status}`;
  const pointer = response.$ref === undefined
    ? `#/paths/${path.replace('/', '~1')}/${method}/responses/${status}/content/application~1json/schema`
    : `${response.$ref}/content/application~1json/schema`;
  const validate = ajv.getSchema(`contract${pointer}`)!;
  return validate(body) ? '' : ajv.errorsText(validate.errors);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the retriever of the article, under Python, with a stub class', () => {
  let folder: string;
  let url: string;
  let service: ChildProcess;
  let log: string;

  async function start(environment: Record<string, string> = {}): Promise<void> {
    folder = mkdtempSync(join(tmpdir(), 'retriever-'));
    Object.entries(STUBS).forEach(([name, text]) => writeFileSync(join(folder, name), text));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    log = '';
    service = spawn('python3', ['-u', join(SERVICE, 'retriever.py')], {
      env: {
        PATH: process.env.PATH, PYTHONPATH: `${folder}:${LIBRARIES}`, PYTHONDONTWRITEBYTECODE: '1', RETRIEVER: 'acme:HybridRetriever', HOST: '127.0.0.1', PORT: String(port), ...environment,
      },
    });
    [service.stdout!, service.stderr!].forEach((stream) => stream.on('data', (chunk) => { log += chunk; }));
    for (let tries = 0; tries < 200; tries++) {
      if (await fetch(`${url}/health`).then(({ ok }) => ok, () => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the service did not come up:\n${log}`);
  }

  async function ask(body: string): Promise<{ status: number; body: any }> {
    const response = await fetch(`${url}/retrieve`, { method: 'POST', body });
    return { status: response.status, body: await response.json() };
  }

  async function metrics(): Promise<string> {
    return (await fetch(`${url}/metrics`)).text();
  }

  function ended(): Promise<number | null> {
    return service.exitCode === null ? new Promise((resolve) => service.once('exit', resolve)) : Promise.resolve(service.exitCode);
  }

  afterEach(async () => {
    service?.kill('SIGKILL');
    if (service) await ended();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  run('answers by its contract, whatever it is asked', async () => {
    await start();
    const asked = ['{"query": "night"}', '{"query": "broken"}', '{"query": ""}', '{"query": 7}', '[]', 'no json', ''];
    const answers = await Promise.all(asked.map(ask));
    expect(answers.map(({ status }) => status)).toEqual([200, 500, 400, 400, 400, 400, 400]);
    expect(answers[0].body).toEqual({
      documents: [{ text: 'first of night', metadata: { source: 'a.pdf', page: 3 }, score: 0.9 }, { text: 'second', metadata: {}, score: null }],
    });
    expect(answers.map(({ status, body }) => breaches('post', '/retrieve', status, body))).toEqual(asked.map(() => ''));
    expect(JSON.stringify(answers)).not.toContain('hunter2');
    const tooLong = await ask(JSON.stringify({ query: 'x'.repeat(1024 * 1024) }));
    expect([tooLong.status, breaches('post', '/retrieve', tooLong.status, tooLong.body)]).toEqual([413, '']);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    const health = await fetch(`${url}/health`);
    expect(breaches('get', '/health', health.status, await health.json())).toBe('');
  });

  run('counts by the names that policies scale on', async () => {
    await start();
    const slow = ask('{"query": "slow"}');
    await ask('{"query": "night"}');
    await ask('{}');
    expect(await metrics()).toMatch(/^http_requests_inprogress 1\.0$/m);
    await slow;
    const text = await metrics();
    expect(text).toMatch(/^http_requests_total\{handler="\/retrieve",method="POST",status="2xx"\} 2\.0$/m);
    expect(text).toMatch(/^http_requests_total\{handler="\/retrieve",method="POST",status="4xx"\} 1\.0$/m);
    expect(text).toMatch(/^http_request_duration_seconds_bucket\{handler="\/retrieve",le="0\.3",method="POST"\} 2\.0$/m);
    expect(text).toMatch(/^http_requests_inprogress 0\.0$/m);
  });

  run('told to stop, answers what it has and ends well', async () => {
    await start();
    const inFlight = ask('{"query": "slow"}');
    await new Promise((resolve) => setTimeout(resolve, 300));
    service.kill('SIGTERM');
    expect((await inFlight).status).toBe(200);
    expect(await ended()).toBe(0);
    await expect(ask('{"query": "late"}')).rejects.toThrow('fetch failed');
  });

  run('a class that is not there ends the start, and no port is opened', () => {
    expect(() => execFileSync('python3', [join(SERVICE, 'retriever.py')], { env: { PATH: process.env.PATH, PYTHONPATH: LIBRARIES, RETRIEVER: 'nowhere:Nothing' }, stdio: 'pipe' }))
      .toThrow("No module named 'nowhere'");
  });

  run('takes queries off a topic, commits after each answer, and lets no broken message stop it', async () => {
    const events = join(mkdtempSync(join(tmpdir(), 'kafka-')), 'log');
    await start({ KAFKA_TOPIC: 'queries', KAFKA_REPLY_TOPIC: 'answers', KAFKA_BOOTSTRAP_SERVERS: 'kafka:9092', KAFKA_LOG: events });
    for (let tries = 0; tries < 100 && !(await metrics()).includes('retriever_messages_total{status="ok"} 2.0'); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
    service.kill('SIGTERM');
    expect(await ended()).toBe(0);
    const seen = readFileSync(events, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    expect(seen.map(([what, , key]) => (what === 'send' ? `${what} ${key}` : what))).toEqual(
      ['subscribe', 'send 1', 'commit', 'send 2', 'commit', 'send 3', 'commit', 'send 4', 'commit', 'close']);
    expect(seen[0]).toEqual(['subscribe', 'queries', 'retriever', false]);
    expect(seen[1][3].documents[0].text).toBe('first of one');
    expect(seen[3][3]).toHaveProperty('error');
  });
});
