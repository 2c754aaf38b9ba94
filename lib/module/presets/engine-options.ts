import { type ContainerResources } from '../../kube/container-resources';
import { type EnvValue } from '../../kube/env-value';
import { type ModelPreloadOptions } from '../../preload/model-preload-options';
import { type ServedBy } from '../../scaling/metric-options';
import { type ModuleScaling } from '../module-scaling';
import { type ModuleScheduling } from '../scheduling';

/** Common options of the engine presets. All other settings are fields of the module. */
export interface EngineOptions {
  /**
   * Scaling policy of the module.
   *
   * @default - on the engine's own metrics if an adapter serves them to the autoscaler, otherwise on CPU
   */
  readonly scaling?: ModuleScaling;

  /**
   * Server of the engine's metrics to the autoscaler.
   *
   * @default - none
   */
  readonly servedBy?: ServedBy;

  /**
   * Resource requests and limits of the container. Omitted fields take the preset's values.
   *
   * @default - the preset's
   */
  readonly resources?: ContainerResources;

  /**
   * Additional arguments of the engine. Rejects flags that ports, probes and resources depend on; they have their own
   * options.
   *
   * @default - none
   */
  readonly extraArgs?: string[];

  /**
   * Additional environment variables.
   *
   * @default - none
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * Placement of the pods.
   *
   * @default - any node; with GPUs, also nodes with the taint nvidia.com/gpu, or with that of another vendor's GPUs
   */
  readonly scheduling?: ModuleScheduling;
}

/** Options of an engine that serves a model. */
export interface ModelEngineOptions extends EngineOptions {
  /** Model preload. The preset passes the model's path to the engine, which downloads nothing itself. */
  readonly preload: ModelPreloadOptions;

  /**
   * Container image, with a version or a digest.
   *
   * @default - the preset's
   */
  readonly image?: string;

  /**
   * Resource name of the GPUs, as in 'amd.com/gpu', or 'nvidia.com/mig-3g.40gb' for a MIG slice.
   *
   * @default 'nvidia.com/gpu'
   */
  readonly gpuResource?: string;
}
