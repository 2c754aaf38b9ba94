import { Presets, SingleBar } from 'cli-progress';
import { formatSeconds } from '../results/format';
import { type Output } from './io';

/** A bar would only flicker for what is over sooner. */
const PATIENCE_MS = 1000;
/** Time between two lines where there is no terminal: CI ends a job that writes nothing for minutes. */
const LINE_MS = 15_000;
/** An estimate from a smaller share is far off. */
const LEAST_SHARE = 0.02;

/** Shows how far a long task is: a bar on a terminal, else a line now and then. */
export class Progress {
  private bar?: SingleBar;
  private readonly started = Date.now();
  private lastLine = this.started;

  public constructor(private readonly output: Output, private readonly verb = 'simulating') {}

  public update(share: number): void {
    const now = Date.now();
    if (this.output.isTTY !== true) {
      if (now - this.lastLine < LINE_MS) return;
      this.lastLine = now;
      this.output.write(`${this.lineOf(share, (now - this.started) / 1000)}\n`);
      return;
    }
    if (now - this.started < PATIENCE_MS) return;
    this.bar ??= this.start();
    this.bar.update(Math.round(share * 1000));
  }

  /** Takes the bar away. */
  public stop(): void {
    this.bar?.stop();
  }

  private lineOf(share: number, seconds: number): string {
    if (share >= 1) return `${this.verb}: done after ${formatSeconds(Math.round(seconds))}, computing the figures`;
    const left = share >= LEAST_SHARE ? `, about ${formatSeconds(Math.ceil(seconds * (1 - share) / share))} left` : '';
    return `${this.verb}: ${Math.floor(share * 100)} % after ${formatSeconds(Math.round(seconds))}${left}`;
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
