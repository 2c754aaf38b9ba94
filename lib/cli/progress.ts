import { Presets, SingleBar } from 'cli-progress';
import { type Output } from './io';

/** A bar would only flicker for what is over sooner. */
const PATIENCE_MS = 1000;

/** Shows how far a long task is, on a terminal only. */
export class Progress {
  private bar?: SingleBar;
  private readonly started = Date.now();

  public constructor(private readonly output: Output, private readonly verb = 'simulating') {}

  public update(share: number): void {
    if (this.output.isTTY !== true || Date.now() - this.started < PATIENCE_MS) return;
    this.bar ??= this.start();
    this.bar.update(Math.round(share * 1000));
  }

  /** Takes the bar away. */
  public stop(): void {
    this.bar?.stop();
  }

  private start(): SingleBar {
    const format = `${this.verb} [{bar}] {percentage}% | {eta_formatted} left`;
    // The cursor and the wrapping of lines stay as they are, so that nothing has to be restored where the process is
    // killed.
    const stream = this.output as unknown as NodeJS.WritableStream;
    const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: false, linewrap: true, stream }, Presets.rect);
    bar.start(1000, 0);
    return bar;
  }
}
