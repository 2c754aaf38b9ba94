import { type ScalerVersions } from './scaler-versions';
import { SCALERS, SETTINGS } from './setting-table';

/**
 * Source of a setting: the trigger's metadata, the environment of the target's container, the parameters of the
 * authentication.
 */
export type Source = 'metadata' | 'environment' | 'authentication';

/** The Go type that a setting is read as. */
export type SettingType = 'string' | 'int' | 'int32' | 'int64' | 'uint32' | 'float64' | 'bool' | 'duration' | 'query' | '[]string' | '[]int' | 'map:string';

/** One setting of a scaler, as KEDA declares it. */
export interface Setting {
  /** Its names; the first one given counts. */
  readonly names: readonly string[];
  /** In the order in which KEDA looks. */
  readonly sources: readonly Source[];
  readonly type: SettingType;
  readonly optional: boolean;
  readonly default?: string;
  readonly enum?: readonly string[];
  /** Values of which a list may have one. */
  readonly exclusive?: readonly string[];
  /** Between the first and the last number of a range. */
  readonly range?: string;
  /** Between the items of a list; a comma by default. */
  readonly separator?: string;
  /** Takes null for nothing given. */
  readonly nullable: boolean;
  /** Refused wherever it is given. */
  readonly deprecated: boolean;
}

/** Settings that several scalers have, such as those of the authentication over HTTP. */
export interface SettingGroup {
  readonly group: string;
  readonly optional: boolean;
}

const SOURCES: Readonly<Record<string, Source>> = { T: 'metadata', E: 'environment', A: 'authentication' };

/**
 * The settings of a scaler, or of a group, in the order in which KEDA reads them.
 *
 * A row of the table reads `name;otherName SOURCES type flag…`, or `&group flag…` for a group; the flags `since` and
 * `until` name the first and the last version that has it.
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

/** Tells if a version of KEDA has a scaler of that type. */
export function isScaler(type: string, minor: number): boolean {
  const versions = versionsOf(type);
  return versions !== undefined && minor >= versions.since && minor <= (versions.until ?? Infinity);
}

/** The versions that have a scaler of that type; undefined if none of the known ones has it. */
export function versionsOf(type: string): ScalerVersions | undefined {
  return Object.hasOwn(SCALERS, type) ? SCALERS[type] : undefined;
}

/** True if a version declares the settings of a scaler; code of the scaler itself reads them otherwise. */
export function isTyped(type: string, minor: number): boolean {
  const typedSince = versionsOf(type)?.typedSince;
  return typedSince === undefined || minor >= typedSince;
}

/** All types of scalers of a version. */
export function scalerTypes(minor: number): readonly string[] {
  return Object.keys(SCALERS).filter((type) => isScaler(type, minor));
}

/** All names that a scaler reads from its metadata, those of its groups included, and their names with FromEnv. */
export function metadataNames(type: string, minor: number): readonly string[] {
  return settingsOf(type, minor).flatMap((setting) => {
    if ('group' in setting) return metadataNames(setting.group, minor);
    const { names, sources } = setting;
    return [...(sources.includes('metadata') ? names : []), ...(sources.includes('environment') ? names.map((name) => `${name}FromEnv`) : [])];
  });
}
