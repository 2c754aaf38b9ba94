import { UserError } from '../../values/user-error';
import { DEFAULT_TOLERANCE } from '../../hpa/constants';
import { LevelYear } from '../../schedule/level-year';
import { type LevelWindow } from '../../schedule/level-window';
import { type ScheduleNote, windowsOf } from '../../schedule/schedule-note';
import { type ScaleTarget } from '../metric-definition';
import { type Schedule } from './schedule';

/** Schedules of a policy, and their bounds. */
export interface SchedulePlanProps {
  readonly schedules: readonly Schedule[];
  readonly asOf: string | undefined;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Scale-up tolerance of the policy, if set. */
  readonly tolerance?: number;
  /** Name of the HPA or ScaledObject. */
  readonly autoscaler: string;
  readonly target: ScaleTarget;
}

/** Schedules of a policy, computed for twelve months. */
export class SchedulePlan {
  public readonly autoscaler: string;
  public readonly target: ScaleTarget;
  public readonly schedules: readonly Schedule[];
  public readonly minReplicas: number;
  public readonly note: ScheduleNote;
  public readonly windows: readonly LevelWindow[];
  public readonly year: LevelYear;
  /** Scale-up tolerance: relative deviation from the target without a scale-up. */
  public readonly tolerance: number;

  /** @throws if a schedule has no effect, exceeds maxReplicas, or `asOf` is not set. */
  public constructor(props: SchedulePlanProps) {
    const { schedules, asOf, minReplicas } = props;
    if (asOf === undefined) {
      throw new UserError("asOf is not set; set it to today's date, as in '2026-11-01', and move it once a year: schedules are computed for twelve months from it");
    }
    this.autoscaler = props.autoscaler;
    this.target = props.target;
    this.schedules = schedules;
    this.minReplicas = minReplicas;
    this.tolerance = props.tolerance ?? DEFAULT_TOLERANCE;
    schedules.forEach((schedule) => requireBetween(schedule, props));
    this.note = { asOf, base: minReplicas, schedules: schedules.map(({ _spec }) => _spec) };
    this.windows = windowsOf(this.note);
    this.year = new LevelYear(this.windows, asOf);
    schedules.forEach((schedule, i) => this.requireEffect(schedule, i));
  }

  private requireEffect(schedule: Schedule, index: number): void {
    const { year, windows } = this;
    if (!windows.some((window, i) => window.schedule === index && year.spans[i].length > 0)) {
      throw new UserError(`the schedule '${schedule.toString()}' is never active in the twelve months from ${year.asOf}; remove it, or correct its dates`);
    }
    const others = year.without((window) => window.schedule === index);
    if (year.levels.every((level, minute) => level === others[minute])) {
      throw new UserError(`the schedule '${schedule.toString()}' has no effect: whenever it is active, another schedule asks for at least as many replicas; remove it, or raise it`);
    }
  }
}

function requireBetween(schedule: Schedule, { minReplicas, maxReplicas }: SchedulePlanProps): void {
  const { atLeast } = schedule._spec;
  if (atLeast <= minReplicas) {
    throw new UserError(`the schedule '${schedule.toString()}' has no effect: it is not above minReplicas (${minReplicas}); raise it, or remove it`);
  }
  if (atLeast > maxReplicas) {
    throw new UserError(`the schedule '${schedule.toString()}' is above maxReplicas (${maxReplicas}), which caps it; raise maxReplicas, or lower the schedule`);
  }
}
