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

test('a short task has neither a bar nor a line', () => {
  expect(show(true, 500)).toBe('');
  expect(show(false, 2000)).toBe('');
});

test('a long task prints a line at intervals without a terminal', () => {
  jest.useFakeTimers({ now: 0 });
  const lines: string[] = [];
  const progress = new Progress({ write: (text: string) => lines.push(text) }, 'searching');
  for (const [seconds, share] of [[5, 0.001], [15, 0.01], [16, 0.05], [40, 0.25], [41, 0.26], [120, 0.5], [240, 1]]) {
    jest.setSystemTime(seconds * 1000);
    progress.update(share);
  }
  progress.stop();
  expect(lines).toEqual([
    'searching: 1 % after 15 s\n', 'searching: 25 % after 40 s, about 2 m left\n', 'searching: 50 % after 2 m, about 2 m left\n',
    'searching: done after 4 m, computing the figures\n',
  ]);
});
