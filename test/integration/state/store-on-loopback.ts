import { App, Chart, type Size, Testing } from 'cdk8s';
import { type ChildProcess, spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import { createServer } from 'net';
import * as os from 'os';
import * as path from 'path';
import { Cluster, IpFamilies, RedisSessionStore, ValkeySessionStore } from '../../../lib';
import { REDIS_PATHS } from '../../../lib/stores/sessions/redis-configuration';
import { type Shell } from '../../support/preload/preload-run';
import { RespClient } from './resp-client';

export const FLAVOURS = ['redis', 'valkey'] as const;
export type Flavour = (typeof FLAVOURS)[number];

const CONSTRUCTS = { redis: RedisSessionStore, valkey: ValkeySessionStore };
const BINARY_FOLDERS = process.env.PATH!.split(':').concat(path.join(__dirname, '../../../.cache/servers'));
const PASSWORD = `it's a "secret" $(id) \\x41 ☃`;

/** The program, wherever it is; undefined where it is not installed. */
export function findBinary(name: string): string | undefined {
  return BINARY_FOLDERS.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

/** Why a flavour cannot be tested here; undefined where it can. */
export function missing(flavour: Flavour): string | undefined {
  const absent = [`${flavour}-server`, `${flavour}-cli`].filter((name) => !findBinary(name));
  return absent.length > 0 ? `${absent.join(' and ')} not found; run scripts/install-servers.sh` : undefined;
}

interface StoreOptions {
  readonly memory?: Size;
  readonly dataFolder?: string;
  readonly extraConfig?: string[];
  readonly ipFamilies?: IpFamilies;
  /** Stand-in for /bin/sh; its PATH goes first. */
  readonly shell?: Shell;
}

/**
 * The synthesized store, running on loopback: its own configuration and scripts, with the paths, the address and the
 * port of this machine put in.
 */
export class StoreOnLoopback {
  public static async create(flavour: Flavour, options: StoreOptions = {}): Promise<StoreOnLoopback> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${flavour}-store-`));
    const app = new App();
    Cluster.declare(app, { ipFamilies: options.ipFamilies });
    const chart = new Chart(app, 'test');
    new CONSTRUCTS[flavour](chart, 'sessions', { memory: options.memory, extraConfig: options.extraConfig });
    const manifests = Testing.synth(chart);
    return new StoreOnLoopback(folder, { dataFolder: path.join(folder, 'data'), ...options }, await freePort(), manifests);
  }

  public readonly password = PASSWORD;
  private readonly command: string[];
  private readonly configuration: string;
  private readonly shell: string[];
  private readonly environment: NodeJS.ProcessEnv;
  private server?: ChildProcess;
  private readonly host: string;
  private log = '';

  private constructor(
    private readonly folder: string,
    { dataFolder: data, shell, ipFamilies }: StoreOptions & { readonly dataFolder: string },
    public readonly port: number,
    manifests: any[],
  ) {
    this.configuration = path.join(folder, 'configuration');
    this.host = ipFamilies === IpFamilies.IPV6 ? '::1' : '127.0.0.1';
    const substitutions: [string, string][] = [
      [REDIS_PATHS.secret, path.join(folder, 'secret')],
      [REDIS_PATHS.runtime, path.join(folder, 'runtime')],
      [REDIS_PATHS.configuration, this.configuration],
      [`dir ${REDIS_PATHS.data}`, `dir ${data}`],
      ['bind * -::*', 'bind 127.0.0.1'],
      // The other family stays optional, as in the pod.
      ['bind ::* -*', 'bind ::1 -127.0.0.1'],
      ['port 6379', `port ${port}`],
      ['-p 6379', `-p ${port}`],
    ];
    const substituted = (text: string): string => substitutions.reduce((result, [from, to]) => result.replaceAll(from, to), text);
    ['secret', 'runtime', 'configuration'].forEach((name) => fs.mkdirSync(path.join(folder, name)));
    fs.mkdirSync(data, { recursive: true });
    fs.writeFileSync(path.join(folder, 'secret/password'), PASSWORD);
    const { data: files } = manifests.find(({ kind }) => kind === 'ConfigMap');
    Object.entries<string>(files).forEach(([name, text]) => fs.writeFileSync(path.join(this.configuration, name), substituted(text)));
    const [container] = manifests.find(({ kind }) => kind === 'StatefulSet').spec.template.spec.containers;
    this.command = [...shell?.command ?? ['/bin/sh'], ...container.command.slice(1).map(substituted)];
    this.shell = this.command.slice(0, -1);
    this.environment = { PATH: [...shell?.path ?? [], ...BINARY_FOLDERS].join(':') };
    process.stdout.write(`substituted: ${substitutions.map(([from, to]) => `'${from}' by '${to}'`).join(', ')}\n`);
  }

  /** Starts the server as the container does, and waits until its own readiness script says so. */
  public async start(): Promise<void> {
    this.log = '';
    this.server = spawn(this.command[0], this.command.slice(1), { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.server.stdout!.on('data', (chunk) => { this.log += chunk; });
    this.server.stderr!.on('data', (chunk) => { this.log += chunk; });
    for (let tries = 0; tries < 600; tries++) {
      if (await this.accepts() && this.probe('ready.sh')) return;
      if (this.server.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the server did not come up:\n${this.log}`);
  }

  /** Runs one of the container's probe scripts. */
  public probe(script: string): boolean {
    const [program, ...first] = this.shell;
    return spawnSync(program, [...first, path.join(this.configuration, script)], { env: this.environment }).status === 0;
  }

  public async stop(signal: NodeJS.Signals): Promise<void> {
    const { server } = this;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  }

  /** Waits until the server has ended by itself; its exit status. */
  public async ended(): Promise<number | null | undefined> {
    const { server } = this;
    if (server && server.exitCode === null && server.signalCode === null) await new Promise((resolve) => server.once('exit', resolve));
    return server?.exitCode;
  }

  /** The process of the server, which the shell that started it has become. */
  public get pid(): number {
    return this.server!.pid!;
  }

  /** Changes the Secret, as the kubelet does under a running server. */
  public changeSecret(password: string): void {
    fs.writeFileSync(path.join(this.folder, 'secret/password'), password);
  }

  public client(): Promise<RespClient> {
    return RespClient.connect(this.port, PASSWORD, this.host);
  }

  public async remove(): Promise<void> {
    await this.stop('SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private async accepts(): Promise<boolean> {
    try {
      (await this.client()).close();
      return true;
    } catch {
      return false;
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
