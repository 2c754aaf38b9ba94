import type { TimestampedScaleEvent } from '../../lib/hpa';

/** Scale events as upstream keeps and scans them: what the log with its running sums must agree with. */
export class ScaleEventList {
  public readonly events: TimestampedScaleEvent[] = [];

  public changeInPeriod(period: number, now: number): number {
    return this.events.reduce((sum, { timestamp, replicaChange }) => (timestamp > now - period ? sum + replicaChange : sum), 0);
  }

  public record(replicaChange: number, longestPolicyPeriod: number, now: number): void {
    this.events.forEach((event, i) => {
      if (event.timestamp < now - longestPolicyPeriod) this.events[i] = { ...event, outdated: true };
    });
    const reused = this.events.map(({ outdated }) => outdated).lastIndexOf(true);
    this.events[reused < 0 ? this.events.length : reused] = { replicaChange, timestamp: now, outdated: false };
  }
}
