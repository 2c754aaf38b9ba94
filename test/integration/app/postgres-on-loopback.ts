import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Unprivileged user: PostgreSQL refuses to run as root. */
const UNPRIVILEGED = 65534;
const DEBIAN = '/usr/lib/postgresql';

/** A program of PostgreSQL, wherever it is; undefined where it is not installed. */
export function postgresProgram(name: string): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : [];
  return [...process.env.PATH!.split(':'), ...versions].map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/** A PostgreSQL on loopback with an empty database. */
export class PostgresOnLoopback {
  public static async start(): Promise<PostgresOnLoopback> {
    const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
    const data = join(folder, 'data');
    const user = process.getuid?.() === 0 ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {};
    mkdirSync(data);
    if (user.uid !== undefined) [folder, data].forEach((path) => chownSync(path, UNPRIVILEGED, UNPRIVILEGED));
    execFileSync(postgresProgram('initdb')!, ['-D', data, '-U', 'kotaemon', '--auth=trust', '--no-sync'], { ...user, stdio: 'ignore' });
    const port = await freePort();
    const server = spawn(postgresProgram('postgres')!, ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder, '-F'], { ...user, stdio: 'ignore' });
    const postgres = new PostgresOnLoopback(folder, port, server);
    await postgres.untilReady();
    return postgres;
  }

  private constructor(private readonly folder: string, public readonly port: number, private readonly server: ChildProcess) {}

  /** The rows that a query gives, one line each. */
  public query(sql: string): string[] {
    const output = execFileSync(postgresProgram('psql')!, ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'kotaemon', '-d', 'postgres', '-tAc', sql], { encoding: 'utf8' });
    return output.split('\n').filter((line) => line !== '');
  }

  public async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.kill('SIGINT');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async untilReady(): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      try {
        this.query('SELECT 1');
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    throw new Error('PostgreSQL did not come up');
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
