import { Progress } from '../../lib/cli/progress';

function show(isTTY: boolean, waited: number): string {
  jest.useFakeTimers({ now: 0 });
  let written = '';
  const output = { write: (text: string) => (written += text), isTTY, columns: 80, cursorTo: () => true, clearLine: () => true, moveCursor: () => true };
  const progress = new Progress(output);
  jest.setSystemTime(waited);
  progress.update(0.25);
  progress.update(0.5);
  progress.stop();
  return written;
}

afterEach(() => {
  jest.useRealTimers();
});

test('a long task has a bar on a terminal', () => {
  expect(show(true, 2000)).toContain('simulating [');
});

test('a short task or an output file has no bar', () => {
  expect(show(true, 500)).toBe('');
  expect(show(false, 2000)).toBe('');
});
