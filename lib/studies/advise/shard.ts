import { sha256 } from '../../values/sha256';

/** Part of a fleet: `number` of `count`, from 0. */
export interface Shard {
  readonly number: number;
  readonly count: number;
}

/**
 * Tells if a workload belongs to a shard, by a hash of its name: the same one on every machine, whatever else there is.
 */
export function isInShard(workload: string, { number, count }: Shard): boolean {
  return (sha256(workload)[0] >>> 0) % count === number;
}
