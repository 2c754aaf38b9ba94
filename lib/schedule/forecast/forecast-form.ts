/** A season that traffic repeats. */
export interface Season {
  readonly name: string;
  readonly seconds: number;
}

export const SEASONS = {
  daily: { name: 'daily', seconds: 86_400 },
  weekly: { name: 'weekly', seconds: 604_800 },
} as const satisfies Readonly<Record<string, Season>>;

/**
 * A forecast of demand: the level of now, times what became of the same level a season ago, and never less than the level itself.
 *
 * Neither part would do alone: last week's demand knows nothing of today's, and a straight line through the last hour misses by more than the last value does.
 */
export interface ForecastForm {
  /** How far ahead. */
  readonly horizonSeconds: number;
  /** What counts as now: the mean of so many seconds. */
  readonly levelSeconds: number;
  /** What a season is smoothed by: means of so many seconds, around the same time and the horizon after it. Without, yesterday's noise is foreseen. */
  readonly smoothSeconds: number;
  /** Of several, the one that foresees the most counts. */
  readonly seasons: readonly Season[];
  /** The most that a season may foresee, as a multiple of the level: a day that began with an outage foresees everything. */
  readonly mostTimesLevel: number;
}

/** What holds unless somebody says otherwise. */
export const DEFAULT_FORM: ForecastForm = {
  horizonSeconds: 600, levelSeconds: 300, smoothSeconds: 3600, seasons: [SEASONS.daily, SEASONS.weekly], mostTimesLevel: 2,
};

/** How long before now two windows end: that around the level of a season ago, and that around what came of it. */
export function seasonOffsets({ horizonSeconds, levelSeconds, smoothSeconds }: ForecastForm, season: Season): { before: number; after: number } {
  return { before: season.seconds - (smoothSeconds - levelSeconds) / 2, after: season.seconds - horizonSeconds - smoothSeconds / 2 };
}

/** Whether what came after the same time a season ago is over by now; a longer horizon would have to know the future. */
export function canForesee(form: ForecastForm, season: Season): boolean {
  return seasonOffsets(form, season).after >= 0;
}
