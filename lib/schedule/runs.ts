import { type Span } from './level-window';

/** Returns the selected positions of a list as contiguous spans with an exclusive end. */
export function runsOf(chosen: readonly boolean[]): Span[] {
  const runs: { from: number; to: number }[] = [];
  for (const [place, is] of chosen.entries()) {
    const last = runs.at(-1);
    if (is && last?.to === place) last.to++;
    else if (is) runs.push({ from: place, to: place + 1 });
  }
  return runs;
}
