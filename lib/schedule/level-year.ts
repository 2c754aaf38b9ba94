import { aYearAfter, dayOf, MINUTES_A_DAY } from './calendar';
import { type LevelWindow, type Span, spansOf } from './level-window';

/** Level, and the minute from which it applies. */
export interface LevelEdge {
  readonly at: number;
  readonly level: number;
}

/** Returns the maximum level of all windows at an instant, in minutes since 1970; 0 without an active window. */
export function levelAt(windows: readonly LevelWindow[], instant: number): number {
  return windows.reduce((most, window) => window.level > most && spansOf(window, instant, instant + 1).length > 0 ? window.level : most, 0);
}

/** Levels of windows for each minute of twelve months. */
export class LevelYear {
  public readonly from: number;
  public readonly to: number;
  /** Active spans, in the order of the windows. */
  public readonly spans: readonly (readonly Span[])[];
  /** Level of each minute. */
  public readonly levels: Int32Array;

  /**
   * @param asOf first date, from midnight in UTC: '2026-11-01'
   * @throws UserError if it is not a valid date.
   */
  public constructor(public readonly windows: readonly LevelWindow[], public readonly asOf: string) {
    const day = dayOf(asOf);
    this.from = day * MINUTES_A_DAY;
    this.to = aYearAfter(day) * MINUTES_A_DAY;
    this.spans = windows.map((window) => spansOf(window, this.from, this.to));
    this.levels = this.without(() => false);
  }

  /** Returns the changes of the level, beginning with the level of the first minute. */
  public edges(): LevelEdge[] {
    const edges: LevelEdge[] = [];
    this.levels.forEach((level, i) => {
      if (i === 0 || level !== this.levels[i - 1]) edges.push({ at: this.from + i, level });
    });
    return edges;
  }

  /** Returns the levels without some of the windows. */
  public without(left: (window: LevelWindow) => boolean): Int32Array {
    const levels = new Int32Array(this.to - this.from);
    const lowestFirst = [...this.windows.keys()].filter((i) => !left(this.windows[i])).sort((a, b) => this.windows[a].level - this.windows[b].level);
    for (const i of lowestFirst) {
      for (const { from, to } of this.spans[i]) levels.fill(this.windows[i].level, from - this.from, to - this.from);
    }
    return levels;
  }
}
