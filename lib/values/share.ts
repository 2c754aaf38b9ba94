/** Share that a text states, as in '25%' or '0.25'; undefined for any other text. */
export function parseShareText(text: string): number | undefined {
  const [, number, percent] = /^\s*(\d*\.?\d+)\s*(%?)\s*$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  return percent === '%' ? ofPercent(Number(number)) : Number(number);
}

/** Share of a percentage: 99.9 is 0.999, without the error of binary fractions. */
export function ofPercent(percent: number): number {
  return Number((percent / 100).toPrecision(12));
}
