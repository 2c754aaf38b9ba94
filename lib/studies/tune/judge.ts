import { type DayFigures } from '../../results/day-figures';
import { type CostModel, nodeHoursOf, podHoursOf } from './cost';
import { type Bounded, type Resampler, sumOver } from './resample';
import { attainmentOf } from './score';

/** Figures of a policy on the evaluation days. */
export interface PolicyFigures {
  /** SLO attainment per flow, with bounds over days. */
  readonly attainment: readonly Bounded[];
  /** Cost of the evaluation days. */
  readonly cost: number;
  /** Pod-hours of the evaluation days. */
  readonly podHours: number;
  /** Node-hours; null without node pools. */
  readonly nodeHours: number | null;
  /** Maximum load of a ready pod in a minute, in requests per second, per workload. */
  readonly loadPerPod: readonly number[];
  /** Maximum number of pods at once, per workload. */
  readonly peakPods: readonly number[];
  /** Numbers of the days that on their own miss the SLO. */
  readonly badDays: readonly number[];
}

/** Comparison of a policy with the current one on the evaluation days. */
export interface Judgement {
  /** Figures of the current policy. */
  readonly today: PolicyFigures;
  /** Figures of the chosen policy. */
  readonly chosen: PolicyFigures;
  /** Relative saving on the current cost; negative if the policy costs more. */
  readonly saving: Bounded;
  /** Relative saving on the current pod-hours. */
  readonly podSaving: Bounded;
  /** Increase in SLO attainment per flow, compared with the current policy. */
  readonly gain: readonly Bounded[];
  /** True if the SLO is met with 95 % confidence. */
  readonly met: boolean;
  /** True if attainment is not below that of the current policy, with 95 % confidence. */
  readonly notWorse: boolean;
  /** P-value: probability of such a saving, with the SLO met, if the policies do not differ. */
  readonly chance: number;
  /** Number of days simulated request by request; the others were simulated as flows. */
  readonly daysByRequest: number;
}

export interface JudgeOptions {
  readonly objectives: readonly number[];
  readonly costs: CostModel;
  readonly resampler: Resampler;
  /** Numbers of the days, in order. */
  readonly numbers: readonly number[];
  /** Number of days simulated request by request. @default 0 */
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

/** Computes the figures of one policy on given days. */
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
