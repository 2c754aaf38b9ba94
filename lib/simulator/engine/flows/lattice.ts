import { type RandomStream } from '../random/random-stream';

/** Points of a lattice and its generator: few for a state that may soon be over, more for one that lasts. */
export interface Lattice {
  readonly points: number;
  readonly generator: number;
}

/** Korobov lattices with the generators of the least P2 criterion in four and eight dimensions. */
export const COARSE: Lattice = { points: 1021, generator: 162 };
export const FINE: Lattice = { points: 2039, generator: 684 };

/**
 * Visits points that are spread evenly over a unit cube, moved by a random shift: their coordinates, one after the
 * other.
 */
export function visitLattice({ points, generator }: Lattice, dimensions: number, random: RandomStream, visit: (coordinates: Float64Array) => void): void {
  const steps = new Float64Array(dimensions);
  const coordinates = new Float64Array(dimensions);
  for (let dimension = 0, power = 1; dimension < dimensions; dimension++, power = power * generator % points) {
    steps[dimension] = power / points;
    coordinates[dimension] = random.uniform();
  }
  for (let point = 0; point < points; point++) {
    visit(coordinates);
    for (let dimension = 0; dimension < dimensions; dimension++) {
      const moved = coordinates[dimension] + steps[dimension];
      coordinates[dimension] = moved >= 1 ? moved - 1 : moved;
    }
  }
}
