import { UserError } from '../../lib/values/user-error';

test('a user error has the line of user code that caused it, and no stack', () => {
  const error = new UserError('port 0 is none; use 1 to 65535');
  expect(error.stack).toMatch(/^port 0 is none; use 1 to 65535\n {2}in .*user-error\.test\.ts:4:17$/);
  expect(error.name).toBe('UserError');
  expect(Object.keys(error)).toEqual([]);
});

test.each([
  ['at new Module (/app/node_modules/cdk8s-kotaemon/build/module/module.js:9:1)', undefined],
  ['at Object.<anonymous> (/app/main.ts:12:5)', '/app/main.ts:12:5'],
  ['at async /app/main.mts:3:7', '/app/main.mts:3:7'],
  ['at async main (file:///app/main.mjs:3:7)', 'file:///app/main.mjs:3:7'],
  ['at node:internal/modules/cjs/loader:1623:10', undefined],
  ['at Module._compile (node:internal/modules/cjs/loader:1521:14)', undefined],
  ['at <anonymous>', undefined],
])('of the frame %j the place is %j', (frame, place) => {
  const prepare = Error.prepareStackTrace;
  Error.prepareStackTrace = () => `Error: bad\n    ${frame}`;
  try {
    expect(new UserError('bad').stack).toBe(place === undefined ? 'bad' : `bad\n  in ${place}`);
  } finally {
    Error.prepareStackTrace = prepare;
  }
});

test('an error can be prefixed with a part of the input', () => {
  const error = new UserError('$& is none').about('rag/web');
  expect(error.message).toBe('rag/web: $& is none');
  expect(error.stack).toMatch(/^rag\/web: \$& is none\n {2}in /);
});

test('the text of an error is its message, which bindings of other languages pass on', () => {
  expect(String(new UserError('port 0 is none; use 1 to 65535'))).toBe('port 0 is none; use 1 to 65535');
});

test('the errors of several items are thrown as one, with a line for each', () => {
  const positive = (item: number): number => {
    if (item > 0) return item;
    throw new UserError(item === 0 ? '0 is none' : 'negative');
  };
  expect(UserError.each([1, 2], positive)).toEqual([1, 2]);
  expect(() => UserError.each([1, 0, -1, -2], positive)).toThrow(new UserError('0 is none\nnegative'));
  expect(() => UserError.each([1], () => {
    throw new TypeError('a fault of ours');
  })).toThrow(TypeError);
});
