import { type WaitingCounts } from '../traffic/workload-station';

/** Numbers of waiting requests. */
export class FlowQueues implements WaitingCounts {
  public queued = 0;
  public peak = 0;
  private integral = 0;

  public constructor(private readonly beforeRead: () => void) {}

  public queuedSeconds(): number {
    this.beforeRead();
    return this.integral;
  }

  public change(queued: number, mean: number, seconds: number): void {
    this.queued = queued;
    this.integral += mean * seconds;
  }
}
