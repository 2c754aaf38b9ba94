import { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import { chance, pick } from './draws';

export interface CronTrigger {
  readonly metadata: { readonly timezone: string; readonly start: string; readonly end: string; readonly desiredReplicas: string };
  /** Unix seconds. */
  readonly instants: readonly number[];
}

/**
 * Time zones whose clocks change at other hours, by other amounts, in the other half of the year, around Ramadan, or no
 * longer.
 */
const ZONES = [
  'UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'America/St_Johns', 'America/Sao_Paulo', 'America/Havana', 'America/Santiago', 'Atlantic/Azores',
  'Africa/Casablanca', 'Africa/Cairo', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Tehran', 'Asia/Beirut', 'Asia/Shanghai', 'Australia/Lord_Howe', 'Pacific/Apia',
  'Pacific/Chatham', 'Antarctica/Troll',
];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY = 86_400;
const INSTANTS = 80;

/**
 * Realistic windows, unusual fields, dates that never occur, and now and then what is no field at all.
 */
export function randomCron(seed: number): CronTrigger {
  const random = new RandomStream(seed, 'cron');
  const from = Date.UTC(2024 + random.below(5), random.below(12), 1) / 1000;
  const instants = Array.from({ length: INSTANTS }, () => {
    const time = from + random.below(400 * DAY);
    return chance(random, 0.4) ? time : time - (time % 900) + pick(random, [-1, 0, 0, 1, 60]);
  });
  const start = randomSpec(random);
  const end = randomSpec(random);
  return { metadata: { timezone: pick(random, ZONES), start, end: start === end ? '59 23 * * *' : end, desiredReplicas: String(1 + random.below(20)) }, instants };
}

function randomSpec(random: RandomStream): string {
  if (chance(random, 0.5)) return `${pick(random, [0, 15, 30, 45])} ${random.below(24)} * * ${pick(random, ['*', '1-5', '1', '0,6', '?'])}`;
  const sometimes = (probability: number, field: string): string => (chance(random, probability) ? field : '*');
  return [
    randomField(random, 0, 59), randomField(random, 0, 23), sometimes(0.4, randomField(random, 1, 31)), sometimes(0.3, randomField(random, 1, 12, MONTHS)),
    sometimes(0.5, randomField(random, 0, 6, DAYS)),
  ].join(pick(random, [' ', ' ', '  ', '\t']));
}

function randomField(random: RandomStream, least: number, most: number, names?: readonly string[]): string {
  const number = (from = least): number => from + random.below(most - from + 1);
  const written = (value: number): string => {
    const name = names?.[value - least];
    return name && chance(random, 0.5) ? pick(random, [name, name.toUpperCase()]) : String(value);
  };
  const [one, step] = [number(), 1 + random.below(6)];
  return pick(random, [
    () => '*', () => '?', () => written(one), () => written(one), () => `*/${1 + random.below(most)}`, () => `${written(one)}-${written(number(one))}`,
    () => `${one}-${number(one)}/${step}`, () => `${one}/${step}`, () => [one, number(), number()].join(),
    () => (chance(random, 0.1) ? pick(random, ['x', '-1', String(most + 1), '9-3', '*/0', 'L', '1-', '1.5', '01', '1-2-3', '1/2/3', '60']) : '*'),
  ])();
}
