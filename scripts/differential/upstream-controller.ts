import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { parseExactly } from '../conformance/json-cases';
import type { TrajectoryCase, TrajectoryInput, TrajectorySetting } from '../conformance/kinds/controller-trajectory';
import { exactJson } from './exact-json';
import { hpaManifest } from './hpa-manifest';

export type Decision = TrajectoryCase['passes'][number]['expect'];

export interface World extends TrajectorySetting {
  readonly name: string;
  readonly passes: readonly TrajectoryInput[];
}

/** Who decides in the passes of a world. */
export interface Controller {
  play(world: World): Promise<Decision[]>;
}

interface Waiting {
  resolve(decisions: Decision[]): void;
  reject(error: Error): void;
}

/** Upstream's HPA controller as a process: a world goes in, and what was decided in each of its passes comes out. */
export class UpstreamController implements Controller {
  private readonly process: ChildProcessByStdio<Writable, Readable, null>;
  private readonly waiting: Waiting[] = [];

  /** @param program what scripts/programs/hpa-controller.sh built. */
  public constructor(program: string) {
    this.process = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.process.stdout }).on('line', (line) => this.waiting.shift()?.resolve(parseExactly(line) as Decision[]));
    this.process.on('error', (error) => this.fail(error));
    this.process.on('close', (status) => this.fail(new Error(`the controller left with status ${status}`)));
    this.process.stdin.on('error', (error) => this.fail(error));
  }

  /** Worlds that are given before others have come back are played in their order. */
  public async play({ hpa, parameters, passes }: World): Promise<Decision[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.process.stdin.write(`${exactJson({ hpa: hpaManifest(hpa), parameters, passes })}\n`);
    });
  }

  public stop(): void {
    this.process.stdin.end();
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
