import { Size } from 'cdk8s';
import { UserError } from '../../values/user-error';

/** The share of the memory limit that sessions may fill; while the log is rewritten, a forked copy needs the rest. */
const MAX_MEMORY_SHARE = 0.65;

/** The log, the one that replaces it and the base that both start from stand side by side during a rewrite. */
const STORAGE_PER_MEMORY = 3;

/** Bytes a second at which a log is replayed at start: slower than a network disk reads, so that the start-up budget has head-room. */
const REPLAY_BYTES_PER_SECOND = 10 * 1024 * 1024;

/** One size for every memory: the claim of a StatefulSet cannot be changed, so that a default that followed the memory would forbid raising it. */
const DEFAULT_STORAGE = Size.gibibytes(10);

const LEAST_STARTUP_BUDGET = 60;
const LEAST_MEMORY = Size.mebibytes(64);

/** What follows from the memory of a store. */
export interface StoreSizing {
  readonly maxMemoryBytes: number;
  readonly storage: Size;
  /** Seconds that the server may take to replay its log. */
  readonly startupBudget: number;
}

/**
 * @throws where the memory is too little for a server, or the volume too small for a rewrite of its log.
 */
export function storeSizing(memory: Size, storage = DEFAULT_STORAGE): StoreSizing {
  const bytes = bytesOf(memory);
  if (bytes < bytesOf(LEAST_MEMORY)) throw new UserError(`a session store needs at least ${LEAST_MEMORY.asString()} of memory, got ${memory.asString()}`);
  const maxMemoryBytes = Math.floor(bytes * MAX_MEMORY_SHARE);
  const least = maxMemoryBytes * STORAGE_PER_MEMORY;
  if (bytesOf(storage) < least) {
    throw new UserError(`a volume of ${storage.asString()} is too small for ${memory.asString()} of memory: a rewrite of the log needs ${Math.ceil(least / 2 ** 20)}Mi; name a larger storage`);
  }
  return { maxMemoryBytes, storage, startupBudget: Math.max(LEAST_STARTUP_BUDGET, Math.ceil(least / REPLAY_BYTES_PER_SECOND)) };
}

function bytesOf(size: Size): number {
  return size.toKibibytes() * 1024;
}
