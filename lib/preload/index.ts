export { type CsiOptions, type HostPathOptions, ModelCache, NodeVolume } from './model-cache';
export { ModelPreload, type ModelPreloadProps } from './model-preload';
export { type ModelPreloadOptions } from './model-preload-options';
export { type ExistingOptions, ModelSource } from './model-source';
export { type GcsOptions, type S3Credentials, type S3Options } from './sources/bucket';
export { type HttpOptions } from './sources/http';
export { type HuggingFaceOptions } from './sources/hugging-face';
export { type OciOptions } from './sources/oci';
