import { type PodCounters } from '../traffic/workload-station';
import { Backlog } from './backlog';

/** Pods of a workload that cannot be told apart: open in the same way, as warm, and with the same backlog. */
export interface Cohort {
  pods: number;
  /** Their processes take requests. */
  readonly accepting: boolean;
  /** Balancers know them. */
  readonly listed: boolean;
  /** Start of their warm-up; NaN for pods that are warm. */
  readonly warmingSince: number;
  /** Work that waits for one of them, where each has a queue of its own. */
  readonly backlog: Backlog;
  /** Slots of one of them in service. */
  busy: number;
  /** Chance that one of them has all of its slots in service. */
  full: number;
  /** Seconds of slots in service, and the share of time with any, of one of them in the last span. */
  worked: number;
  active: number;
  /** Busy and active seconds of one pod since the cohort exists. */
  busySeconds: number;
  activeSeconds: number;
  answered: number;
}

/** Requirements on a cohort. */
export type CohortState = Pick<Cohort, 'accepting' | 'listed' | 'warmingSince'>;

interface Row {
  cohort: Cohort;
  /** Counters of the cohort that the pod has not to do with. */
  busySeconds: number;
  activeSeconds: number;
  answered: number;
  /** Time at which a closed pod has finished its requests. */
  drainedAt: number;
}

const CLOSED: CohortState = { accepting: false, listed: false, warmingSince: NaN };

/** Pods by cohort. The counters of a pod are those of its cohort, less what the cohort had counted without it. */
export class PodCohorts implements PodCounters {
  public readonly cohorts: Cohort[] = [];
  /** Slots in service of all pods, and their integral. */
  public totalBusy = 0;
  public busyIntegral = 0;
  /** Factor on the slots in service, for a gauge that is read at random. */
  public fluctuation = 1;
  /** Count of the pods that came, left or moved to another cohort. */
  public version = 0;
  private readonly rows: Array<Row | undefined> = [];
  private readonly free: number[] = [];

  /** @param beforeRead brings the counters up to date. */
  public constructor(public readonly capacity: number, private readonly beforeRead: () => void) {}

  public add(): number {
    const pod = this.free.pop() ?? this.rows.length;
    const cohort = this.cohortFor(CLOSED, new Backlog());
    this.version++;
    cohort.pods++;
    this.rows[pod] = { cohort, busySeconds: cohort.busySeconds, activeSeconds: cohort.activeSeconds, answered: cohort.answered, drainedAt: 0 };
    return pod;
  }

  public remove(pod: number): void {
    this.version++;
    this.leave(this.rows[pod]!.cohort);
    this.rows[pod] = undefined;
    this.free.push(pod);
  }

  /** Pods that take requests. */
  public get open(): number {
    let sum = 0;
    for (const { accepting, pods } of this.cohorts) if (accepting) sum += pods;
    return sum;
  }

  /**
   * Answers so many requests, by each pod as many as it has slots in service. Returns those that were answered.
   *
   * @param busy slots in service of all pods.
   */
  public answer(requests: number, busy: number): number {
    if (requests <= 0 || busy <= 0) return 0;
    for (const cohort of this.cohorts) cohort.answered += requests * cohort.busy / busy;
    return requests;
  }

  public cohortOf(pod: number): Cohort {
    return this.rows[pod]!.cohort;
  }

  public drainedAt(pod: number): number {
    return this.rows[pod]!.drainedAt;
  }

  public setDrainedAt(pod: number, time: number): void {
    this.rows[pod]!.drainedAt = time;
  }

  /** Moves a pod to a cohort of another state, with its backlog or an empty one. */
  public change(pod: number, state: CohortState, keepsBacklog = true): void {
    const row = this.rows[pod]!;
    const from = row.cohort;
    const to = this.cohortFor(state, keepsBacklog ? from.backlog : new Backlog(), from);
    if (to === from) return;
    this.version++;
    to.pods++;
    row.busySeconds += to.busySeconds - from.busySeconds;
    row.activeSeconds += to.activeSeconds - from.activeSeconds;
    row.answered += to.answered - from.answered;
    row.cohort = to;
    this.leave(from);
  }

  /** Joins cohorts that have become alike. */
  public merge(isWarm: (since: number) => boolean): void {
    const { cohorts } = this;
    if (cohorts.length < 2) return;
    for (const cohort of [...cohorts]) {
      if (!Number.isNaN(cohort.warmingSince) && isWarm(cohort.warmingSince)) this.moveAll(cohort, { ...stateOf(cohort), warmingSince: NaN });
    }
    for (let index = cohorts.length - 1; index > 0; index--) {
      const cohort = cohorts[index];
      const like = cohorts.findIndex((other) => other !== cohort && isState(other, cohort) && isAlike(other.backlog, cohort.backlog));
      if (like >= 0 && like < index) this.join(cohort, cohorts[like]);
    }
  }

  /** Pods of a cohort that joined it with the same counters. */
  public likeness(pod: number): string {
    const { cohort, busySeconds, activeSeconds, answered } = this.rows[pod]!;
    return `${this.cohorts.indexOf(cohort)} ${busySeconds} ${activeSeconds} ${answered}`;
  }

  public busyAt(pod: number): number {
    this.beforeRead();
    return Math.min(this.capacity, this.rows[pod]!.cohort.busy * this.fluctuation);
  }

  public answeredBy(pod: number): number {
    this.beforeRead();
    const row = this.rows[pod]!;
    return row.cohort.answered - row.answered;
  }

  public inputTokensOf(): number {
    return 0;
  }

  public busySeconds(pod: number): number {
    this.beforeRead();
    const row = this.rows[pod]!;
    return row.cohort.busySeconds - row.busySeconds;
  }

  public activeSeconds(pod: number): number {
    this.beforeRead();
    const row = this.rows[pod]!;
    return row.cohort.activeSeconds - row.activeSeconds;
  }

  public totalBusySeconds(): number {
    this.beforeRead();
    return this.busyIntegral;
  }

  private cohortFor(state: CohortState, backlog: Backlog, like?: Cohort): Cohort {
    const found = this.cohorts.find((cohort) => isState(cohort, state) && isAlike(cohort.backlog, backlog));
    if (found) return found;
    const own = new Backlog();
    own.mean = backlog.mean;
    own.variance = backlog.variance;
    const { busy, full } = like ?? { busy: 0, full: 0 };
    const cohort = { pods: 0, ...state, backlog: own, busy, full, worked: 0, active: 0, busySeconds: 0, activeSeconds: 0, answered: 0 };
    this.cohorts.push(cohort);
    return cohort;
  }

  private moveAll(cohort: Cohort, state: CohortState): void {
    for (const [pod, row] of this.rows.entries()) if (row?.cohort === cohort) this.change(pod, state);
  }

  private join(cohort: Cohort, into: Cohort): void {
    for (const row of this.rows) {
      if (row?.cohort !== cohort) continue;
      row.busySeconds += into.busySeconds - cohort.busySeconds;
      row.activeSeconds += into.activeSeconds - cohort.activeSeconds;
      row.answered += into.answered - cohort.answered;
      row.cohort = into;
    }
    into.pods += cohort.pods;
    this.cohorts.splice(this.cohorts.indexOf(cohort), 1);
  }

  private leave(cohort: Cohort): void {
    if (--cohort.pods === 0) this.cohorts.splice(this.cohorts.indexOf(cohort), 1);
  }
}

/** Writes the seconds of slots in service of each pod of a cohort in a span. */
export function noteWork(cohort: Cohort, busy: number, seconds: number, slots: number): void {
  cohort.worked = busy;
  cohort.active = 1 - (1 - Math.min(1, busy / seconds / slots)) ** slots;
}

export function stateOf({ accepting, listed, warmingSince }: CohortState): CohortState {
  return { accepting, listed, warmingSince };
}

function isState(one: CohortState, other: CohortState): boolean {
  return one.accepting === other.accepting && one.listed === other.listed && Object.is(one.warmingSince, other.warmingSince);
}

function isAlike(one: Backlog, other: Backlog): boolean {
  const gap = Math.abs(one.mean - other.mean);
  return gap <= 1e-9 || gap < 0.05 * Math.max(one.mean, other.mean);
}
