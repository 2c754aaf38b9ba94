/** Minimum of a function of two variables. */
export interface Minimum {
  readonly at: readonly [number, number];
  readonly value: number;
}

/**
 * Finds a local minimum with the Nelder-Mead simplex method.
 *
 * @param tolerance difference of values at which the search ends.
 */
export function minimize(f: (x: number, y: number) => number, start: readonly [number, number], size: number, tolerance: number): Minimum {
  const points = [start, [start[0] + size, start[1]], [start[0], start[1] + size]].map(([x, y]) => ({ x, y, value: f(x, y) }));
  for (let round = 0; round < 120; round++) {
    points.sort((one, other) => one.value - other.value);
    const [best, second, worst] = points;
    if (worst.value - best.value < tolerance) break;
    const middle = { x: (best.x + second.x) / 2, y: (best.y + second.y) / 2 };
    const along = (factor: number): { x: number; y: number; value: number } => {
      const [x, y] = [middle.x + factor * (worst.x - middle.x), middle.y + factor * (worst.y - middle.y)];
      return { x, y, value: f(x, y) };
    };
    const reflected = along(-1);
    if (reflected.value < best.value) {
      const expanded = along(-2);
      points[2] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < second.value) {
      points[2] = reflected;
    } else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(worst.value, reflected.value)) points[2] = contracted;
      else {
        for (const point of [points[1], points[2]]) {
          point.x = (point.x + best.x) / 2;
          point.y = (point.y + best.y) / 2;
          point.value = f(point.x, point.y);
        }
      }
    }
  }
  points.sort((one, other) => one.value - other.value);
  return { at: [points[0].x, points[0].y], value: points[0].value };
}
