import { Size } from 'cdk8s';
import { type FetchKind } from './script/preload-script';

interface FetchTool {
  readonly tool: string;
  /** Has to have a POSIX shell, the tool, and find, stat, sha256sum, df and du of coreutils or busybox. */
  readonly image: string;
  /** What the tool needs for a model of this size, in MiB. */
  readonly memory: (gibibytes: number) => number;
}

/**
 * What fetches from each source. An image is named by its digest where two public repositories name the same one for the tag.
 *
 * Memory: curl and oras stream. rclone holds 4 transfers of 4 streams. The hub's client buffers chunks: KServe's limit of 1 GiB killed every model above 8 GB
 * (kserve/kserve#5326), and 2 GiB were enough for 15 GB (kserve/kserve#5162).
 */
export const FETCH_TOOLS: Record<FetchKind, FetchTool> = {
  http: {
    tool: 'curl',
    image: 'docker.io/curlimages/curl:8.10.1@sha256:d9b4541e214bcd85196d6e92e2753ac6d0ea699f0af5741f8c6cccbfcf00ef4b',
    memory: () => 128,
  },
  huggingface: {
    tool: 'hf, or huggingface-cli where the image is older than that name',
    image: 'docker.io/kserve/storage-initializer:v0.19.0',
    memory: (gibibytes) => Math.min(16384, 1024 + 128 * gibibytes),
  },
  bucket: {
    tool: 'rclone',
    image: 'docker.io/rclone/rclone:1.75.1@sha256:45401ad7410db1d67ffdb58e19059ad20b0d8e0285a60e38bbec55cc1019c7a5',
    memory: () => 512,
  },
  oci: {
    tool: 'oras',
    image: 'ghcr.io/oras-project/oras:v1.3.0@sha256:6ce045ce069a89934d6666b8b49f9c4c0145201bd6de6dbe2aee267814c55468',
    memory: () => 256,
  },
};

/** Does nothing, in half a megabyte. */
export const PAUSE_IMAGE = 'registry.k8s.io/pause:3.10@sha256:ee6521f290b2168b6e0935a181d4cff9be1ac3f505666ef0e3c98fae8199917a';

/** One static file that runs in any image of its node. */
export const STATIC_BUSYBOX_IMAGE = 'docker.io/library/busybox:1.37.0-musl@sha256:222ad6d973c0d198014546a65cd02c5fdedcc172123c5b4c2bf0af636550bd94';

/** The memory of the container that fetches a model of this size. */
export function fetchMemory(kind: FetchKind, size: Size): Size {
  return Size.mebibytes(FETCH_TOOLS[kind].memory(Math.ceil(size.toKibibytes() / 1024 ** 2)));
}
