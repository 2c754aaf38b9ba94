import type { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import { pick } from '../../scripts/differential/draws';
import { type Json } from './api-client';

const TEXTS = ['', 'web', 'Web', 'a b', 'a/b', 'tmp', 'main', 'cpu', 'memory', 'nvidia.com/gpu', '4Gi', '500m', '4Gib', '-1', '80', 'http', '0 4 * * *', 'CRON_TZ=UTC 0 4 * * *', '* * * *', 'aGVsbG8=', 'true', 'TCP', 'Always', 'Never', 'OnFailure', 'ReadWriteOnce', '25%', '/tmp', '../x', 'x'.repeat(64)];
const NUMBERS = [0, -1, 1, 2, 80, 8080, 65535, 65536, 1.5, 3600, 2147483648];
const OTHERS = [null, true, false, [], {}, [{}], ['a'], { a: 'b' }, { app: 'web' }];
const POOLS: ReadonlyArray<readonly unknown[]> = [TEXTS, NUMBERS, OTHERS];

/** Object with one or two planted mistakes. */
export function spoilt(object: Json, random: RandomStream): Json {
  const copy = structuredClone(object);
  for (let faults = 1 + random.below(2); faults > 0; faults--) spoil(copy, random);
  return { ...copy, apiVersion: object.apiVersion, kind: object.kind };
}

function spoil(object: Json, random: RandomStream): void {
  const holders = holdersIn(object);
  const holder: any = pick(random, holders);
  const keys = Object.keys(holder);
  if (keys.length === 0) return;
  const key = pick(random, keys);
  const deed = random.uniform();
  if (deed < 0.25) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  } else if (deed < 0.55) holder[key] = structuredClone(pick(random, pick(random, POOLS)));
  else if (deed < 0.7 && Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
  else if (deed < 0.8) pick(random, holders)[key] = structuredClone(holder[key]);
  else if (deed < 0.9 && !Array.isArray(holder)) {
    holder[misspelt(key, random)] = holder[key];
    delete holder[key];
  } else if (typeof holder[key] === 'number') holder[key] = pick(random, [String(holder[key]), holder[key] + 0.5, -holder[key], holder[key] * 1e6]);
  else if (typeof holder[key] === 'string') holder[key] = pick(random, [`${holder[key]} `, holder[key].toUpperCase(), `${holder[key]}/x`, holder[key].slice(1), 3, true]);
}

function misspelt(key: string, random: RandomStream): string {
  const at = random.below(Math.max(1, key.length - 1));
  return pick(random, [key.slice(0, at) + key.slice(at + 1), `${key}s`, key.charAt(0).toUpperCase() + key.slice(1), key.slice(0, at) + key.charAt(at + 1) + key.charAt(at) + key.slice(at + 2)]);
}

/** The objects and lists of an object, itself among them. */
function holdersIn(value: unknown): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(holdersIn)];
}
