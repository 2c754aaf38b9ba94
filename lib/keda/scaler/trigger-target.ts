import { type Setting, settingsOf } from '../catalogue/setting';
import { traitsOf } from '../catalogue/scaler-traits';
import { readSettings, type Settings } from './read-settings';
import { type TriggerConfig } from './trigger-config';

/** Target of a trigger in the HorizontalPodAutoscaler. */
export interface TriggerTarget {
  /** Setting with the target; undefined if the scaler has a fixed one. */
  readonly setting?: string;
  readonly value: number;
}

/** Scalers whose target is always 1. */
const ONE: ReadonlySet<string> = new Set(['cron', 'forgejo-runner', 'selenium-grid']);

/** Scalers with one metric for each target above 0, of which they require at least one. */
const ABOVE_ZERO: ReadonlySet<string> = new Set(['solace-event-queue', 'solace-direct-messaging']);

/** Returns the target of an external trigger; undefined if it is unknown, or a custom server sets it. */
export function targetOfTrigger(config: TriggerConfig): TriggerTarget | undefined {
  const { type, minor } = config;
  if (ONE.has(type)) return { value: 1 };
  if (ABOVE_ZERO.has(type)) return undefined;
  const { settings } = readSettings(config);
  const setting = targetSetting(type, minor, settings);
  const value = setting && settings.number(setting.names[0]);
  if (!setting || value === undefined) return undefined;
  return { setting: setting.names.find((name) => Object.hasOwn(config.metadata, name)) ?? setting.names[0], value: setting.type === 'float64' ? inThousandths(value, minor) : value };
}

function targetSetting(type: string, minor: number, settings: Settings): Setting | undefined {
  const named = type.endsWith('-streams') && type.startsWith('redis') ? [streamTarget(settings)] : traitsOf(type).targets;
  const declared = settingsOf(type, minor).filter((each): each is Setting => !('group' in each));
  return named.map((name) => declared.find(({ names }) => names.includes(name))).find((each) => each && settings.has(each.names[0]));
}

/** Returns the target setting of a Redis Streams scaler, which scales on one of three counts. */
function streamTarget(settings: Settings): string {
  if (!settings.has('consumerGroup')) return 'streamLength';
  return settings.number('lagCount') === 0 ? 'pendingEntriesCount' : 'lagCount';
}

/** Rounds a float to thousandths as KEDA does: rounded since 2.20, truncated before, and since 2.20.2 at least 0. */
function inThousandths(value: number, minor: number): number {
  if (minor < 20) return Math.trunc(value * 1000) / 1000;
  return value < 0 ? 0 : Number(value.toFixed(3));
}
