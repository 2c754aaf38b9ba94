import { Duration, Size } from 'cdk8s';
import { UserError } from '../../values/user-error';
import { type VectorStoreServerProps } from './vector-store-server-props';

const DEFAULT_VECTORS = 100_000;
const DEFAULT_OBJECT_SIZE = Size.kibibytes(4);
/** Default dimension: that of bge-m3 and of most models of its size. */
const UNSTATED_DIMENSION = 1024;

const BYTES_PER_COMPONENT = 4;
const MEBIBYTE = 2 ** 20;

/** Memory of an empty server. */
const BASE_MEMORY_BYTES = 512 * MEBIBYTE;

/** Granularity of the memory request, so that a few more documents do not change the manifest. */
const STEP_BYTES = 128 * MEBIBYTE;

/** Volume factor: during compaction a segment and its rewritten copy exist at once. */
const COPIES_ON_DISK = 2;

/** Maximum disk usage: Weaviate warns at 80 % and refuses writes at 90 %. */
const USABLE_DISK = 0.8;

/**
 * Read rate of an index at start, in bytes per second. It is below that of a network disk, so that the start-up
 * budget has head-room.
 */
const LOAD_BYTES_PER_SECOND = 10 * MEBIBYTE;
const LEAST_STARTUP_SECONDS = 300;

/**
 * Default volume size, independent of the vectors: the volumeClaimTemplates of a StatefulSet are immutable, so a
 * dependent default would block an increase of the vectors.
 */
const DEFAULT_STORAGE = Size.gibibytes(20);

interface VectorSizing {
  readonly memory: Size;
  readonly storage: Size;
  readonly startupBudget: Duration;
}

/**
 * Computes memory, volume and start-up budget of a vector store.
 *
 * @param memoryFactor the vendor's factor for the bytes of the vectors
 * @throws if there are no vectors, or a given memory or volume is too small for them
 */
export function vectorSizing(props: VectorStoreServerProps, memoryFactor: number): VectorSizing {
  const { vectors = DEFAULT_VECTORS, objectSize = DEFAULT_OBJECT_SIZE, memory, storage = DEFAULT_STORAGE } = props;
  const dimension = props.embedding?.dimension ?? UNSTATED_DIMENSION;
  if (!Number.isSafeInteger(vectors) || vectors < 1) throw new UserError(`the number of vectors must be a whole number above 0, got ${vectors}`);
  const vectorBytes = vectors * dimension * BYTES_PER_COMPONENT;
  const leastMemory = roundedUp(BASE_MEMORY_BYTES + vectorBytes * memoryFactor);
  if (memory && bytesOf(memory) < leastMemory) {
    throw new UserError(`${vectors} vectors of ${dimension} components need ${inMebibytes(leastMemory)} of memory, got ${memory.asString()}; set more memory, or the actual number of vectors`);
  }
  const onDisk = vectorBytes + vectors * bytesOf(objectSize);
  const leastStorage = Math.ceil(onDisk * COPIES_ON_DISK / USABLE_DISK);
  if (bytesOf(storage) < leastStorage) {
    throw new UserError(`${vectors} vectors of ${dimension} components and their texts need a volume of ${inMebibytes(leastStorage)}, got ${storage.asString()}; set a larger storage`);
  }
  return {
    memory: memory ?? Size.mebibytes(leastMemory / MEBIBYTE),
    storage,
    startupBudget: Duration.seconds(Math.max(LEAST_STARTUP_SECONDS, Math.ceil(onDisk / LOAD_BYTES_PER_SECOND))),
  };
}

function roundedUp(bytes: number): number {
  return Math.ceil(bytes / STEP_BYTES) * STEP_BYTES;
}

function inMebibytes(bytes: number): string {
  return `${Math.ceil(bytes / MEBIBYTE)}Mi`;
}

function bytesOf(size: Size): number {
  return size.toKibibytes() * 1024;
}
