import { COARSE, FINE, visitLattice } from '../../../../lib/simulator/engine/flows/lattice';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';

const LATTICES = [COARSE, FINE];

describe('visitLattice', () => {
  test.each(LATTICES)('visits $points points inside the unit cube', (lattice) => {
    const outside: number[] = [];
    let points = 0;
    visitLattice(lattice, 8, new RandomStream(1, 'lattice'), (coordinates) => {
      points++;
      outside.push(...coordinates.filter((coordinate) => !(coordinate >= 0 && coordinate < 1)));
    });
    expect(outside).toEqual([]);
    expect(points).toBe(lattice.points);
  });

  test.each(LATTICES)('integrates products over eight dimensions with $points points', (lattice) => {
    let sum = 0;
    visitLattice(lattice, 8, new RandomStream(2, 'lattice'), (coordinates) => {
      sum += coordinates.reduce((product, coordinate) => product * (1 + coordinate - 0.5), 1);
    });
    expect(Math.abs(sum / lattice.points - 1)).toBeLessThan(0.01);
  });

  test('is moved by each draw of the shift', () => {
    const first = (name: string): number => {
      let found = NaN;
      visitLattice(COARSE, 2, new RandomStream(1, name), ([coordinate]) => {
        if (Number.isNaN(found)) found = coordinate;
      });
      return found;
    };
    expect(first('one')).not.toBe(first('other'));
  });
});
