import { Size } from 'cdk8s';
import { UserError } from '../../values/user-error';

/** Share of the memory limit for sessions. The forked copy needs the rest during an append-only file rewrite. */
const MAX_MEMORY_SHARE = 0.65;

/**
 * Ratio of volume size to memory: during a rewrite, the append-only file, its replacement and their base exist at
 * once.
 */
const STORAGE_PER_MEMORY = 3;

/**
 * Replay rate of the append-only file at start, in bytes per second. It is below the read rate of a network disk, so
 * that the start-up budget has head-room.
 */
const REPLAY_BYTES_PER_SECOND = 10 * 1024 * 1024;

/**
 * Default volume size, independent of the memory: the volumeClaimTemplates of a StatefulSet are immutable, so a
 * dependent default would block an increase of the memory.
 */
const DEFAULT_STORAGE = Size.gibibytes(10);

const LEAST_STARTUP_BUDGET = 60;
const LEAST_MEMORY = Size.mebibytes(64);

/** Sizes derived from the memory of a store. */
export interface StoreSizing {
  readonly maxMemoryBytes: number;
  readonly storage: Size;
  /** Maximum time to replay the append-only file, in seconds. */
  readonly startupBudget: number;
}

/**
 * Computes the sizes of a session store.
 *
 * @throws if the memory is too small for a server, or the volume too small for a rewrite of its append-only file
 */
export function storeSizing(memory: Size, storage = DEFAULT_STORAGE): StoreSizing {
  const bytes = bytesOf(memory);
  if (bytes < bytesOf(LEAST_MEMORY)) throw new UserError(`a session store needs at least ${LEAST_MEMORY.asString()} of memory, got ${memory.asString()}`);
  const maxMemoryBytes = Math.floor(bytes * MAX_MEMORY_SHARE);
  const least = maxMemoryBytes * STORAGE_PER_MEMORY;
  if (bytesOf(storage) < least) {
    throw new UserError(`storage is ${storage.asString()}, too small for ${memory.asString()} of memory: a rewrite of the append-only file needs ${Math.ceil(least / 2 ** 20)}Mi; set a larger storage`);
  }
  return { maxMemoryBytes, storage, startupBudget: Math.max(LEAST_STARTUP_BUDGET, Math.ceil(least / REPLAY_BYTES_PER_SECOND)) };
}

function bytesOf(size: Size): number {
  return size.toKibibytes() * 1024;
}
