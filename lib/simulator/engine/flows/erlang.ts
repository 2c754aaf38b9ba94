import { normalCdf, normalDensity } from './normal';

const { ceil, floor, max, min, sqrt } = Math;

/** Points of a table over the load. */
const POINTS = 256;
/** Servers above which the limit of Halfin and Whitt replaces Erlang's formula. */
const MANY = 400;

const tables = new Map<number, Float64Array>();

/**
 * Probability that an arrival finds all servers busy in M/M/c (Erlang C), by linear interpolation in tables over the
 * load.
 *
 * @param servers may lie between two whole numbers; below 1 it is taken for 1.
 * @param load share of the servers' time in use; 1 and more is certain waiting.
 */
export function erlangC(servers: number, load: number): number {
  if (load >= 1) return 1;
  if (load <= 0) return 0;
  const below = max(1, floor(servers));
  const above = max(1, ceil(servers));
  if (below === above) return tabulated(below, load);
  const part = servers - below;
  return (1 - part) * tabulated(below, load) + part * tabulated(above, load);
}

function tabulated(servers: number, load: number): number {
  if (servers === 1) return load;
  let table = tables.get(servers);
  if (!table) tables.set(servers, table = new Float64Array(POINTS + 1).fill(NaN));
  const position = load * POINTS;
  const index = min(POINTS - 1, floor(position));
  const from = entry(table, servers, index);
  return from + (entry(table, servers, index + 1) - from) * (position - index);
}

function entry(table: Float64Array, servers: number, index: number): number {
  const known = table[index];
  return known >= 0 ? known : table[index] = exactly(servers, index / POINTS);
}

function exactly(servers: number, load: number): number {
  if (load >= 1) return 1;
  if (servers > MANY) {
    const beta = (1 - load) * sqrt(servers);
    return 1 / (1 + beta * normalCdf(beta) / normalDensity(beta));
  }
  const offered = servers * load;
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = offered * blocked / (k + offered * blocked);
  return blocked / (1 - load * (1 - blocked));
}
