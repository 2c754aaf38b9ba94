import { type Setting, settingsOf } from '../catalogue/setting';
import { traitsOf } from '../catalogue/scaler-traits';
import { readSettings, type Settings } from './read-settings';
import { type TriggerConfig } from './trigger-config';

/** Target that a trigger gives to the HorizontalPodAutoscaler. */
export interface TriggerTarget {
  /** Setting that holds it; undefined if the scaler has a fixed one. */
  readonly setting?: string;
  readonly value: number;
}

/** Scalers whose target is always one. */
const ONE: ReadonlySet<string> = new Set(['cron', 'forgejo-runner', 'selenium-grid']);

/** Scalers that give a metric for each target above 0, and refuse to have none. */
const ABOVE_ZERO: ReadonlySet<string> = new Set(['solace-event-queue', 'solace-direct-messaging']);

/** Returns the target of an external trigger; undefined if it cannot be seen, or a server of the user names it. */
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

/** A stream of Redis is scaled on one of three counts. */
function streamTarget(settings: Settings): string {
  if (!settings.has('consumerGroup')) return 'streamLength';
  return settings.number('lagCount') === 0 ? 'pendingEntriesCount' : 'lagCount';
}

/** KEDA writes a float in thousandths: rounded from 2.20 on, cut off before, and from 2.20.2 on at least 0. */
function inThousandths(value: number, minor: number): number {
  if (minor < 20) return Math.trunc(value * 1000) / 1000;
  return value < 0 ? 0 : Number(value.toFixed(3));
}
