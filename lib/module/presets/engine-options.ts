import { type ContainerResources } from '../../kube/container-resources';
import { type EnvValue } from '../../kube/env-value';
import { type ModelPreloadOptions } from '../../preload/model-preload-options';
import { type ServedBy } from '../../scaling/metric-options';
import { type ModuleScaling } from '../module-scaling';
import { type ModuleScheduling } from '../scheduling';

/** Options of every engine. Other settings are fields of the module. */
export interface EngineOptions {
  /**
   * Scaling policy of the module.
   *
   * @default - on the engine's own metrics as soon as an adapter serves them to the autoscaler, on CPU until then
   */
  readonly scaling?: ModuleScaling;

  /**
   * Server of the engine's metrics to the autoscaler.
   *
   * @default - none
   */
  readonly servedBy?: ServedBy;

  /**
   * Resources of the container. Fields that are left out are the preset's.
   *
   * @default - the preset's
   */
  readonly resources?: ContainerResources;

  /**
   * Further arguments of the engine. What ports, probes and resources go by has options of its own, and is refused
   * here.
   *
   * @default - none
   */
  readonly extraArgs?: string[];

  /**
   * Further environment variables.
   *
   * @default - none
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * Placement of the pods.
   *
   * @default - anywhere; with GPUs, on nodes with the taint nvidia.com/gpu as well, or that of another maker's GPUs
   */
  readonly scheduling?: ModuleScheduling;
}

/** Options of every engine that serves a model. */
export interface ModelEngineOptions extends EngineOptions {
  /** The model, and how its pods come by it. The engine is told where it is, and fetches nothing itself. */
  readonly preload: ModelPreloadOptions;

  /**
   * The image, by version or digest.
   *
   * @default - that of the preset
   */
  readonly image?: string;

  /**
   * Resource name of the GPUs, as in 'amd.com/gpu', or 'nvidia.com/mig-3g.40gb' for a part of one.
   *
   * @default 'nvidia.com/gpu'
   */
  readonly gpuResource?: string;
}
