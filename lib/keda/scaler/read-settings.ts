import { nearest } from '../../values/nearest';
import { isTyped, metadataNames, type Setting, settingsOf, type Source } from '../catalogue/setting';
import { goBool, goFloat, goInteger, isGoQuery, jsonNumber, kedaDuration } from './go-values';
import { type TriggerProblem } from './problem';
import { type GivenValue, type TriggerConfig, UNSEEN } from './trigger-config';

type Value = string | number | boolean | readonly string[] | readonly number[] | ReadonlyMap<string, string> | typeof UNSEEN;

/** Setting that is set, or has a default. */
interface Read {
  readonly value: Value;
  readonly isDefault: boolean;
}

/**
 * Settings of a trigger as KEDA's typed configuration reads them.
 *
 * A setting whose value is unknown counts as present for required settings, and violates no constraint.
 */
export class Settings {
  private readonly values = new Map<string, Read>();
  private readonly groups = new Map<string, Settings>();
  /** Names that an authentication with unknown content may set. */
  private readonly possible = new Set<string>();

  /** @internal */
  public _set(setting: Setting, read: Read): void {
    this.values.set(setting.names[0], read);
  }

  /** @internal */
  public _allow(setting: Setting): void {
    this.possible.add(setting.names[0]);
  }

  /** @internal */
  public _group(name: string, settings: Settings): void {
    this.groups.set(name, settings);
  }

  /** Returns the settings of a group, such as 'authentication.Config'. */
  public group(name: string): Settings {
    return this.find(name) ?? new Settings();
  }

  private find(name: string): Settings | undefined {
    return this.groups.get(name) ?? [...this.groups.values()].map((each) => each.find(name)).find((each) => each !== undefined);
  }

  /** Returns whether a setting is present and not empty, or may be. */
  public has(name: string): boolean {
    const read = this.values.get(name);
    if (!read) return this.possible.has(name);
    return !(read.value === '' || (Array.isArray(read.value) && read.value.length === 0));
  }

  /** Returns whether a setting is certainly present and not empty. */
  public hasSurely(name: string): boolean {
    return this.values.has(name) && this.has(name);
  }

  /** Returns whether a value is known. */
  public isSeen(name: string): boolean {
    const read = this.values.get(name);
    return read ? read.value !== UNSEEN : !this.possible.has(name);
  }

  /** Returns a string; '' if it is not set, undefined if its value is unknown. */
  public text(name: string): string | undefined {
    const value = this.values.get(name)?.value;
    if (value === undefined) return this.possible.has(name) ? undefined : '';
    return value === UNSEEN ? undefined : String(value);
  }

  /** Returns a number; 0 if it is not set, undefined if its value is unknown. */
  public number(name: string): number | undefined {
    const value = this.values.get(name)?.value;
    if (value === undefined) return this.possible.has(name) ? undefined : 0;
    return typeof value === 'number' ? value : undefined;
  }

  /** Returns a boolean; false if it is not set or its value is unknown. */
  public isSet(name: string): boolean {
    return this.values.get(name)?.value === true;
  }

  /** Returns a list; empty if it is not set, undefined if its value is unknown. */
  public list(name: string): readonly string[] | undefined {
    const value = this.values.get(name)?.value;
    if (value === undefined) return this.possible.has(name) ? undefined : [];
    return Array.isArray(value) ? value.map(String) : undefined;
  }
}

/** Reads the settings of a trigger. Settings that KEDA's typed configuration refuses are returned as problems. */
export function readSettings(config: TriggerConfig): { settings: Settings; problems: TriggerProblem[] } {
  const problems: TriggerProblem[] = [];
  return { settings: readGroup(config, config.type, false, problems), problems };
}

function readGroup(config: TriggerConfig, group: string, isOptional: boolean, problems: TriggerProblem[]): Settings {
  const settings = new Settings();
  for (const entry of settingsOf(group, config.minor)) {
    if ('group' in entry) settings._group(entry.group, readGroup(config, entry.group, isOptional || entry.optional, problems));
    else readOne(config, entry, isOptional || entry.optional, settings, problems);
  }
  return settings;
}

function readOne(config: TriggerConfig, setting: Setting, isOptional: boolean, settings: Settings, problems: TriggerProblem[]): void {
  const [name] = setting.names;
  const found = look(config, setting);
  if (found && setting.deprecated) {
    problems.push({ setting: found.name, message: `is a setting that KEDA 2.${config.minor} no longer has; ${insteadOf(config.type, found.name)}` });
    return;
  }
  const given = found?.value ?? setting.default;
  if (given === undefined) {
    if (found === undefined && isOpen(config, setting)) settings._allow(setting);
    else if (!isOptional && !setting.deprecated) problems.push({ message: missing(config, setting) });
    return;
  }
  if (given === UNSEEN) {
    settings._set(setting, { value: UNSEEN, isDefault: false });
    return;
  }
  if (setting.nullable && given === 'null') return;
  const value = isTyped(config.type, config.minor) ? convert(given, setting) : convertUntyped(given, setting);
  const shown = found?.source === 'metadata' ? `is "${given}"` : `given by the ${found?.source ?? 'default'}`;
  if (typeof value === 'string' || !('problem' in Object(value))) settings._set(setting, { value: value as Value, isDefault: found === undefined });
  else problems.push({ setting: found?.name ?? name, message: `${shown}, ${(value as { problem: string }).problem}` });
}

function isOpen(config: TriggerConfig, { sources }: Setting): boolean {
  return sources.includes('authentication') && config.authentication.isOpen;
}

/** Returns the first value that is set and not blank, as KEDA does; a scaler's own code accepts blank values. */
export function look(config: TriggerConfig, { names, sources }: Pick<Setting, 'names' | 'sources'>): { name: string; source: Source; value: GivenValue } | undefined {
  const trims = isTyped(config.type, config.minor);
  for (const source of sources) {
    for (const name of names) {
      const value = valueOf(config, source, name);
      if (value === UNSEEN) return { name, source, value };
      if (value !== undefined && (trims ? value.trim() : value) !== '') return { name, source, value: trims ? value.trim() : value };
    }
  }
  return undefined;
}

function valueOf({ metadata, environment, authentication }: TriggerConfig, source: Source, name: string): GivenValue | undefined {
  switch (source) {
    case 'metadata': return Object.hasOwn(metadata, name) ? metadata[name] : undefined;
    case 'authentication': return authentication.get(name);
    case 'environment': {
      const variable = Object.hasOwn(metadata, `${name}FromEnv`) ? metadata[`${name}FromEnv`] : undefined;
      if (variable === undefined) return undefined;
      return environment.get(variable) ?? (environment.isOpen ? UNSEEN : undefined);
    }
  }
}

function missing(config: TriggerConfig, { names, sources }: Setting): string {
  const [name] = names;
  const places = sources.map((source) => ({ metadata: `metadata.${name}`, environment: `metadata.${name}FromEnv`, authentication: `${name} of its authenticationRef` })[source]);
  const known = metadataNames(config.type, config.minor);
  const strangers = Object.keys(config.metadata).filter((key) => !known.includes(key));
  const misspelt = strangers.length > 0 ? nearest(names[0], strangers) : undefined;
  const blank = names.find((name) => Object.hasOwn(config.metadata, name));
  if (blank !== undefined) return `${blank} is empty; KEDA needs a value`;
  return `has no ${names[0]}; ${misspelt === undefined ? `set ${places.join(' or ')}` : `rename ${misspelt} to ${names[0]}`}`;
}

const INSTEAD: Readonly<Record<string, string>> = {
  'cpu type': 'set metricType of the trigger instead',
  'memory type': 'set metricType of the trigger instead',
  'gcp-pubsub subscriptionSize': 'set mode and value instead',
  'huawei-cloudeye minMetricValue': 'set activationTargetMetricValue instead',
  'influxdb authToken': 'give it by authTokenFromEnv or an authenticationRef',
};

function insteadOf(type: string, name: string): string {
  return INSTEAD[`${type} ${name}`] ?? 'remove it';
}

/** Converts a value as the scaler's own code does, with the number syntax of Go instead of JSON. */
function convertUntyped(text: string, setting: Setting): Value | { problem: string } {
  switch (setting.type) {
    case 'float64': return goFloat(text) ?? { problem: 'which is not a number' };
    case 'int':
    case 'int64': return goInteger(text, 64) ?? { problem: 'which is not a whole number' };
    default: return convert(text, setting);
  }
}

/** @returns the value, or its problem. */
function convert(text: string, setting: Setting): Value | { problem: string } {
  const separator = setting.separator ?? ',';
  if (setting.enum) {
    const strangers = text.split(separator).map((item) => item.trim()).filter((item) => !setting.enum!.includes(item));
    if (strangers.length > 0) return { problem: `which is not one of ${setting.enum.join(', ')}${hint(strangers[0], setting.enum)}` };
  }
  if (setting.exclusive) {
    const chosen = text.split(separator).map((item) => item.trim()).filter((item) => setting.exclusive!.includes(item));
    if (chosen.length > 1) return { problem: `of which only one of ${setting.exclusive.join(', ')} may be given` };
  }
  switch (setting.type) {
    case 'string': return text;
    case 'bool': return goBool(text) ?? { problem: 'which is neither true nor false' };
    case 'duration': return kedaDuration(text) ?? { problem: 'which is not a duration; write it as in 30s, or as milliseconds' };
    case 'query': return isGoQuery(text) ? text : { problem: 'which is not a query of a URL; write it as in a=1&b=2' };
    case 'int':
    case 'int32':
    case 'int64':
    case 'uint32': return jsonNumber(text, setting.type) ?? { problem: `which is not a whole number${setting.type === 'uint32' ? ' from 0' : ''}` };
    case 'float64': return jsonNumber(text, 'float64') ?? { problem: 'which is not a number' };
    case '[]string': return text.split(separator).map((item) => item.trim());
    case '[]int': return integers(text, separator, setting.range);
    case 'map:string': return pairs(text, separator);
  }
}

function hint(value: string, allowed: readonly string[]): string {
  const near = nearest(value, allowed);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

function integers(text: string, separator: string, range: string | undefined): readonly number[] | { problem: string } {
  const found: number[] = [];
  for (const item of text.split(separator).map((each) => each.trim())) {
    const bounds = range !== undefined && item.includes(range) ? item.split(range).map((each) => jsonNumber(each.trim(), 'int')) : undefined;
    const single = bounds ? undefined : jsonNumber(item, 'int');
    if (bounds ? bounds.length !== 2 || bounds.includes(undefined) : single === undefined) return { problem: 'which is not a list of whole numbers, as in 1,2,5-7' };
    found.push(...(bounds ? [] : [single!]));
    if (bounds && bounds[0]! <= bounds[1]!) found.push(bounds[0]!);
  }
  return found;
}

function pairs(text: string, separator: string): ReadonlyMap<string, string> | { problem: string } {
  const found = new Map<string, string>();
  for (const item of text.split(separator)) {
    const parts = item.trim().split('=');
    if (parts.length !== 2) return { problem: 'which is not a list of name=value' };
    found.set(parts[0].trim(), parts[1].trim());
  }
  return found;
}
