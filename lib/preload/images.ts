import { Size } from 'cdk8s';
import { type FetchKind } from './script/preload-script';

interface FetchTool {
  readonly tool: string;
  /** Image with a POSIX shell, the tool, and find, stat, sha256sum, df and du of coreutils or busybox. */
  readonly image: string;
  /** Memory of the tool in MiB, by the model size in GiB. */
  readonly memory: (gibibytes: number) => number;
}

/**
 * Fetch tool of each source. An image has a digest if two public repositories agree on it for the tag.
 *
 * Memory: curl and oras stream. rclone holds 4 transfers of 4 streams. The Hugging Face client buffers chunks:
 * KServe's limit of 1 GiB killed every model above 8 GB (kserve/kserve#5326), and 2 GiB were enough for 15 GB
 * (kserve/kserve#5162).
 */
export const FETCH_TOOLS: Record<FetchKind, FetchTool> = {
  http: {
    tool: 'curl',
    image: 'docker.io/curlimages/curl:8.22.0@sha256:58adaa4e8dca9c988bae2aba4ab3434a0bb2da16bbe3f92dec39ec7785166777',
    memory: () => 128,
  },
  huggingface: {
    tool: 'hf, or huggingface-cli where the image is older than that name',
    image: 'docker.io/kserve/storage-initializer:v0.20.0',
    memory: (gibibytes) => Math.min(16384, 1024 + 128 * gibibytes),
  },
  bucket: {
    tool: 'rclone',
    image: 'docker.io/rclone/rclone:1.75.1@sha256:45401ad7410db1d67ffdb58e19059ad20b0d8e0285a60e38bbec55cc1019c7a5',
    memory: () => 512,
  },
  oci: {
    tool: 'oras',
    image: 'ghcr.io/oras-project/oras:v1.3.4@sha256:f7bc056d54d97baa399414ed5048ecc67c3371b750d4bbce1d871827a5758179',
    memory: () => 256,
  },
};

/** Pause image. Its size is half a megabyte. */
export const PAUSE_IMAGE = 'registry.k8s.io/pause:3.10@sha256:ee6521f290b2168b6e0935a181d4cff9be1ac3f505666ef0e3c98fae8199917a';

/** Image with a static busybox binary that runs in any image. */
export const STATIC_BUSYBOX_IMAGE = 'docker.io/library/busybox:1.37.0-musl@sha256:222ad6d973c0d198014546a65cd02c5fdedcc172123c5b4c2bf0af636550bd94';

/** Returns the memory of the container that fetches a model of this size. */
export function fetchMemory(kind: FetchKind, size: Size): Size {
  return Size.mebibytes(FETCH_TOOLS[kind].memory(Math.ceil(size.toKibibytes() / 1024 ** 2)));
}
