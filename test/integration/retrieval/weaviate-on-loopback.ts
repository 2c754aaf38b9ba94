import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SERVERS = join(__dirname, '../../../.cache/servers');
export const API_KEY = 'open-sesame';

/** The server of the version that the store names; undefined where it has not been built. */
export function weaviateProgram(image: string): string | undefined {
  const file = join(SERVERS, `weaviate-${image.split(':')[1].split('@')[0]}`);
  return existsSync(file) ? file : undefined;
}

/**
 * The synthesized server, running on loopback: its own arguments, environment and user, on a file system that it can
 * only read but for what is mounted, with the paths, the addresses and the ports of this machine put in.
 */
export class WeaviateOnLoopback {
  public static async create(statefulSet: any): Promise<WeaviateOnLoopback> {
    const folder = mkdtempSync(join(tmpdir(), 'weaviate-'));
    chmodSync(folder, 0o755);
    const ports = await freePorts(8);
    return new WeaviateOnLoopback(statefulSet.spec.template.spec.containers[0], folder, ports);
  }

  public readonly url: string;
  public readonly metricsUrl: string;
  private readonly environment: Record<string, string>;
  private readonly args: string[];
  private readonly data: string;
  private server?: ChildProcess;
  private log = '';

  private constructor(private readonly container: any, private readonly folder: string, ports: number[]) {
    const [http, grpc, metrics, gossip, exchange, raft, rpc] = ports;
    this.url = `http://127.0.0.1:${http}`;
    this.metricsUrl = `http://127.0.0.1:${metrics}`;
    this.data = join(folder, 'data');
    mkdirSync(this.data);
    const user = container.securityContext.runAsUser;
    if (process.getuid?.() === 0) chownSync(this.data, user, user);
    const substitutions: Record<string, string> = {
      '/var/lib/weaviate': this.data, '0.0.0.0': '127.0.0.1', '8080': String(http), '50051': String(grpc), '2112': String(metrics),
    };
    const substituted = (text: string): string => substitutions[text] ?? text;
    // In a pod the ports of the cluster are its own, and its address is found by itself.
    const added = {
      CLUSTER_ADVERTISE_ADDR: '127.0.0.1', CLUSTER_BIND_ADDR: '127.0.0.1', CLUSTER_GOSSIP_BIND_PORT: String(gossip), CLUSTER_DATA_BIND_PORT: String(exchange),
      RAFT_PORT: String(raft), RAFT_INTERNAL_RPC_PORT: String(rpc),
    };
    const values = container.env.map(({ name, value, valueFrom }: any) => [name, value === undefined ? (valueFrom.secretKeyRef ? API_KEY : 'vectors-0') : substituted(value)]);
    this.environment = { ...Object.fromEntries(values), ...added };
    this.args = container.args.map(substituted);
    process.stdout.write(`substituted: ${JSON.stringify(substitutions)}; added: ${JSON.stringify(added)}\n`);
  }

  /** Starts the server, and waits until its own readiness path answers. */
  public async start(): Promise<void> {
    this.log = '';
    const program = weaviateProgram(this.container.image)!;
    const [command, ...rest] = process.getuid?.() === 0 ? this.confined(program) : [program];
    this.server = spawn(command, [...rest, ...this.args], { env: { PATH: process.env.PATH, ...this.environment }, cwd: '/' });
    [this.server.stdout!, this.server.stderr!].forEach((stream) => stream.on('data', (chunk) => { this.log += chunk; }));
    for (let tries = 0; tries < 300; tries++) {
      if (await this.probe('readinessProbe')) return;
      if (this.server.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the server did not come up:\n${this.log.slice(-4000)}`);
  }

  public async probe(name: string): Promise<boolean> {
    return fetch(`${this.url}${this.container[name].httpGet.path}`).then(({ ok }) => ok, () => false);
  }

  /** A call with the API key, or without. */
  public async call(method: string, path: string, body?: unknown, key: string | undefined = API_KEY): Promise<{ status: number; body: any }> {
    const response = await fetch(`${this.url}${path}`, {
      method, body: body === undefined ? undefined : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(key !== '' && { authorization: `Bearer ${key}` }) },
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  public async stop(signal: NodeJS.Signals): Promise<void> {
    const { server } = this;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await ended;
  }

  /** Files that the server has written. */
  public written(): string[] {
    return readdirSync(this.data);
  }

  public async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * A mount namespace of its own, in which everything but the volume can only be read, and the user of the manifest.
   */
  private confined(program: string): string[] {
    const user = String(this.container.securityContext.runAsUser);
    const script = `mount --make-rprivate / && mount --bind ${this.data} ${this.data} && mount -o remount,bind,ro / && exec setpriv --reuid=${user} --regid=${user} --clear-groups "$0" "$@"`;
    return ['unshare', '--mount', 'sh', '-c', script, program];
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(servers.map((server) => new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  })));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
