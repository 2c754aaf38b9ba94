import { type Agenda } from './agenda';
import { type ReferenceWorld } from './reference-world';

const QUOTA_PERIOD = 0.1;
const INSTANT = 1e-9;

/** Something that waits for a slot: a request, or a probe without work. */
export interface Waiting {
  readonly kind: 'call' | 'probe';
  /** Seconds of service at full speed. */
  readonly work: number;
  /** Its sender has an answer, or no longer waits for one. */
  isOver: boolean;
}

interface Serving<T> {
  readonly item: T;
  left: number;
}

/**
 * The process of a container: slots that serve requests in the order of their arrival. Under a CPU limit all of them
 * stop once the quota of a period of 100 ms is used up, until the next period begins. A request whose client has given
 * up keeps its slot; one that still waits does not get any.
 */
export class ReferenceContainer<T extends Waiting> {
  public isListening = true;
  /** Core-seconds used, and requests answered. */
  public cpu = 0;
  public answered = 0;
  private serving: Array<Serving<T>> = [];
  private updated: number;
  private period = -1;
  private quota = Infinity;
  private turn = 0;

  public constructor(
    private readonly world: ReferenceWorld,
    private readonly agenda: Agenda,
    /** Start of service, from which the warm-up is counted. */
    private readonly readyAt: number,
    /** Its own queue, or the one that all pods share. */
    private queue: T[],
    private readonly isQueueShared: boolean,
    private readonly onAnswer: (item: T) => void,
  ) {
    this.updated = agenda.now;
  }

  public get isIdle(): boolean {
    return this.serving.length === 0 && !this.queue.some(({ isOver }) => !isOver);
  }

  public get hasFreeSlot(): boolean {
    return this.isListening && this.serving.length < this.world.service.slots;
  }

  public receive(item: T): void {
    this.queue.push(item);
    this.look();
  }

  /** Refuses new requests; those that were accepted may still be served. */
  public stopListening(): void {
    this.isListening = false;
    if (this.isQueueShared) this.queue = [];
  }

  /** Ends the process, and returns what it held. */
  public end(): T[] {
    this.bringUpToDate();
    this.stopListening();
    const held = [...this.serving.map(({ item }) => item), ...this.queue];
    this.queue = [];
    this.serving = [];
    this.turn++;
    return held;
  }

  /** Brings the slots up to date, fills free ones, and comes back when something changes. */
  public look(): void {
    this.bringUpToDate();
    const { now } = this.agenda;
    const done = this.serving.filter(({ left }) => left <= INSTANT);
    this.serving = this.serving.filter(({ left }) => left > INSTANT);
    this.fill(now);
    for (const { item } of done) this.answer(item);
    this.planNext(now);
  }

  public bringUpToDate(): void {
    const { now } = this.agenda;
    const seconds = now - this.updated;
    this.updated = now;
    if (this.quota > INSTANT) {
      const used = this.serving.length * this.coresPerSlot * seconds;
      for (const each of this.serving) each.left -= seconds;
      this.cpu += used;
      this.quota -= used;
    }
    const period = Math.floor(now / QUOTA_PERIOD + INSTANT);
    if (period === this.period) return;
    this.period = period;
    this.quota = (this.world.cpuLimit ?? Infinity) * QUOTA_PERIOD;
  }

  private get coresPerSlot(): number {
    const { cpuSeconds, mean } = this.world.service;
    return cpuSeconds / mean;
  }

  private fill(now: number): void {
    const probes: T[] = [];
    while (this.queue.length > 0 && this.serving.length < this.world.service.slots) {
      const item = this.queue.shift()!;
      if (item.isOver) continue;
      if (item.kind === 'probe') probes.push(item);
      else this.serving.push({ item, left: item.work * this.slowness(now) });
    }
    for (const probe of probes) this.onAnswer(probe);
  }

  private answer(item: T): void {
    this.answered++;
    this.onAnswer(item);
  }

  private slowness(now: number): number {
    const { warmUp } = this.world;
    return warmUp ? 1 + (warmUp.factor - 1) * Math.max(0, 1 - (now - this.readyAt) / warmUp.seconds) : 1;
  }

  private planNext(now: number): void {
    const turn = ++this.turn;
    if (this.serving.length === 0) return;
    const nextPeriod = this.world.cpuLimit === undefined ? Infinity : (this.period + 1) * QUOTA_PERIOD;
    const next = this.quota <= INSTANT
      ? nextPeriod
      : Math.min(nextPeriod, now + Math.min(...this.serving.map(({ left }) => left)), now + this.quota / (this.serving.length * this.coresPerSlot));
    this.agenda.at(next, () => {
      if (turn === this.turn) this.look();
    });
  }
}
