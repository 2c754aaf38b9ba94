import { type PodVolume } from '../kube/pod-volume';
import { UserError } from '../values/user-error';
import { type GcsOptions, gcsSource, type S3Options, s3Source } from './sources/bucket';
import { type HttpOptions, httpSource } from './sources/http';
import { type HuggingFaceOptions, huggingFaceSource } from './sources/hugging-face';
import { type OciOptions, ociSource } from './sources/oci';
import { type ExistingSource, type FetchedSource, shortName, shown } from './sources/source-details';

/** Options of a model that already exists on a volume. */
export interface ExistingOptions {
  /**
   * Folder of the volume.
   *
   * @default - the whole volume
   */
  readonly folder?: string;
}

/**
 * Source of a model. A commit, a digest or a checksum pins every source, so that all pods of a workload serve the
 * same model, also after the next scale-up.
 */
export class ModelSource {
  /**
   * Hugging Face Hub repository, fetched by `hf download`.
   *
   * @param repo as in 'BAAI/bge-m3'
   * @throws if the revision is not a full commit.
   */
  public static huggingFace(repo: string, options: HuggingFaceOptions): ModelSource {
    return new ModelSource(huggingFaceSource(repo, options));
  }

  /**
   * S3 bucket folder, fetched by rclone.
   *
   * @param address as in 's3://models/bge-m3/v1'
   * @throws if the address, the sum or the region is malformed.
   */
  public static s3(address: string, options: S3Options): ModelSource {
    return new ModelSource(s3Source(address, options));
  }

  /**
   * Google Cloud Storage bucket folder, fetched by rclone.
   *
   * @param address as in 'gs://models/bge-m3/v1'
   * @throws if the address or the sum is malformed.
   */
  public static gcs(address: string, options: GcsOptions): ModelSource {
    return new ModelSource(gcsSource(address, options));
  }

  /**
   * Single file over HTTP, fetched by curl.
   *
   * @throws if the URL is malformed or holds a secret, or the sum is invalid.
   */
  public static http(url: string, options: HttpOptions): ModelSource {
    return new ModelSource(httpSource(url, options));
  }

  /**
   * OCI artifact of a registry, fetched by `oras pull`; or an image, with ModelCache.imageVolume().
   *
   * @param reference with its digest, as in 'ghcr.io/acme/bge-m3@sha256:…'
   * @throws if there is no digest.
   */
  public static oci(reference: string, options: OciOptions = {}): ModelSource {
    return new ModelSource(ociSource(reference, options));
  }

  /** Model that already exists on a volume. The pod fetches nothing, and fails at once if the folder is empty. */
  public static existing(volume: PodVolume, options: ExistingOptions = {}): ModelSource {
    const { folder = '.' } = options;
    if (folder !== '.' && (!/^[\w.][\w.+-]*(?:\/[\w.][\w.+-]*)*$/.test(folder) || folder.split('/').some((part) => /^\.+$/.test(part)))) {
      throw new UserError(`${shown(folder)} is not a path in volume '${volume.name}'; write it as in 'models/bge-m3'`);
    }
    return new ModelSource({ kind: 'existing', name: shortName(folder === '.' ? volume.name : folder.split('/').pop()!), volume, folder });
  }

  private constructor(
    /** @internal */
    public readonly _details: FetchedSource | ExistingSource,
  ) {}
}
