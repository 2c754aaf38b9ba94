import { ArrivalLine } from '../../../../lib/simulator/engine/flows/arrival-line';

function waits(): { readonly left: Array<readonly [number, number]>; readonly leave: (requests: number, wait: number) => void } {
  const left: Array<readonly [number, number]> = [];
  return { left, leave: (requests, wait) => left.push([requests, wait]) };
}

describe('ArrivalLine', () => {
  test('serves the head first, then in order of arrival, with the elapsed wait', () => {
    const line = new ArrivalLine();
    const { left, leave } = waits();
    line.begin(5);
    line.push(1, 10);
    line.push(2, 10);
    line.serve(8, 11, leave);
    line.serve(9, 12, leave);
    expect(left).toEqual([[3, 10], [7, 11], [2, 10]]);
    expect(line.length).toBe(8);
  });

  test('drops arrivals before a time', () => {
    const line = new ArrivalLine();
    const { left, leave } = waits();
    line.push(1, 4);
    line.push(5, 6);
    expect(line.expire(3, 9, leave)).toBe(4);
    expect([left, line.isEmpty]).toEqual([[[4, 8]], false]);
    line.expire(Infinity, 9, leave);
    expect([line.isEmpty, line.length]).toEqual([true, 0]);
  });
});
