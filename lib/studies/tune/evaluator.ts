import { type DayFigures } from '../../results/day-figures';
import { buildWorld, type WorldInput } from '../../scenario/build-world';
import { type TraceSource } from '../../scenario/trace-source';
import { refuseUnsupported } from '../../simulator/engine/flows/unsupported';
import { type Workload, type World } from '../../simulator/world/world';
import { perMinute } from '../../traffic/per-minute';
import { UserError } from '../../values/user-error';
import { type Job } from '../sweep/job';
import { JobRunner } from '../sweep/run-jobs';
import { applyEdits } from './policy-draft';
import { type Day } from './days';
import { cut, dayWorld, leadOf } from './day-world';
import { type PolicyEdit } from './policy-edit';
import { type TuneSlo } from './slo';

/** Fidelity of a simulated day. 'screen' compares policies quickly; 'confirm' simulates every request if possible. */
export type Fidelity = 'screen' | 'confirm';

/** Variant of the simulated cluster, for counterfactual runs and for other service models that fit as well. */
export interface Variation {
  readonly name: string;
  readonly change: (world: World) => World;
}

/** Days to simulate for one policy. */
export interface Trial {
  readonly edits: readonly PolicyEdit[];
  readonly days: readonly Day[];
  readonly variation?: Variation;
}

export interface EvaluatorOptions {
  readonly threads?: number;
  /** Callback with the number of simulated days. */
  readonly onDays?: (count: number, fidelity: Fidelity) => void;
  /** Request-stages of a day above which a confirmed day is simulated in batches. @default 20000000 */
  readonly confirmStages?: number;
}

/** Error that ends a search stopped by its caller. */
export class SearchStopped extends Error {}

/** Maximum request-stages of a screened day; more requests are simulated in batches. */
const SCREEN_STAGES = 200_000;
const CONFIRM_STAGES = 20_000_000;
/** Step in seconds of the series used for pod-hours and node-hours. */
const SERIES_STEP_SECONDS = 30;
/** Number of simulated days between two checks of the signal. */
const BATCH = 16;

/** Simulates days of policies, each at most once. */
export class Evaluator {
  private readonly worlds = new Map<string, World | UserError>();
  private readonly figures = new Map<string, DayFigures>();
  private readonly stub: WorldInput;
  private readonly runner: JobRunner;
  /** Number of simulated days. */
  public simulated = 0;

  /** @param base simulated cluster of the unchanged manifests, with the whole traffic. */
  public constructor(
    private readonly input: WorldInput,
    private readonly base: World,
    private readonly slo: TuneSlo | undefined,
    private readonly options: EvaluatorOptions = {},
  ) {
    this.runner = new JobRunner(options.threads);
    this.stub = { ...input, traffic: stubTraffic(input) };
  }

  /**
   * Returns the figures of each day of each trial; an error if the cluster rejects the policy.
   *
   * @param signal stops before the next batch of days.
   * @throws SearchStopped if it was stopped.
   */
  public async run(trials: readonly Trial[], fidelity: Fidelity, signal?: AbortSignal): Promise<(readonly DayFigures[] | UserError)[]> {
    const wanted = new Map<string, Job>();
    const keys = trials.map(({ edits, days, variation }) => {
      const world = this.worldOf(edits);
      if (world instanceof UserError) return world;
      const policy = `${fidelity} ${variation?.name ?? ''} ${JSON.stringify(edits)}`;
      return days.map((day) => {
        const key = `${day.number} ${policy}`;
        if (!this.figures.has(key) && !wanted.has(key)) wanted.set(key, this.job(variation ? variation.change(world) : world, day, fidelity));
        return key;
      });
    });
    const jobs = [...wanted];
    for (let first = 0; first < jobs.length; first += BATCH) {
      // Without threads, the event loop must run for the signal to be received.
      await new Promise((resolve) => setTimeout(resolve));
      if (signal?.aborted) throw new SearchStopped();
      const batch = jobs.slice(first, first + BATCH);
      const results = await this.runner.run(batch.map(([, job]) => job));
      results.forEach(({ day }, i) => this.figures.set(batch[i][0], day!));
      this.simulated += batch.length;
      this.options.onDays?.(batch.length, fidelity);
    }
    return keys.map((each) => (each instanceof UserError ? each : each.map((key) => this.figures.get(key)!)));
  }

  /** Returns the requests of given days over all flows. */
  public requestsOf(days: readonly Day[]): number {
    return days.reduce((sum, { from, to }) => sum + this.base.flows.reduce((all, { traffic }) => (
      all + perMinute(cut(traffic, from, to), to - from).reduce((rates, rate) => rates + rate * 60, 0)
    ), 0), 0);
  }

  /** Terminates the simulation threads. */
  public close(): Promise<void> {
    return this.runner.close();
  }

  /** Returns the simulated cluster of a policy with the whole traffic, or the reason for its rejection. */
  public worldOf(edits: readonly PolicyEdit[]): World | UserError {
    const key = JSON.stringify(edits);
    const known = this.worlds.get(key);
    if (known) return known;
    const made = this.make(edits);
    this.worlds.set(key, made);
    return made;
  }

  /** Rebuilds only the autoscalers; traffic, service and nodes are those of the unchanged manifests. */
  private make(edits: readonly PolicyEdit[]): World | UserError {
    if (edits.length === 0) return this.base;
    try {
      const edited = buildWorld({ ...this.stub, manifests: applyEdits(this.input.manifests, edits) }, { seed: this.base.seed });
      const workloads = this.base.workloads.map((workload): Workload => {
        const { autoscaler, metrics, replicas } = edited.workloads.find(({ id }) => id === workload.id)!;
        return { ...workload, autoscaler, metrics, replicas };
      });
      return { ...this.base, workloads };
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
  }

  private job(world: World, day: Day, fidelity: Fidelity): Job {
    const { slo } = this;
    const flows = slo ? world.flows.map((flow) => ({ ...flow, slo: { latencySeconds: slo.latencySeconds, objective: slo.objective } })) : world.flows;
    const flowing = fidelity === 'screen' && canFlow(world);
    const most = fidelity === 'screen' ? SCREEN_STAGES : this.options.confirmStages ?? CONFIRM_STAGES;
    const seconds = day.to - day.from + leadOf(day);
    const limits = { maxRequestStages: Math.min(most, world.limits.maxRequestStages), maxSeriesPoints: Math.ceil(seconds / SERIES_STEP_SECONDS) };
    return {
      world: dayWorld({ ...world, flows, limits, method: flowing ? 'flows' : undefined }, day), keepRun: false,
      day: { leadSeconds: leadOf(day), ...(slo?.intervals && { intervals: slo.intervals }) },
    };
  }
}

/** Returns true if days can be screened as flows. */
function canFlow(world: World): boolean {
  try {
    refuseUnsupported(world);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** Replaces the traffic with one minute, for simulated clusters whose traffic is not read. */
function stubTraffic({ traffic }: WorldInput): WorldInput['traffic'] {
  const stub: TraceSource = {
    trace: () => ({ kind: 'counts', name: 'stub', stepSeconds: 60, requests: Float64Array.of(1), remarks: [] }),
    options: { arrivals: 'counted' },
  };
  return { ...(traffic.shared && { shared: stub }), flows: new Map([...traffic.flows].map(([name]) => [name, stub])) };
}
