import { type Span } from './level-window';

/** Returns the chosen positions of a list as runs of neighbours; the end of each is exclusive. */
export function runsOf(chosen: readonly boolean[]): Span[] {
  const runs: { from: number; to: number }[] = [];
  for (const [place, is] of chosen.entries()) {
    const last = runs.at(-1);
    if (is && last?.to === place) last.to++;
    else if (is) runs.push({ from: place, to: place + 1 });
  }
  return runs;
}
