import { request } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type PlaygroundOptions, playgroundCommand } from '../../lib/cli/playground';
import { cli, TestFolder } from './cli';

const PAGE = '<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;"><title>playground</title>';
let folder: TestFolder;
let file: string;

beforeAll(() => {
  folder = new TestFolder();
  file = join(folder.path, 'index.html');
  writeFileSync(file, PAGE);
});

afterAll(() => folder.remove());

interface Answer {
  readonly status?: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

function ask(port: number, path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      }).on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    }).on('error', reject).end();
  });
}

/** Serves the page while something is done. */
async function whileServed(use: (port: number) => Promise<void>, options: PlaygroundOptions = {}): Promise<string> {
  const controller = new AbortController();
  let printed = '';
  let tell: (port: number) => void;
  const listening = new Promise<number>((resolve) => {
    tell = resolve;
  });
  const write = (text: string): void => {
    printed += text;
    tell(Number(/:(\d+)\//.exec(text)?.[1]));
  };
  const served = playgroundCommand({ file, signal: controller.signal, ...options }, {
    stdin: Readable.from([]), stdout: { write }, stderr: { write }, env: {},
  });
  try {
    await use(await Promise.race([listening, served]));
  } finally {
    controller.abort();
  }
  expect(await served).toBe(0);
  return printed;
}

test('the page is served on the loopback address, with a strict policy, until the command is ended', async () => {
  let at = 0;
  const printed = await whileServed(async (port) => {
    at = port;
    const { status, headers, text } = await ask(port, '/');
    expect({ status, text }).toEqual({ status: 200, text: PAGE });
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
    expect(await ask(port, '/index.html?a=b', 'HEAD')).toMatchObject({ status: 200, text: '' });
  });
  expect(printed).toBe(`The playground is at http://127.0.0.1:${at}/ until you press Ctrl-C.\n`);
  await expect(ask(at, '/')).rejects.toThrow('ECONNREFUSED');
});

test('serves no files, no method but GET and no other host name', async () => {
  await whileServed(async (port) => {
    for (const path of ['/package.json', '/../../package.json', '/%2e%2e/%2e%2e/package.json', '//etc/passwd', '/docs/', '/index.html/', '*']) {
      expect(await ask(port, path)).toMatchObject({ status: 404, text: 'there is one page, /\n' });
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect(await ask(port, '/', method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await ask(port, '/', 'GET', { Host: 'attacker.example' })).toMatchObject({ status: 421 });
    expect(await ask(port, '/', 'GET', { Host: `localhost:${port}` })).toMatchObject({ status: 200 });
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the command, and no listener stays', async (signal) => {
  const count = (): number[] => [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];
  const [before, known] = [count(), process.listeners(signal)];
  let tell: () => void;
  const listening = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const output = { write: (): void => tell() };
  const served = playgroundCommand({ file }, { stdin: Readable.from([]), stdout: output, stderr: output, env: {} });
  await listening;
  // The listener alone: those of the test runner are not to hear of it.
  process.listeners(signal).filter((listener) => !known.includes(listener)).forEach((listener) => listener(signal));
  expect(await served).toBe(0);
  expect(count()).toEqual(before);
});

test('a port that is taken is refused, and the next free one is not taken in its place', async () => {
  await whileServed(async (port) => {
    await expect(whileServed(() => Promise.resolve(), { port })).rejects.toThrow(`cannot listen on port ${port} of 127.0.0.1: another program listens there; use another port, or remove --port`);
  });
});

test('a page that is not there is named, and so is a port that is none', async () => {
  await expect(playgroundCommand({ file: join(folder.path, 'none.html') }, { stdin: Readable.from([]), stdout: { write: () => true }, stderr: { write: () => true }, env: {} }))
    .rejects.toThrow('none.html: it is part of the package; in a clone of the repository, write it by npm run playground');
  const { status, stderr } = await cli(['playground', '--port', '70000']);
  expect(status).toBe(2);
  expect(stderr).toContain('use a whole number from 1 to 65535');
});
