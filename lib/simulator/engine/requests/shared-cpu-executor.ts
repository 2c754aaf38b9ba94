import { type SlotService } from '../../world/service';
import { type CpuResult } from '../../run/run';
import { type Workload } from '../../world/world';
import { type RandomStream } from '../random/random-stream';
import { coresPerSlot, loadLimitCores, QUOTA_PERIOD_SECONDS } from './cpu-limit';
import { type Executor } from './executor';
import { NEVER } from './never';
import { type RequestPool } from './request-pool';
import { type ServerTable } from './server-table';
import { SlotExecutor } from './slot-executor';
import { TimeHeap } from './time-heap';

const { ceil, floor, max, min } = Math;
const PERIOD = QUOTA_PERIOD_SECONDS;

/** CPU of one pod. All of its requests advance at the same pace, so one clock of work serves all of them. */
interface PodCpu {
  incarnation: number;
  /** Seconds of service at full speed that each request in service has advanced by, since the pod began. */
  work: number;
  asOf: number;
  /** Slots of the server table in service. */
  busy: number;
  /** Share of full speed that the node leaves to the pod. */
  speed: number;
  /** Core-seconds used in the quota period that contains `asOf`. */
  used: number;
  next: number;
  /** Requests by the reading of the clock at which they end. */
  readonly ends: TimeHeap;
}

/**
 * Requests that share the CPU of their pod. A pod may use its limit times 100 ms of CPU in each period of 100 ms; when
 * that is used up, its requests stand still until the next period (CFS bandwidth control). Periods begin at multiples
 * of 100 ms. A node that is short of CPU slows its pods down by a factor.
 */
export class SharedCpuExecutor implements Executor {
  public readonly podCapacity: number;
  private readonly slots: SlotExecutor;
  /** Pods by the time of their next end; an entry that differs from its pod's `next` is out of date. */
  private readonly ends = new TimeHeap();
  private readonly pods: PodCpu[] = [];
  /** CPU demand in cores of one busy slot of the server table. */
  private readonly coresPerPlace: number;
  /** Core-seconds that a pod may use in a period. */
  private readonly quota: number;
  private coreSeconds = 0;
  private busySeconds = 0;
  private throttledSeconds = 0;
  private contendedSeconds = 0;

  public constructor(
    workload: Workload & { readonly service: SlotService }, batchSize: number, private readonly pool: RequestPool, private readonly servers: ServerTable,
    random: RandomStream,
  ) {
    const { service } = workload;
    this.slots = new SlotExecutor(service, batchSize, pool, random);
    this.coresPerPlace = coresPerSlot(workload) * service.concurrency / servers.capacity;
    this.quota = loadLimitCores(workload) * PERIOD;
    const wanted = coresPerSlot(workload) * service.concurrency;
    this.podCapacity = this.slots.podCapacity * min(1, loadLimitCores(workload) / wanted);
  }

  public get result(): CpuResult {
    const { coreSeconds, busySeconds, throttledSeconds, contendedSeconds } = this;
    return { coreSeconds, busySeconds, throttledSeconds, contendedSeconds };
  }

  public get nextTime(): number {
    return this.ends.firstTime;
  }

  public prepare(id: number, slowness: number): void {
    this.slots.prepare(id, slowness);
  }

  public start(id: number, now: number): void {
    const { pool } = this;
    const pod = pool.pod[id];
    const cpu = this.cpuOf(pod, now);
    cpu.busy++;
    cpu.ends.push(cpu.work + pool.service[id], id);
    this.reschedule(pod, cpu);
  }

  public step(): number {
    const now = this.nextTime;
    const pod = this.ends.pop();
    const cpu = this.cpuOf(pod, now);
    cpu.work = max(cpu.work, cpu.ends.firstTime);
    cpu.busy--;
    const id = cpu.ends.pop();
    this.reschedule(pod, cpu);
    return id;
  }

  public abort(pod: number, now: number): number[] {
    const cpu = this.cpuOf(pod, now);
    cpu.busy = 0;
    const aborted = cpu.ends.extract(() => true);
    this.reschedule(pod, cpu);
    return aborted;
  }

  /** Core-seconds that the requests of a pod have used up to now. */
  public cpuSeconds(pod: number, now: number): number {
    this.cpuOf(pod, now);
    return this.servers.cpuSeconds[pod];
  }

  /** Cores that the requests of a pod want now, its limit considered. */
  public wantedCores(pod: number): number {
    const cpu = this.pods[pod];
    return cpu ? min(cpu.busy * this.coresPerPlace, this.quota / PERIOD) : 0;
  }

  /** The node leaves this share of full speed to the pod from now on. */
  public setSpeed(pod: number, speed: number, now: number): void {
    const cpu = this.cpuOf(pod, now);
    if (cpu.speed === speed) return;
    cpu.speed = speed;
    this.reschedule(pod, cpu);
  }

  /** CPU of a pod, moved on to now. */
  private cpuOf(pod: number, now: number): PodCpu {
    const cpu = (this.pods[pod] ??= { incarnation: -1, work: 0, asOf: now, busy: 0, speed: 1, used: 0, next: NEVER, ends: new TimeHeap() });
    if (cpu.incarnation !== this.servers.incarnation[pod]) {
      cpu.incarnation = this.servers.incarnation[pod];
      cpu.speed = 1;
    }
    this.advance(pod, cpu, now);
    return cpu;
  }

  private advance(pod: number, cpu: PodCpu, now: number): void {
    if (now <= cpu.asOf) return;
    const rate = cpu.busy * this.coresPerPlace * cpu.speed;
    const end = periodEnd(cpu.asOf);
    let running = this.runningUntil(cpu, min(now, end), rate);
    cpu.used += running * rate;
    if (now >= end) {
      const periods = floor((now - end) / PERIOD + 1e-9);
      const each = rate > 0 ? min(PERIOD, this.quota / rate) : PERIOD;
      const rest = min(max(0, now - end - periods * PERIOD), each);
      running += periods * each + rest;
      cpu.used = rest * rate;
    }
    if (cpu.busy > 0) {
      this.coreSeconds += running * rate;
      this.busySeconds += now - cpu.asOf;
      this.throttledSeconds += Math.max(0, now - cpu.asOf - running);
      if (cpu.speed < 1) this.contendedSeconds += running;
    }
    cpu.work += running * cpu.speed;
    this.servers.cpuSeconds[pod] += running * rate;
    cpu.asOf = now;
  }

  /** Seconds for which the pod's requests run from `asOf` to a time within the same period. */
  private runningUntil(cpu: PodCpu, until: number, rate: number): number {
    const left = until - cpu.asOf;
    return rate > 0 ? min(left, max(0, this.quota - cpu.used) / rate) : left;
  }

  private reschedule(pod: number, cpu: PodCpu): void {
    cpu.next = cpu.ends.length === 0 ? NEVER : this.endOf(cpu, max(0, cpu.ends.firstTime - cpu.work) / cpu.speed);
    if (cpu.next < NEVER) this.ends.push(cpu.next, pod);
    while (this.ends.firstTime < NEVER && this.pods[this.ends.firstId].next !== this.ends.firstTime) this.ends.pop();
  }

  /** Time at which the pod's requests have run for so many seconds more. */
  private endOf(cpu: PodCpu, seconds: number): number {
    const rate = cpu.busy * this.coresPerPlace * cpu.speed;
    const end = periodEnd(cpu.asOf);
    const first = this.runningUntil(cpu, end, rate);
    if (seconds <= first) return cpu.asOf + seconds;
    const each = rate > 0 ? min(PERIOD, this.quota / rate) : PERIOD;
    const periods = max(0, ceil((seconds - first) / each - 1e-9) - 1);
    return end + periods * PERIOD + max(0, seconds - first - periods * each);
  }
}

/** End of the quota period that contains a time. */
function periodEnd(time: number): number {
  return (floor(time / PERIOD + 1e-9) + 1) * PERIOD;
}
