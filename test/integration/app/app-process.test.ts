import { createHash, createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppMode, SecretKey } from '../../../lib';
import { GRADIO_4_44, LIBRARIES, missingLibraries, PASSWORD, synthesizedPod, UpstreamApp } from './upstream-app';

jest.setTimeout(300_000);

const missing = missingLibraries();
if (missing.length > 0) process.stdout.write(`skipped: ${missing.join(', ')} not found; run scripts/install-servers.sh\n`);
const withLibraries = missing.length > 0 ? describe.skip : describe;

let app: UpstreamApp;

const get = (port: number, path: string, headers: Record<string, string> = {}, host = '127.0.0.1') => fetch(`http://${host}:${port}${path}`, { redirect: 'manual', headers });

/** Samples of the exposition, by series. */
async function metrics(port: number): Promise<Record<string, number>> {
  const response = await get(port, '/metrics');
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

/** Asks the stand-in's question as Gradio's page does, and returns the stream of its answer. */
async function ask(port: number, prefix = ''): Promise<Response> {
  const session = `s${Math.random()}`;
  const { dependencies } = await (await get(port, `${prefix}/config`)).json() as any;
  const fn = dependencies.find((each: any) => each.api_name === 'answer');
  const body = JSON.stringify({ data: ['why?'], fn_index: fn.id ?? dependencies.indexOf(fn), session_hash: session, event_data: null, trigger_id: null });
  await fetch(`http://127.0.0.1:${port}${prefix}/queue/join`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return get(port, `${prefix}/queue/data?session_hash=${session}`);
}

withLibraries.each([['4.39.0', [LIBRARIES]], ['4.44.1', [GRADIO_4_44, LIBRARIES]]])('with Gradio %s the program of the pod', (version, libraries) => {
  let port: number;

  beforeAll(async () => {
    app = new UpstreamApp(synthesizedPod(), libraries);
    // Nothing answers at this proxy: a request to the app's own port must not pass through it.
    port = await app.start('/robots.txt', { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' });
  });

  afterAll(() => app.dispose());

  test('serves, on IPv6 as well', async () => {
    expect((await (await get(port, '/config')).json() as any).version).toBe(version);
    expect((await get(port, '/app_id')).status).toBe(200);
    expect((await get(port, '/robots.txt', {}, '[::1]')).status).toBe(200);
  });

  test('writes no file beside the classes of its components, where only root may write', () => {
    expect(existsSync(join(app.folder, 'ktem/ui.pyi'))).toBe(false);
  });

  test('counts requests by handler', async () => {
    expect((await metrics(port))['http_requests_total{handler="/queue/join",method="POST",status="200"}']).toBe(0);

    const stream = await ask(port);
    const during = await metrics(port);
    expect(during['http_requests_inprogress{handler="/queue/data",method="GET"}']).toBe(1);
    expect(during.gradio_queue_running + during.gradio_queue_waiting).toBe(1);
    expect(await stream.text()).toContain('"three"');

    await get(port, '/no/such/path?of=anybody');
    const after = await metrics(port);
    expect(after).toMatchObject({
      'http_requests_total{handler="/queue/join",method="POST",status="200"}': 1,
      'http_requests_total{handler="/queue/data",method="GET",status="200"}': 1,
      'http_requests_total{handler="other",method="GET",status="404"}': 1,
      'http_requests_inprogress{handler="/queue/data",method="GET"}': 0,
      gradio_queue_running: 0,
      gradio_queue_waiting: 0,
    });
    expect(Object.keys(after).some((series) => series.includes('such'))).toBe(false);
  });

  test('hides its metrics from requests through a proxy', async () => {
    for (const header of ['x-forwarded-for', 'x-real-ip', 'forwarded']) expect((await get(port, '/metrics', { [header]: '203.0.113.7' })).status).toBe(404);
    expect((await get(port, '/metrics')).status).toBe(200);
  });

  test('ends by SIGTERM within seconds, with the page of a user open', async () => {
    void get(port, '/heartbeat/abc').catch(() => undefined);
    const { code, seconds } = await app.end('SIGTERM');
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(30);
    expect(app.output).toContain('closing server');
  });
});

withLibraries('the settings of the pod', () => {
  beforeAll(() => {
    app = new UpstreamApp(synthesizedPod());
  });

  afterAll(() => app.dispose());

  test('find tokenizers in the image and download nothing', () => {
    const program = 'import json; from theflow.settings import settings; settings.KH_APP_NAME; import nltk, tiktoken, os; '
      + 'print(json.dumps([nltk.download("punkt_tab"), len(tiktoken.encoding_for_model("gpt-3.5-turbo").encode("as it is")), os.access(os.environ["TIKTOKEN_CACHE_DIR"], os.W_OK)]))';
    expect(app.evaluate(program, { HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' })).toEqual([false, 3, true]);
  });

  test('keep Gradio from writing a file beside the classes of components', () => {
    const program = 'import json, os; from theflow.settings import settings; settings.KH_APP_NAME; import ktem.ui; print(json.dumps(os.path.exists("ktem/ui.pyi")))';
    expect(app.evaluate(program)).toBe(false);
    expect(app.evaluate(program, { THEFLOW_SETTINGS_MODULE: 'flowsettings' })).toBe(true);
  });

  test('forget what the image brings for a model beside it, and keep what is set', () => {
    const program = 'import json; from theflow.settings import settings; print(json.dumps([settings.KH_MODELS, settings.KH_APP_VERSION]))';
    expect(app.evaluate(program)).toEqual([['OPENAI_API_KEY'], '']);
    expect(app.evaluate(program, { LOCAL_MODEL: 'qwen', VOYAGE_API_KEY: 'k' })[0]).toEqual(['LOCAL_MODEL', 'VOYAGE_API_KEY', 'OPENAI_API_KEY']);
  });
});

withLibraries('under single sign-on the program of the pod', () => {
  const mode = AppMode.google({ clientId: 'abc', clientSecret: SecretKey.of('oauth', 'secret'), sessionSecret: SecretKey.of('sessions', 'key') });
  /** A session cookie as starlette signs it (itsdangerous' TimestampSigner). */
  const session = (secret: string) => {
    const sign = (value: string) => createHmac('sha1', createHash('sha1').update(`itsdangerous.Signersigner${secret}`).digest()).update(value).digest('base64url');
    const payload = Buffer.from(JSON.stringify({ user: { sub: '1', email: 'a@example.com' } })).toString('base64');
    const stamp = Buffer.from(Math.floor(Date.now() / 1000).toString(16).padStart(8, '0'), 'hex').toString('base64url');
    return { cookie: `session=${payload}.${stamp}.${sign(`${payload}.${stamp}`)}` };
  };

  beforeAll(() => {
    app = new UpstreamApp(synthesizedPod({ mode }));
  });

  afterAll(() => app.dispose());

  test('redirects to the login, shows metrics, and lets no function be called without a session', async () => {
    const port = await app.start('/login');
    expect((await get(port, '/app/robots.txt')).status).toBe(307);
    expect((await metrics(port))['http_requests_total{handler="/robots.txt",method="GET",status="307"}']).toBe(1);
    for (const path of ['/app/api/predict', '/app/api/predict/', '/app/reset']) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"data":["?"],"fn_index":0}', redirect: 'manual' });
      expect(response.status).toBe(404);
    }
    expect((await get(port, '/app/robots.txt', session('some-secret-string'))).status).toBe(307);
    expect((await get(port, '/app/robots.txt', session(PASSWORD))).status).toBe(200);
    const { code, seconds } = await app.end('SIGTERM');
    expect(code === 0 || code === null).toBe(true);
    expect(seconds).toBeLessThan(30);
  });
});
