/** 0.95 quantiles of Student's t by degrees of freedom, from 1; beyond the table, the normal distribution's. */
const T95 = [
  6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753, 1.746, 1.74, 1.734,
  1.729, 1.725, 1.721, 1.717, 1.714, 1.711, 1.708, 1.706, 1.703, 1.701, 1.699, 1.697,
];
/** 0.95 quantile of the normal distribution. */
export const NORMAL95 = 1.645;
/** 0.9 quantile of the normal distribution. */
export const NORMAL90 = 1.282;

/** Returns the half-width of a 90 % interval in standard errors, by their degrees of freedom. */
export function t95(degreesOfFreedom: number): number {
  return T95[Math.max(1, Math.floor(degreesOfFreedom)) - 1] ?? NORMAL95;
}
