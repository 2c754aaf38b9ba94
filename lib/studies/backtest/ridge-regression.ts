import { Matrix, solve } from 'ml-matrix';
import { type Season } from '../../schedule/forecast/forecast-form';
import { type Forecaster, type Grid } from './grid';

/** Ridge penalty against collinear inputs, as a share of their mean square. */
const RIDGE = 1e-3;

/** Ridge regression on the level, its recent change, and the demand that followed the same time of each past season. */
export function ridgeRegression(grid: Grid, all: readonly Season[], trainedUntil: number): Forecaster {
  const seasons = all.filter((season) => grid.hasSeen(season));
  const inputs: number[][] = [];
  const outputs: number[] = [];
  for (let now = 0; now < trainedUntil; now += grid.stride) {
    const input = inputsAt(grid, seasons, now);
    const output = grid.targetAt(now);
    if (!input || output === undefined || now + (grid.horizonSeconds / grid.demand.stepSeconds) + grid.window > trainedUntil) continue;
    inputs.push(input);
    outputs.push(output);
  }
  if (inputs.length <= 10 * (2 + 2 * seasons.length)) return () => undefined;
  const x = new Matrix(inputs);
  const squares = x.transpose().mmul(x);
  const mean = squares.trace() / squares.rows;
  for (let i = 0; i < squares.rows; i++) squares.set(i, i, squares.get(i, i) + RIDGE * mean);
  const weights = solve(squares, x.transpose().mmul(Matrix.columnVector(outputs)), true).to1DArray();
  return (now) => {
    const input = inputsAt(grid, seasons, now);
    return input && Math.max(0, input.reduce((sum, value, i) => sum + value * weights[i], 0));
  };
}

function inputsAt(grid: Grid, seasons: readonly Season[], now: number): number[] | undefined {
  const values = [
    grid.levelAt(now), grid.levelAt(now - grid.level),
    ...seasons.flatMap((season) => [grid.levelAt(now - grid.steps(season)), grid.targetAt(now - grid.steps(season))]),
  ];
  return values.includes(undefined) ? undefined : values as number[];
}
