import { aYearAfter, dayOf, MINUTES_A_DAY } from './calendar';
import { type LevelWindow, type Span, spansOf } from './level-window';

/** A level and the minute from which it holds. */
export interface LevelEdge {
  readonly at: number;
  readonly level: number;
}

/** The largest level of all windows at an instant, in minutes since 1970; 0 where none acts. */
export function levelAt(windows: readonly LevelWindow[], instant: number): number {
  return windows.reduce((most, window) => window.level > most && spansOf(window, instant, instant + 1).length > 0 ? window.level : most, 0);
}

/** What windows mean in each minute of twelve months. */
export class LevelYear {
  public readonly from: number;
  public readonly to: number;
  /** By window, in the order of the windows. */
  public readonly spans: readonly (readonly Span[])[];
  /** The level of each minute. */
  public readonly levels: Int32Array;

  /**
   * @param asOf the date whose midnight in UTC the months begin with, as in '2026-11-01'.
   * @throws UserError where it is no date.
   */
  public constructor(public readonly windows: readonly LevelWindow[], public readonly asOf: string) {
    const day = dayOf(asOf);
    this.from = day * MINUTES_A_DAY;
    this.to = aYearAfter(day) * MINUTES_A_DAY;
    this.spans = windows.map((window) => spansOf(window, this.from, this.to));
    this.levels = this.without(() => false);
  }

  /** Where the level changes, the level of the first minute first. */
  public edges(): LevelEdge[] {
    const edges: LevelEdge[] = [];
    this.levels.forEach((level, i) => {
      if (i === 0 || level !== this.levels[i - 1]) edges.push({ at: this.from + i, level });
    });
    return edges;
  }

  /** The levels without some of the windows. */
  public without(left: (window: LevelWindow) => boolean): Int32Array {
    const levels = new Int32Array(this.to - this.from);
    const lowestFirst = [...this.windows.keys()].filter((i) => !left(this.windows[i])).sort((a, b) => this.windows[a].level - this.windows[b].level);
    for (const i of lowestFirst) {
      for (const { from, to } of this.spans[i]) levels.fill(this.windows[i].level, from - this.from, to - this.from);
    }
    return levels;
  }
}
