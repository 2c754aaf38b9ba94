import { type ContainerResources } from '../../kube/container-resources';
import { type Mount } from '../../kube/pod-volume';
import { UserError } from '../../values/user-error';
import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { type ModuleScaling } from '../module-scaling';
import { type ModuleScheduling } from '../scheduling';

/** A symbol is copied by a spread, and is not a part of the public type. */
const PRESET = Symbol.for('cdk8s-kotaemon/preset');

interface Preset {
  /** The factory, for messages, as in 'ModulePreset.vllm'. */
  readonly name: string;
  readonly props: KotaemonModuleProps;
  /** Fields from which other fields were computed, with the option that sets each. */
  readonly fixed: Partial<Record<keyof KotaemonModuleProps, string>>;
  /** Option from which the termination grace period follows. */
  readonly grace?: string;
}

/**
 * Props of a preset that remember what they bring, so that a spread with fields behind it adds to them and replaces
 * none.
 */
export function presetProps(name: string, props: KotaemonModuleProps, fixed: Preset['fixed'] = {}, grace?: string): KotaemonModuleProps {
  const preset: Preset = { name, props, fixed, grace };
  return { ...props, [PRESET]: preset } as KotaemonModuleProps;
}

/**
 * Props of a module with what its preset brings: variables, mounts, resources, tolerations, probes, metrics and the
 * scaling metric of a queue are merged with what stands behind the preset. Props without a preset are returned as they
 * are.
 *
 * @throws where a field behind the preset would undo what others were computed from.
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

/**
 * @throws where the termination grace period is too short for what the preset runs to its end, and the drain before it.
 */
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
 * Metrics of a preset are those of a queue, which only its owner can name again: they stay, beside those that are
 * given.
 */
function mergedScaling(own: ModuleScaling | undefined, given: ModuleScaling | undefined): ModuleScaling | undefined {
  const both = merged(own, given);
  if (own === given || !own?.metrics || !given?.metrics) return both;
  return { ...both, metrics: [...own.metrics.filter((metric) => !given.metrics!.includes(metric)), ...given.metrics] };
}

function defined<T extends object>(values: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
}
