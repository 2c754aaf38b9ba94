import { type PodCounters } from '../traffic/workload-station';
import { doubled } from './columns';

const INITIAL = 16;

/** Pods of a workload as servers: busy slots, waiting requests and the counters of its metrics. */
export class ServerTable implements PodCounters {
  /** Requests, or batches, that a pod serves at the same time. */
  public readonly capacity: number;
  public busy = new Int32Array(INITIAL);
  /** 1 while the application takes requests. */
  public accepting = new Uint8Array(INITIAL);
  /** Number of processes that ran in this row; invalidates connections to earlier ones. */
  public incarnation = new Int32Array(INITIAL);
  public waiting = new Int32Array(INITIAL);
  public head = new Int32Array(INITIAL);
  public tail = new Int32Array(INITIAL);
  /** Integral over time of `busy`, less `busy` times now: two additions a request instead of a product. */
  public busyIntegral = new Float64Array(INITIAL);
  /** The same of busy > 0. */
  public activeIntegral = new Float64Array(INITIAL);
  public answered = new Float64Array(INITIAL);
  /** Core-seconds that the pod's requests have used, where pods share CPU. */
  public cpuSeconds = new Float64Array(INITIAL);
  /** Start of the request that a slot of the pod took last. */
  public lastStart = new Float64Array(INITIAL);
  /** Time at which the pod's process began to accept requests. */
  public openedAt = new Float64Array(INITIAL);
  public inputTokens = new Float64Array(INITIAL);
  public outputTokens = new Float64Array(INITIAL);
  /** Integral of `busy` over all pods there were, less their sum times now. */
  public totalIntegral = 0;
  public totalBusy = 0;
  private readonly free: number[] = [];
  /** Rows that had a slot in service since the last `takeTouched`, and for each row 1 where it is among them. */
  private touched: number[] = [];
  private isTouched = new Uint8Array(INITIAL);
  /** Row 0 is the shared queue; pods start at row 1. */
  private used = 1;

  public constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Rows in use or used before, the shared one included. */
  public get rows(): number {
    return this.used;
  }

  /** A pod without work and with counters at 0. */
  public add(): number {
    const pod = this.free.pop() ?? this.used++;
    if (pod === this.busy.length) this.grow();
    const { busy, accepting, waiting, busyIntegral, activeIntegral, answered, cpuSeconds, inputTokens, outputTokens } = this;
    for (const column of [busy, accepting, waiting, busyIntegral, activeIntegral, answered, cpuSeconds, inputTokens, outputTokens]) column[pod] = 0;
    this.openedAt[pod] = NaN;
    this.lastStart[pod] = 0;
    this.incarnation[pod]++;
    this.head[pod] = -1;
    this.tail[pod] = -1;
    return pod;
  }

  public remove(pod: number): void {
    this.free.push(pod);
  }

  public occupy(pod: number, now: number): void {
    if (this.busy[pod]++ === 0) this.enter(pod, now);
    this.busyIntegral[pod] -= now;
    this.totalIntegral -= now;
    this.totalBusy++;
  }

  public vacate(pod: number, now: number): void {
    if (--this.busy[pod] === 0) this.activeIntegral[pod] += now;
    this.busyIntegral[pod] += now;
    this.totalIntegral += now;
    this.totalBusy--;
  }

  /**
   * Rows of the pods that had a slot in service since the last call, one more call each for those that have one still.
   */
  public takeTouched(): readonly number[] {
    const { touched, isTouched, busy } = this;
    this.touched = [];
    for (const pod of touched) {
      if (busy[pod] > 0) this.touched.push(pod);
      else isTouched[pod] = 0;
    }
    return touched;
  }

  public busyAt(pod: number): number {
    return this.busy[pod];
  }

  public answeredBy(pod: number): number {
    return this.answered[pod];
  }

  public inputTokensOf(pod: number): number {
    return this.inputTokens[pod];
  }

  /** Returns the seconds of busy slots until now. */
  public busySeconds(pod: number, now: number): number {
    return this.busyIntegral[pod] + this.busy[pod] * now;
  }

  /** Seconds with any work up to now. */
  public activeSeconds(pod: number, now: number): number {
    return this.activeIntegral[pod] + (this.busy[pod] > 0 ? now : 0);
  }

  public totalBusySeconds(now: number): number {
    return this.totalIntegral + this.totalBusy * now;
  }

  private enter(pod: number, now: number): void {
    this.activeIntegral[pod] -= now;
    if (this.isTouched[pod] === 1) return;
    this.isTouched[pod] = 1;
    this.touched.push(pod);
  }

  private grow(): void {
    this.isTouched = doubled(this.isTouched);
    this.busy = doubled(this.busy);
    this.accepting = doubled(this.accepting);
    this.incarnation = doubled(this.incarnation);
    this.waiting = doubled(this.waiting);
    this.head = doubled(this.head);
    this.tail = doubled(this.tail);
    this.busyIntegral = doubled(this.busyIntegral);
    this.activeIntegral = doubled(this.activeIntegral);
    this.answered = doubled(this.answered);
    this.cpuSeconds = doubled(this.cpuSeconds);
    this.openedAt = doubled(this.openedAt);
    this.lastStart = doubled(this.lastStart);
    this.inputTokens = doubled(this.inputTokens);
    this.outputTokens = doubled(this.outputTokens);
  }
}
