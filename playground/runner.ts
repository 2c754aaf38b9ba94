import { type Judgement } from './judge';
import { type State } from './state';
import { type WorkerMessage } from './worker';

/** Told what becomes of a state. */
export interface Listener {
  progress(share: number): void;
  done(judgement: Judgement, milliseconds: number): void;
  failed(message: string): void;
}

/** Time for one state. */
const LIMIT_MS = 20_000;
/** A run that is older is given up for a newer state; a younger one is soon done. */
const PATIENCE_MS = 300;

/** Judges states in a worker: the newest only, and none for longer than a time limit. */
export class Runner {
  private worker: Worker | undefined;
  private since = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private next: State | undefined;

  public constructor(private readonly script: string, private readonly listener: Listener, private readonly limit = LIMIT_MS) {}

  /** Judges a state as soon as the one before is done, or is not worth waiting for. */
  public submit(state: State): void {
    this.next = state;
    if (this.timer === undefined) this.start();
    else if (performance.now() - this.since > PATIENCE_MS) this.restart();
  }

  private restart(): void {
    this.stop();
    this.worker?.terminate();
    this.worker = undefined;
    this.start();
  }

  private start(): void {
    const state = this.next;
    if (state === undefined) return;
    this.next = undefined;
    this.worker ??= this.create();
    this.since = performance.now();
    this.timer = setTimeout(() => {
      this.stop();
      this.worker?.terminate();
      this.worker = undefined;
      this.listener.failed(`stopped after ${this.limit / 1000} s: this is more than the page should simulate; use a shorter recording, less load, or the command line`);
      this.start();
    }, this.limit);
    this.worker.postMessage(state);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private create(): Worker {
    const url = URL.createObjectURL(new Blob([this.script], { type: 'text/javascript' }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (worker !== this.worker) return;
      if (data.kind === 'progress') {
        this.listener.progress(data.share);
        return;
      }
      const milliseconds = performance.now() - this.since;
      this.stop();
      // Results that are out of date are not shown.
      if (this.next === undefined && data.kind === 'done') this.listener.done(data.judgement, milliseconds);
      else if (this.next === undefined && data.kind === 'failed') this.listener.failed(`internal error, please report it: ${data.message}`);
      this.start();
    };
    worker.onerror = ({ message }) => {
      if (worker !== this.worker) return;
      this.stop();
      this.worker = undefined;
      this.listener.failed(`internal error, please report it: ${message}`);
      this.start();
    };
    return worker;
  }
}
