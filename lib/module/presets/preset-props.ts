import { type ContainerResources } from '../../kube/container-resources';
import { type Mount } from '../../kube/pod-volume';
import { UserError } from '../../values/user-error';
import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { type ModuleScaling } from '../module-scaling';
import { type ModuleScheduling } from '../scheduling';

/** Symbol key of the preset. A spread copies it, and it is not part of the public type. */
const PRESET = Symbol.for('cdk8s-kotaemon/preset');

interface Preset {
  /** Name of the factory for messages, as in 'ModulePreset.vllm'. */
  readonly name: string;
  readonly props: KotaemonModuleProps;
  /** Fields that other fields were computed from, with the option that sets each. */
  readonly fixed: Partial<Record<keyof KotaemonModuleProps, string>>;
  /** Option that determines the termination grace period. */
  readonly grace?: string;
}

/**
 * Returns preset props that record their origin, so that fields after a spread are merged with them instead of
 * replacing them.
 */
export function presetProps(name: string, props: KotaemonModuleProps, fixed: Preset['fixed'] = {}, grace?: string): KotaemonModuleProps {
  const preset: Preset = { name, props, fixed, grace };
  return { ...props, [PRESET]: preset } as KotaemonModuleProps;
}

/**
 * Merges the preset of a module's props with the fields given beside it: environment variables, mounts, resources,
 * tolerations, probes, metrics and the scaling metric of a queue. Returns props without a preset unchanged.
 *
 * @throws if a field beside the preset replaces one that other fields were computed from.
 */
export function withPreset(given: KotaemonModuleProps): KotaemonModuleProps {
  const preset = (given as { readonly [PRESET]?: Preset })[PRESET];
  if (!preset) return given;
  const { name, props, fixed } = preset;
  for (const [field, instead] of Object.entries(fixed) as [keyof KotaemonModuleProps, string][]) {
    if (given[field] !== undefined && given[field] !== props[field]) throw new UserError(`${field} beside ${name} replaces what the preset computes; use ${instead}`);
  }
  requireGrace(preset, given);
  return {
    ...props,
    ...defined(given),
    env: merged(props.env, given.env),
    resources: mergedResources(name, props.resources, given.resources),
    scheduling: mergedScheduling(props.scheduling, given.scheduling),
    probes: merged(props.probes, given.probes),
    metricsEndpoint: merged(props.metricsEndpoint, given.metricsEndpoint),
    scaling: mergedScaling(props.scaling, given.scaling),
    mounts: mergedMounts(props.mounts, given.mounts),
  };
}

/** @throws if the termination grace period is too short for the drain and the running work of the preset. */
function requireGrace({ name, props, grace }: Preset, given: KotaemonModuleProps): void {
  const { terminationGracePeriod: period = props.terminationGracePeriod, drain = props.drain } = given;
  if (!props.terminationGracePeriod || !period || grace === undefined) return;
  const needed = props.terminationGracePeriod.toSeconds() - (props.drain?._seconds ?? 0) + (drain?._seconds ?? 0);
  if (period.toSeconds() >= needed) return;
  throw new UserError(`terminationGracePeriod beside ${name} is ${period.toSeconds()} s, which ends running work; set at least ${needed} s for this drain, or shorten ${grace} of ${name}`);
}

function merged<T extends object>(own: T | undefined, given: T | undefined): T | undefined {
  return own === given || !own ? given : { ...own, ...defined(given) };
}

function mergedMounts(own: Mount[] = [], given: Mount[] = []): Mount[] | undefined {
  const mounts = own === given ? own : [...own.filter(({ path }) => !given.some((mount) => mount.path === path)), ...given];
  return mounts.length > 0 ? mounts : undefined;
}

function mergedResources(name: string, own: ContainerResources | undefined, given: ContainerResources | undefined): ContainerResources | undefined {
  if (own === given || !own) return given;
  for (const [device, count] of Object.entries(own.extended ?? {})) {
    const other = given?.extended?.[device] ?? count;
    if (other !== count) throw new UserError(`resources.extended beside ${name} requests ${other} ${device}, and the preset requests ${count}; set gpus of ${name} instead`);
  }
  return { ...own, ...defined(given), ...(own.extended && { extended: { ...own.extended, ...given?.extended } }) };
}

function mergedScheduling(own: ModuleScheduling | undefined, given: ModuleScheduling | undefined): ModuleScheduling | undefined {
  const both = merged(own, given);
  if (own === given || !own?.tolerations || !given?.tolerations) return both;
  const known = given.tolerations.map((toleration) => JSON.stringify(toleration));
  return { ...both, tolerations: [...own.tolerations.filter((toleration) => !known.includes(JSON.stringify(toleration))), ...given.tolerations] };
}

/**
 * Keeps the preset's metrics besides the given ones. They are queue metrics, which only the user of the preset can
 * name.
 */
function mergedScaling(own: ModuleScaling | undefined, given: ModuleScaling | undefined): ModuleScaling | undefined {
  const both = merged(own, given);
  if (own === given || !own?.metrics || !given?.metrics) return both;
  return { ...both, metrics: [...own.metrics.filter((metric) => !given.metrics!.includes(metric)), ...given.metrics] };
}

function defined<T extends object>(values: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
}
