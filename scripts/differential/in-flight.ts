/** Number of questions under way between the processes. */
const IN_FLIGHT = 64;

/** Does something so many times, some of them side by side. @throws what the first that fails throws. */
export async function inFlight(times: number, act: (index: number) => Promise<void>, most = IN_FLIGHT): Promise<void> {
  const underway: Array<Promise<void>> = [];
  for (let index = 0; index < times; index++) {
    const next = act(index);
    // A failure is told when its turn comes.
    next.catch(() => undefined);
    underway.push(next);
    if (underway.length >= most) await underway.shift();
  }
  await Promise.all(underway);
}
