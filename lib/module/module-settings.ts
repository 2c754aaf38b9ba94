import { Duration, Size } from 'cdk8s';
import { type ContainerResources } from '../kube/container-resources';
import { Cpu } from '../values/cpu';
import { type DisruptionBudget } from './disruption-budget';
import { Drain } from './drain';
import { type ModuleProbes } from './health-probe';
import { type KotaemonModuleProps } from './kotaemon-module-props';

interface ModuleSettings {
  readonly resources: ContainerResources;
  readonly startTime: Duration;
  readonly probes: ModuleProbes;
  readonly drain: Drain;
  readonly gracePeriod: Duration;
  readonly disruptionBudget?: DisruptionBudget;
}

const DEFAULT_RESOURCES: ContainerResources = { cpu: Cpu.millis(500), memory: Size.mebibytes(512) };

/**
 * Returns the settings of a module: its props over the role's profile over common defaults. Resources and probes are
 * merged field by field.
 */
export function moduleSettings(props: KotaemonModuleProps): ModuleSettings {
  const { profile } = props.role;
  return {
    resources: overlaid(DEFAULT_RESOURCES, profile.resources, props.resources),
    startTime: props.startTime ?? profile.startTime ?? Duration.seconds(30),
    probes: overlaid({}, profile.probes, props.probes),
    drain: props.drain ?? profile.drain ?? Drain.sleep(Duration.seconds(15)),
    gracePeriod: props.terminationGracePeriod ?? profile.terminationGracePeriod ?? Duration.seconds(60),
    disruptionBudget: props.disruptionBudget ?? profile.disruptionBudget,
  };
}

function overlaid<T extends object>(...layers: readonly (T | undefined)[]): T {
  const result: Partial<T> = {};
  for (const layer of layers) {
    if (!layer) continue;
    for (const key of Object.keys(layer) as (keyof T)[]) if (layer[key] !== undefined) result[key] = layer[key];
  }
  return result as T;
}
