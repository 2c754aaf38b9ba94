import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

interface Waiting {
  resolve(line: string): void;
  reject(error: Error): void;
}

/** A program that answers each line with a line, in their order. */
export class LineProgram {
  private readonly process: ChildProcessByStdio<Writable, Readable, null>;
  private readonly waiting: Waiting[] = [];

  public constructor(private readonly path: string) {
    this.process = spawn(path, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.process.stdout }).on('line', (line) => this.waiting.shift()?.resolve(line));
    this.process.on('error', (error) => this.fail(error));
    this.process.on('close', (status) => this.fail(new Error(`${this.path} left with status ${status}`)));
    this.process.stdin.on('error', (error) => this.fail(error));
  }

  public async ask(line: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.process.stdin.write(`${line}\n`);
    });
  }

  public stop(): void {
    this.process.stdin.end();
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
