import { runsOf } from '../../schedule/runs';

/** Formats numbers as a field of a cron expression: consecutive numbers as a range, all numbers as `*`. */
export function cronField(numbers: readonly number[], first: number, last: number): string {
  const runs = runsOf(Array.from({ length: last + 1 }, (_, number) => numbers.includes(number)));
  if (runs.length === 1 && runs[0].from === first && runs[0].to === last + 1) return '*';
  return runs.map(({ from, to }) => (to - from === 1 ? String(from) : `${from}-${to - 1}`)).join(',');
}
