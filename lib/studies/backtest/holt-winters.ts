import { type Season } from '../../schedule/forecast/forecast-form';
import { type Forecaster, type Grid } from './grid';

/** Smoothing factors of the level and the season. There is no trend, which is noise over a day. */
const ALPHA = 0.3;
const GAMMA = 0.1;

/**
 * Additive Holt-Winters smoothing with one step per forecast interval. It is initialized with the first season, and
 * keeps learning.
 */
export function holtWinters(grid: Grid, season: Season): Forecaster {
  const { stride } = grid;
  const period = Math.round(grid.steps(season) / stride);
  const values = Array.from({ length: Math.floor(grid.demand.perSecond.length / stride) }, (_, i) => grid.means.mean(i * stride, (i + 1) * stride)!);
  const seasonal = values.slice(0, period);
  if (seasonal.length < period) return () => undefined;
  const start = seasonal.reduce((sum, value) => sum + value, 0) / period;
  seasonal.forEach((value, i) => seasonal[i] = value - start);
  const ahead = Math.max(1, Math.round(grid.horizonSeconds / grid.demand.stepSeconds / stride));
  const forecasts = new Map<number, number>();
  let level = start;
  for (let i = period; i < values.length; i++) {
    const before = seasonal[i % period];
    const previous = level;
    level = ALPHA * (values[i] - before) + (1 - ALPHA) * previous;
    seasonal[i % period] = GAMMA * (values[i] - level) + (1 - GAMMA) * before;
    forecasts.set((i + 1) * stride, Math.max(0, level + seasonal[(i + ahead) % period]));
  }
  return (now) => forecasts.get(now);
}
