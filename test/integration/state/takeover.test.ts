import { App, Chart, Testing } from 'cdk8s';
import { type ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as ts from 'typescript';
import { KotaemonModule, ModuleRole, ValkeySessionStore } from '../../../lib';
import { missing, StoreOnLoopback } from './store-on-loopback';

const CONVERSATIONS = 1000;
const KILLS = 50;
const TURNS = ['where is my order', 'and when does it come', 'thank you'];

jest.setTimeout(300_000);

/** Runs the stub as a module that is connected to the store would run: with the environment that its manifest has. */
class StubModule {
  public static async start(program: string, store: StoreOnLoopback): Promise<StubModule> {
    const process = spawn('node', [program], { env: { PATH: globalThis.process.env.PATH, ...environmentOf(store) }, stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise<string>((resolve) => process.stdout!.once('data', (chunk) => resolve(String(chunk).trim())));
    return new StubModule(process, port);
  }

  private constructor(private readonly process: ChildProcess, private readonly port: string) {}

  public async say(conversation: number, text: string): Promise<string[]> {
    return (await fetch(`http://127.0.0.1:${this.port}/?id=${conversation}&say=${encodeURIComponent(text)}`)).json() as Promise<string[]>;
  }

  public async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
  }
}

function environmentOf(store: StoreOnLoopback): Record<string, string> {
  const chart = new Chart(new App(), 'test');
  const agent = new KotaemonModule(chart, 'agent', { image: 'agent:1', port: 8080, role: ModuleRole.STATE_TRACKING });
  agent.connectTo(new ValkeySessionStore(chart, 'sessions'));
  const { containers: [{ env }] } = Testing.synth(chart).find(({ kind }) => kind === 'Deployment').spec.template.spec;
  return Object.fromEntries(env.map(({ name, value }: { name: string; value?: string }) => {
    return [name, value?.replace('sessions:6379', `127.0.0.1:${store.port}`) ?? store.password];
  }));
}

function compile(folder: string): string {
  for (const name of ['stub-module', 'resp-client']) {
    const source = fs.readFileSync(path.join(__dirname, `${name}.ts`), 'utf8');
    fs.writeFileSync(path.join(folder, `${name}.js`), ts.transpile(source, { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }));
  }
  return path.join(folder, 'stub-module.js');
}

const reason = missing('valkey');
if (reason) process.stdout.write(`skipped: ${reason}\n`);

(reason ? test.skip : test)(`a new instance takes over ${CONVERSATIONS} of ${CONVERSATIONS} conversations, each between its turns`, async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stub-'));
  const program = compile(folder);
  const store = await StoreOnLoopback.create('valkey');
  try {
    await store.start();
    let whole = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const conversations = Array.from({ length: CONVERSATIONS / KILLS }, (_, index) => kill * (CONVERSATIONS / KILLS) + index);
      const answers = new Map<number, string[]>();
      for (const turn of TURNS) {
        const instance = await StubModule.start(program, store);
        for (const conversation of conversations) answers.set(conversation, await instance.say(conversation, turn));
        await instance.kill();
      }
      whole += conversations.filter((conversation) => JSON.stringify(answers.get(conversation)) === JSON.stringify(TURNS)).length;
    }
    process.stdout.write(`${whole} of ${CONVERSATIONS} conversations had their full context after ${KILLS * TURNS.length} kills\n`);
    expect(whole).toBe(CONVERSATIONS);
  } finally {
    await store.remove();
    fs.rmSync(folder, { recursive: true });
  }
});
