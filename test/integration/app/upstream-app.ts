import { App, Chart, Testing } from 'cdk8s';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { KotaemonApp, type KotaemonAppProps } from '../../../lib';
import { STAND_INS } from './upstream-stand-ins';

const SERVERS = join(__dirname, '../../../.cache/servers');

/**
 * Packages of the upstream app, as scripts/install-servers.sh installs them: Gradio 4.39 of its lock file, and 4.44
 * before them on the path.
 */
export const LIBRARIES = join(SERVERS, 'app');
export const GRADIO_4_44 = join(SERVERS, 'gradio-4.44');

/** The parts that are not installed. */
export function missingLibraries(): string[] {
  return ['theflow', 'gradio', 'gradiologin', 'sqlalchemy', 'llama_index'].filter((name) => !existsSync(join(LIBRARIES, name)))
    .concat(existsSync(join(GRADIO_4_44, 'gradio')) ? [] : ['gradio 4.44']);
}

/** A value that has to survive every quoting. */
export const PASSWORD = `it's a "secret" @:/% ☃`;

/** Files, environment and program of the pod of a synthesized app, with the values of its Secrets. */
export interface SynthesizedPod {
  readonly files: Record<string, string>;
  readonly env: Record<string, string>;
  readonly command: string[];
  readonly bootstrap?: string[];
}

export function synthesizedPod(props: Partial<KotaemonAppProps> = {}): SynthesizedPod {
  const chart = new Chart(new App(), 'test', { namespace: 'rag' });
  new KotaemonApp(chart, 'kotaemon', { image: 'ghcr.io/cinnamon/kotaemon:0.11.3-full', ...props });
  const manifests = Testing.synth(chart);
  const { containers: [{ env, command }], initContainers = [] } = manifests.find(({ kind }) => kind === 'Deployment').spec.template.spec;
  return {
    files: manifests.find(({ kind }) => kind === 'ConfigMap').data,
    env: Object.fromEntries(env.map(({ name, value }: any) => [name, value ?? PASSWORD])),
    command,
    bootstrap: initContainers.find(({ name }: any) => name === 'bootstrap')?.command,
  };
}

/** A folder with the files of a pod and the stand-ins of upstream. */
export class UpstreamApp {
  public readonly folder = mkdtempSync(join(tmpdir(), 'kotaemon-'));
  public output = '';
  private process?: ChildProcess;

  public constructor(private readonly pod: SynthesizedPod, private readonly libraries = [LIBRARIES]) {
    Object.entries({ ...pod.files, ...STAND_INS }).forEach(([name, text]) => this.write(name, text));
    mkdirSync(join(this.folder, 'data/user_data'), { recursive: true });
  }

  public write(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  /** The environment of the container, with this machine's folders in place of the image's. */
  public env(changes: Record<string, string> = {}): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    return { ...this.pod.env, PATH, PYTHONPATH: [this.folder, ...this.libraries].join(':'), HOME: this.folder, TEST_DATA: join(this.folder, 'data'), PYTHONDONTWRITEBYTECODE: '1', ...changes };
  }

  /** The result of a program of one line, as JSON. */
  public evaluate(program: string, changes: Record<string, string> = {}): any {
    return JSON.parse(execFileSync('python3', ['-c', program], { env: this.env(changes), cwd: this.folder, encoding: 'utf8', stdio: 'pipe' }).trim().split('\n').at(-1)!);
  }

  /** Runs the bootstrap to its end. */
  public bootstrap(changes: Record<string, string> = {}): Promise<{ status: number | null; output: string }> {
    const [, file] = this.pod.bootstrap!;
    const child = spawn('python3', [join(this.folder, file.split('/').at(-1)!)], { env: this.env(changes), cwd: this.folder });
    let output = '';
    [child.stdout, child.stderr].forEach((stream) => stream.on('data', (chunk) => { output += chunk; }));
    return new Promise((resolve) => child.once('exit', (status) => resolve({ status, output })));
  }

  /** Starts the app's own program at a free port, and waits until a path answers. */
  public async start(path: string, changes: Record<string, string> = {}): Promise<number> {
    const port = await freePort();
    const [, ...args] = this.pod.command.map((word) => (word === '7860' ? String(port) : word));
    this.process = spawn('python3', args, { env: this.env({ GRADIO_SERVER_PORT: String(port), ...changes }), cwd: this.folder });
    [this.process.stdout!, this.process.stderr!].forEach((stream) => stream.on('data', (chunk) => { this.output += chunk; }));
    const end = Date.now() + 240_000;
    while (Date.now() < end) {
      if (this.process.exitCode !== null) throw new Error(`the app ended: ${this.output}`);
      const status = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' }).then((response) => response.status, () => 0);
      if (status === 200) return port;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the app did not answer ${path}: ${this.output}`);
  }

  /** Sends a signal, and returns how the process ended. */
  public async end(signal: NodeJS.Signals): Promise<{ code: number | null; seconds: number }> {
    const begin = Date.now();
    const code = new Promise<number | null>((resolve) => this.process!.once('exit', resolve));
    this.process!.kill(signal);
    return { code: await code, seconds: (Date.now() - begin) / 1000 };
  }

  public dispose(): void {
    this.process?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
