import { sha256 } from '../../values/sha256';

/** Shard of a fleet: `number` of `count`, from 0. */
export interface Shard {
  readonly number: number;
  readonly count: number;
}

/**
 * Returns true if a workload belongs to a shard, by a hash of its name. The result is the same on every machine and
 * independent of other workloads.
 */
export function isInShard(workload: string, { number, count }: Shard): boolean {
  return (sha256(workload)[0] >>> 0) % count === number;
}
