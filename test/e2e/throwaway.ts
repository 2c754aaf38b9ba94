import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Waits for this process to be gone, in whatever way, then ends what it had started and removes the folder. */
const GUARDIAN = 'cat >/dev/null; for file in "$1"/*.pid; do [ -f "$file" ] && kill -KILL "$(cat "$file")"; done 2>/dev/null; rm -rf "$1"';

/** A folder and programs that do not outlive this process, not even when it is killed. */
export class Throwaway {
  public readonly folder: string;
  private readonly guardian: ChildProcess;
  private readonly programs = new Map<string, ChildProcess>();

  constructor(name: string) {
    this.folder = mkdtempSync(join(tmpdir(), `${name}-`));
    // In a process group of its own, so that a Ctrl-C does not reach it.
    this.guardian = spawn('sh', ['-c', GUARDIAN, 'guardian', this.folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  }

  public path(name: string): string {
    return join(this.folder, name);
  }

  public write(name: string, text: string): string {
    const file = this.path(name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  }

  /** Starts a program whose output goes to a log in the folder. */
  public start(name: string, command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): void {
    const log = openSync(this.path(`${name}.log`), 'a');
    const env = { ...process.env, ...environment };
    const program = spawn(command, args, { stdio: ['ignore', log, log], detached: true, cwd: this.folder, env });
    closeSync(log);
    program.on('error', () => undefined);
    if (program.pid === undefined) throw new Error(`${name} cannot be started: ${command}`);
    writeFileSync(this.path(`${name}.pid`), String(program.pid));
    this.programs.set(name, program);
  }

  /** Ends a program at once, as a crash would. */
  public async stop(name: string): Promise<void> {
    const program = this.programs.get(name)!;
    const gone = new Promise((resolve) => program.once('exit', resolve));
    program.kill('SIGKILL');
    await gone;
    rmSync(this.path(`${name}.pid`));
  }

  /** Waits until a check holds. @throws with the end of the program's log, as soon as it has ended. */
  public async until(name: string, holds: () => Promise<boolean>, seconds = 120): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    while (!await holds().catch(() => false)) {
      const { exitCode, signalCode } = this.programs.get(name)!;
      const ended = exitCode !== null || signalCode !== null;
      if (ended || Date.now() > deadline) throw new Error(`${name} ${ended ? 'ended' : `is not ready after ${seconds} s`}:\n${this.log(name).slice(-3000)}`);
      await pause(100);
    }
  }

  public log(name: string): string {
    return readFileSync(this.path(`${name}.log`), 'utf8');
  }

  /** Copies the logs to where they outlive the run. */
  public keepLogs(folder: string): void {
    mkdirSync(folder, { recursive: true });
    for (const name of this.programs.keys()) copyFileSync(this.path(`${name}.log`), join(folder, `${name}.log`));
  }

  public async end(): Promise<void> {
    const gone = new Promise((resolve) => this.guardian.once('exit', resolve));
    this.guardian.stdin!.end();
    await gone;
  }
}

/** Free port of loopback. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
