import { normalizeName, readAmount, readCsv, readJsonLines } from '../../lib/traffic/table';
import { UserError } from '../../lib/values/user-error';

function rows(table: ReturnType<typeof readCsv>): unknown[] {
  return [...table.rows].map(({ line, cells }) => [line, Object.fromEntries(cells)]);
}

test('names are compared without case, blanks and signs', () => {
  expect(normalizeName(' Input_Tokens ')).toBe('inputtokens');
});

describe('CSV', () => {
  test('keeps line numbers past empty lines and comments', () => {
    const table = readCsv('# from a log\n\nSeconds,Requests\n0,1\n# note\n\n60,2\n', 'x');
    expect(rows(table)).toEqual([[4, { seconds: '0', requests: '1' }], [7, { seconds: '60', requests: '2' }]]);
    expect([...table.columns]).toEqual([['seconds', 'Seconds'], ['requests', 'Requests']]);
  });

  test.each([';', '\t', '|'])('may be delimited by %j', (delimiter) => {
    expect(rows(readCsv(`seconds${delimiter}requests\n0${delimiter}1\n`, 'x'))).toEqual([[2, { seconds: '0', requests: '1' }]]);
  });

  test('may be quoted, have a byte order mark and the line ends of other systems', () => {
    expect(rows(readCsv('\uFEFF"seconds","requests"\r\n"0","1"\r\n', 'x'))).toEqual([[2, { seconds: '0', requests: '1' }]]);
  });

  test('a quoted cell may hold delimiters, quotes and line breaks', () => {
    const text = 'time,"path, as ""asked""",requests\n0,"a,""b""\nc" ,1\n60,"",2\n120,d "e",""\n';
    expect([...readCsv(text, 'x').rows].map(({ line, cells }) => [line, [...cells].map(([, cell]) => cell)])).toEqual([
      [2, ['0', 'a,"b"\nc', '1']], [4, ['60', '', '2']], [5, ['120', 'd "e"', '']],
    ]);
    expect(() => rows(readCsv(`${text}180,"open,3\n`, 'x'))).toThrow('x:6: 2 cells under a header of 3 columns');
  });

  test.each([
    ['', 'x is empty; add a header such as seconds,requests and a row for each bucket'],
    ['# nothing\n', 'x is empty'],
    ['0,5\n60,6\n', "x:1: the first line is '0,5', not a header; put one such as seconds,requests above it"],
  ])('%j is refused', (text, message) => {
    expect(() => readCsv(text, 'x')).toThrow(message);
    expect(() => readCsv(text, 'x')).toThrow(UserError);
  });

  test.each([['0', 1], ['0,1,2', 3]])('a row of %j is refused', (row, count) => {
    expect(() => rows(readCsv(`seconds,requests\n${row}\n`, 'x'))).toThrow(`x:2: ${count} cells under a header of 2 columns (seconds,requests); complete or remove the line`);
  });
});

describe('JSON lines', () => {
  test('keep line numbers past empty lines', () => {
    const table = readJsonLines('\n{"timestamp": 1, "input_length": 5}\n\n{"timestamp": 2, "input_length": 6}\n', 'x');
    expect(rows(table)).toEqual([[2, { timestamp: 1, inputlength: 5 }], [4, { timestamp: 2, inputlength: 6 }]]);
    expect([...table.columns.keys()]).toEqual(['timestamp', 'inputlength']);
  });

  test('a line that is no object is refused', () => {
    expect(() => rows(readJsonLines('{"a": 1}\n[2]\n', 'x'))).toThrow('x:2: \'[2]\' is not a JSON object; each line has to be one, as in {"time": "2024-01-31T09:00:00Z"}');
    expect(() => rows(readJsonLines('{"a": 1}\n{"a":\n', 'x'))).toThrow("x:2: '{\"a\":' is not a JSON object");
    expect(() => readJsonLines(' \n', 'x')).toThrow('x is empty; write one JSON object per line');
  });
});

describe('amounts', () => {
  test.each([['0', 0], [' 12.5 ', 12.5], [7, 7], ['1e3', 1000], ['', NaN], ['NaN', NaN], ['null', NaN], ['-', NaN], [null, NaN], [undefined, NaN]])('%p is %d', (cell, value) => {
    expect(readAmount(cell, 'requests', 'x:1')).toBe(value);
  });

  test.each([
    ['-1', "x:1: requests is '-1'; use a number, 0 or above"], ['many', "x:1: requests is 'many'; use a number, 0 or above"], ['Infinity', "requests is 'Infinity'"],
    [true, "requests is 'true'"], [{}, "requests is '[object Object]'"], ['1,5', "x:1: requests is '1,5'; use a number, 0 or above, with a decimal point"],
  ])('%p is refused', (cell, message) => {
    expect(() => readAmount(cell, 'requests', 'x:1')).toThrow(message);
    expect(() => readAmount(cell, 'requests', 'x:1')).toThrow(UserError);
  });
});
