import { doubled } from '../../../../lib/simulator/engine/requests/columns';

describe('doubled', () => {
  test('keeps the kind and the contents of a column', () => {
    expect(doubled(Float64Array.of(1, 2.5))).toEqual(Float64Array.of(1, 2.5, 0, 0));
    expect(doubled(Int32Array.of(7))).toEqual(Int32Array.of(7, 0));
    expect(doubled(new Uint8Array())).toEqual(new Uint8Array());
  });
});
