import type { RandomStream } from '../../lib/simulator/engine/random/random-stream';

export function pick<T>(random: RandomStream, list: readonly T[]): T {
  return list[random.below(list.length)];
}

export function chance(random: RandomStream, probability: number): boolean {
  return random.uniform() < probability;
}
