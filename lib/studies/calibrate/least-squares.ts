import { Matrix, solve } from 'ml-matrix';

/** Least squares without the columns that would come out below 0. */
export function nonNegativeLeastSquares(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const columns = rows[0].length;
  const scale = Array.from({ length: columns }, (_, column) => Math.sqrt(rows.reduce((sum, row) => sum + row[column] ** 2, 0)) || 1);
  const kept = scale.map((_, column) => column);
  while (kept.length > 0) {
    const matrix = new Matrix(rows.map((row) => kept.map((column) => row[column] / scale[column])));
    const solution = solve(matrix, Matrix.columnVector([...targets]), true).to1DArray();
    const least = Math.min(...solution);
    if (least >= 0) return scale.map((size, column) => (kept.includes(column) ? solution[kept.indexOf(column)] / size : 0));
    kept.splice(solution.indexOf(least), 1);
  }
  return scale.map(() => 0);
}
