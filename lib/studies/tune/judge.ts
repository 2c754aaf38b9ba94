import { type DayFigures } from '../../results/day-figures';
import { type CostModel, nodeHoursOf, podHoursOf } from './cost';
import { type Bounded, type Resampler, sumOver } from './resample';
import { attainmentOf } from './score';

/** Figures of a policy on the judged days. */
export interface PolicyFigures {
  /** By flow: share that held the SLO, with bounds over days. */
  readonly attainment: readonly Bounded[];
  /** Cost of the judged days. */
  readonly cost: number;
  /** Pod-hours of the judged days. */
  readonly podHours: number;
  /** Null without node pools. */
  readonly nodeHours: number | null;
  /** By workload: highest load of a ready pod in a minute, in requests per second. */
  readonly loadPerPod: readonly number[];
  /** Most pods at once, by workload. */
  readonly peakPods: readonly number[];
  /** Days of which the SLO alone would be missed, by number. */
  readonly badDays: readonly number[];
}

/** Policy beside today's on the judged days. */
export interface Judgement {
  /** Figures of today's policy. */
  readonly today: PolicyFigures;
  /** Figures of the chosen policy. */
  readonly chosen: PolicyFigures;
  /** Share of today's cost that is saved; negative where the policy costs more. */
  readonly saving: Bounded;
  /** Share of today's hours of pods that is saved. */
  readonly podSaving: Bounded;
  /** By flow: share that holds more than today's. */
  readonly gain: readonly Bounded[];
  /** True where the SLO is held with 95 % confidence. */
  readonly met: boolean;
  /** True where it is held no less than by today's policy, with 95 % confidence. */
  readonly notWorse: boolean;
  /** Probability of such a saving, with the SLO held, if the policies do not differ (p-value). */
  readonly chance: number;
  /** Days whose requests were all played; the others were simulated as flows. */
  readonly daysByRequest: number;
}

export interface JudgeOptions {
  readonly objectives: readonly number[];
  readonly costs: CostModel;
  readonly resampler: Resampler;
  /** Numbers of the days, in their order. */
  readonly numbers: readonly number[];
  /** Days whose requests were all played. @default 0 */
  readonly daysByRequest?: number;
}

const EXACT = 1e-9;

/** Compares two policies day by day on the same days. */
export function judge(today: readonly DayFigures[], chosen: readonly DayFigures[], options: JudgeOptions): Judgement {
  const { objectives, costs, resampler, daysByRequest = 0 } = options;
  const savingOf = (of: (day: DayFigures) => number) => (drawn: ArrayLike<number>): number => {
    const before = sumOver(drawn, (day) => of(today[day]));
    return before === 0 ? 0 : 1 - sumOver(drawn, (day) => of(chosen[day])) / before;
  };
  const gainOf = (flow: number) => (drawn: ArrayLike<number>): number => attainmentOf(chosen, flow)(drawn) - attainmentOf(today, flow)(drawn);
  const gain = objectives.map((_, flow) => resampler.bounds(gainOf(flow)));
  const figures = figuresOf(chosen, options);
  const met = figures.attainment.every(({ lower }, flow) => lower >= objectives[flow] - EXACT);
  const costSaving = savingOf((day) => costs.of(day));
  return {
    today: figuresOf(today, options),
    chosen: figures,
    saving: resampler.bounds(costSaving),
    podSaving: resampler.bounds(savingOf(podHoursOf)),
    gain, met, daysByRequest,
    notWorse: gain.every(({ lower }) => lower >= -EXACT),
    chance: resampler.chance((drawn) => (
      costSaving(drawn) <= 0 || objectives.some((objective, flow) => attainmentOf(chosen, flow)(drawn) < objective - EXACT && gainOf(flow)(drawn) < -EXACT)
    )),
  };
}

/** Figures of one policy on some days. */
export function figuresOf(days: readonly DayFigures[], { objectives, costs, resampler, numbers }: JudgeOptions): PolicyFigures {
  const largest = (of: (day: DayFigures, workload: number) => number): number[] => (
    days[0].workloads.map((_, workload) => Math.max(...days.map((day) => of(day, workload))))
  );
  return {
    attainment: objectives.map((_, flow) => resampler.bounds(attainmentOf(days, flow))),
    cost: days.reduce((sum, day) => sum + costs.of(day), 0),
    podHours: days.reduce((sum, day) => sum + podHoursOf(day), 0),
    nodeHours: days[0].nodePools.length > 0 ? days.reduce((sum, day) => sum + nodeHoursOf(day), 0) : null,
    loadPerPod: largest((day, workload) => day.workloads[workload].loadPerPod),
    peakPods: largest((day, workload) => day.workloads[workload].peakPods),
    badDays: days.flatMap(({ slo }, i) => (slo.some(({ good, total }, flow) => total > 0 && good / total < objectives[flow] - EXACT) ? [numbers[i]] : [])),
  };
}
