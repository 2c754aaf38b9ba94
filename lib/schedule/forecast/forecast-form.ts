/** Season of the traffic. */
export interface Season {
  readonly name: string;
  readonly seconds: number;
}

export const SEASONS = {
  daily: { name: 'daily', seconds: 86_400 },
  weekly: { name: 'weekly', seconds: 604_800 },
} as const satisfies Readonly<Record<string, Season>>;

/**
 * Seasonal demand forecast: the current level times its growth after the same time a season ago, and never below the
 * current level.
 *
 * Both parts are needed: last week's demand does not contain today's level, and a linear trend of the last hour has a
 * larger error than the last value.
 */
export interface ForecastForm {
  /** Forecast horizon. */
  readonly horizonSeconds: number;
  /** Averaging window of the current level. */
  readonly levelSeconds: number;
  /**
   * Averaging window that smooths a season, around the same time and around the horizon after it. Without it, the
   * forecast repeats yesterday's noise.
   */
  readonly smoothSeconds: number;
  /** Seasons. The maximum forecast applies. */
  readonly seasons: readonly Season[];
  /** Upper limit of the growth, as a multiple of the level: growth after an outage is unbounded. */
  readonly mostTimesLevel: number;
}

/** Default forecast. */
export const DEFAULT_FORM: ForecastForm = {
  horizonSeconds: 600, levelSeconds: 300, smoothSeconds: 3600, seasons: [SEASONS.daily, SEASONS.weekly], mostTimesLevel: 2,
};

/**
 * Returns the offsets from now at which the two windows of a season end: the one around its level, and the one around
 * the demand after its horizon.
 */
export function seasonOffsets({ horizonSeconds, levelSeconds, smoothSeconds }: ForecastForm, season: Season): { before: number; after: number } {
  return { before: season.seconds - (smoothSeconds - levelSeconds) / 2, after: season.seconds - horizonSeconds - smoothSeconds / 2 };
}

/** Returns true if the horizon fits a season: the window after the same time a season ago has to end before now. */
export function canForesee(form: ForecastForm, season: Season): boolean {
  return seasonOffsets(form, season).after >= 0;
}
