/**
 * Probability that a request waits in M/M/c with `load` = arrival rate times mean service time, in erlangs (Erlang C,
 * from the Erlang B recursion).
 */
export function erlangC(servers: number, load: number): number {
  let blocking = 1;
  for (let count = 1; count <= servers; count++) blocking = load * blocking / (count + load * blocking);
  return blocking / (1 - load / servers * (1 - blocking));
}

/** Mean seconds in the queue of M/M/c. */
export function erlangWait(servers: number, utilization: number, serviceSeconds: number): number {
  return erlangC(servers, servers * utilization) * serviceSeconds / (servers * (1 - utilization));
}

/** Mean seconds in the queue of M/G/1, `cv` being the service time's standard deviation over its mean. */
export function pollaczekKhinchine(utilization: number, serviceSeconds: number, cv: number): number {
  return utilization * serviceSeconds * (1 + cv ** 2) / (2 * (1 - utilization));
}
