import { ArrivalLine } from './arrival-line';
import { type FlowOutcomes } from './flow-outcomes';
import { type FlowService } from './flow-service';
import { type BlendWaits, LatencyBlend } from './latency-blend';

/** Variation of a wait that is all but certain. */
const CERTAIN = 0.005;

/** A flow's part of a station: what it brings in a span, and what becomes of it. */
export interface Passage {
  /** Outcomes of the flow itself, where this station is all that it passes. */
  readonly outcomes?: FlowOutcomes;
  /** Expected requests per second, and the number that came. */
  perSecond: number;
  count: number;
  /** Part of the station's requests. */
  share: number;
}

/** Outcomes of what passes a station: those of the station, and of the flows that pass no other. */
export class Passages {
  public readonly all: Passage[] = [];
  /** Requests of a shared queue that wait for long. */
  public readonly line = new ArrivalLine();
  /** True where requests were lost since it was set. */
  public hasLost = false;
  private blend?: LatencyBlend;
  private waits: BlendWaits = { chance: NaN, wait: NaN, variation: NaN, factor: NaN };

  public constructor(private readonly outcomes: FlowOutcomes, private readonly service: FlowService) {}

  /** Expected requests per second of all. */
  public get perSecond(): number {
    let sum = 0;
    for (const { perSecond } of this.all) sum += perSecond;
    return sum;
  }

  /** Requests that came in a span. Gives each passage its share. */
  public takeCount(perSecond: number): number {
    let sum = 0;
    for (const passage of this.all) {
      sum += passage.count;
      passage.share = perSecond > 0 ? passage.perSecond / perSecond : 0;
    }
    return sum;
  }

  public record(requests: number, { chance, wait, variation, factor }: BlendWaits): void {
    const { shapes } = this.service;
    shapes.add(requests, chance, wait, variation, factor, this.outcomes.add);
    for (const { outcomes, share } of this.all) if (outcomes && share > 0) shapes.add(requests * share, chance, wait, variation, factor, outcomes.add);
  }

  /** Returns the blend of waits that may stay as they are: the same object for the same waits. */
  public blendOf(waits: BlendWaits): LatencyBlend {
    const { chance, wait, variation, factor } = this.waits;
    if (this.blend && waits.chance === chance && waits.wait === wait && waits.variation === variation && waits.factor === factor) return this.blend;
    this.waits = waits;
    return this.blend = new LatencyBlend(this.service.shapes, this.service.timeout, waits);
  }

  public recordBlend(blend: LatencyBlend, requests: number): void {
    if (requests <= 0) return;
    this.outcomes.addBlend(blend, requests);
    for (const { outcomes, share } of this.all) if (outcomes && share > 0) outcomes.addBlend(blend, requests * share);
  }

  public lose(failure: 'killed' | 'refused', amount: number): void {
    if (amount <= 0) return;
    this.hasLost = true;
    this.outcomes.lose(failure, amount);
    for (const { outcomes, share } of this.all) outcomes?.lose(failure, amount * share);
  }

  /**
   * Turns what has happened into whole numbers, while so many requests are still here. Returns the number that was
   * served.
   */
  public publish(present: number): number {
    for (const { outcomes, share } of this.all) outcomes?.publish(present * share);
    return this.outcomes.publish(present);
  }

  /**
   * Follows the requests of a shared queue: those that come now stand behind the others, and those that are served
   * leave with the wait that they had.
   * Returns the number that gave up.
   *
   * @param came requests that came in the part of a span that ends at `until`.
   */
  public follow(came: number, until: number, part: number, served: number, variation: number, factor: number): number {
    const { line, service: { timeout } } = this;
    const leave = (requests: number, wait: number): void => this.record(requests, { chance: 1, wait, variation: Math.max(CERTAIN, variation), factor });
    line.push(until - part / 2, came);
    line.serve(served, until, leave);
    return timeout === Infinity ? 0 : line.expire(until - timeout, until + timeout / 8, leave);
  }

  /** Ends the tracking of single requests once the queue is short again. */
  public dissolve(now: number, variation: number, factor: number): void {
    this.line.expire(Infinity, now, (requests, wait) => this.record(requests, { chance: 1, wait, variation: Math.max(CERTAIN, variation), factor }));
  }
}
