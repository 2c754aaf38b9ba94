import { type ScalerVersions } from './scaler-versions';
import { SCALERS, SETTINGS } from './setting-table';

/**
 * Source of a setting: the trigger metadata, the environment of the target's container, or the parameters of the
 * authentication.
 */
export type Source = 'metadata' | 'environment' | 'authentication';

/** Go type of a setting. */
export type SettingType = 'string' | 'int' | 'int32' | 'int64' | 'uint32' | 'float64' | 'bool' | 'duration' | 'query' | '[]string' | '[]int' | 'map:string';

/** Setting of a scaler, as KEDA declares it. */
export interface Setting {
  /** Names of the setting; KEDA uses the first one that is set. */
  readonly names: readonly string[];
  /** Sources in KEDA's order of precedence. */
  readonly sources: readonly Source[];
  readonly type: SettingType;
  readonly optional: boolean;
  readonly default?: string;
  readonly enum?: readonly string[];
  /** Mutually exclusive values of a list. */
  readonly exclusive?: readonly string[];
  /** Separator between the first and the last number of a range. */
  readonly range?: string;
  /** Separator between the items of a list; a comma by default. */
  readonly separator?: string;
  /** True if null means that the setting is not set. */
  readonly nullable: boolean;
  /** True if KEDA refuses the setting. */
  readonly deprecated: boolean;
}

/** Settings that several scalers share, such as those of HTTP authentication. */
export interface SettingGroup {
  readonly group: string;
  readonly optional: boolean;
}

const SOURCES: Readonly<Record<string, Source>> = { T: 'metadata', E: 'environment', A: 'authentication' };

/**
 * Returns the settings of a scaler or a group, in the order in which KEDA reads them.
 *
 * A row of the table reads `name;otherName SOURCES type flag…`, or `&group flag…` for a group. The flags `since` and
 * `until` are the first and the last version that has the setting.
 */
export function settingsOf(group: string, minor: number): readonly (Setting | SettingGroup)[] {
  const key = `${group} ${minor}`;
  const known = READ.get(key);
  if (known) return known;
  const rows = Object.hasOwn(SETTINGS, group) ? SETTINGS[group] : [];
  const found = rows[0]?.startsWith('=') ? settingsOf(rows[0].slice(1), minor) : rows.flatMap((row) => read(row, minor) ?? []);
  READ.set(key, found);
  return found;
}

const READ = new Map<string, readonly (Setting | SettingGroup)[]>();

function read(row: string, minor: number): Setting | SettingGroup | undefined {
  const words = row.split(' ');
  const flag = (name: string): string | undefined => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  if (minor < Number(flag('since') ?? 0) || minor > Number(flag('until') ?? Infinity)) return undefined;
  const optional = words.includes('optional');
  if (row.startsWith('&')) return { group: words[0].slice(1), optional };
  return {
    names: words[0].split(';'), sources: [...words[1]].map((letter) => SOURCES[letter]), type: words[2] as SettingType, optional,
    default: flag('default'), enum: flag('enum')?.split(';'), exclusive: flag('exclusive')?.split(';'), range: flag('range'), separator: flag('separator'),
    nullable: words.includes('nullable'), deprecated: words.includes('deprecated'),
  };
}

/** Returns whether a version of KEDA has a scaler of this type. */
export function isScaler(type: string, minor: number): boolean {
  const versions = versionsOf(type);
  return versions !== undefined && minor >= versions.since && minor <= (versions.until ?? Infinity);
}

/** Returns the versions that have a scaler of this type; undefined if no known version has it. */
export function versionsOf(type: string): ScalerVersions | undefined {
  return Object.hasOwn(SCALERS, type) ? SCALERS[type] : undefined;
}

/** Returns whether a version declares the settings of a scaler; otherwise the scaler's own code reads them. */
export function isTyped(type: string, minor: number): boolean {
  const typedSince = versionsOf(type)?.typedSince;
  return typedSince === undefined || minor >= typedSince;
}

/** Returns all scaler types of a version. */
export function scalerTypes(minor: number): readonly string[] {
  return Object.keys(SCALERS).filter((type) => isScaler(type, minor));
}

/** Returns all names that a scaler reads from its metadata, including those of its groups and the FromEnv variants. */
export function metadataNames(type: string, minor: number): readonly string[] {
  return settingsOf(type, minor).flatMap((setting) => {
    if ('group' in setting) return metadataNames(setting.group, minor);
    const { names, sources } = setting;
    return [...(sources.includes('metadata') ? names : []), ...(sources.includes('environment') ? names.map((name) => `${name}FromEnv`) : [])];
  });
}
