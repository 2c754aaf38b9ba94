import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/imports';
import { snippetsOf } from '../support/snippets';
import { cli } from './cli';

const LAST_LINE_OF_THE_FIRST_SCREEN = 40;
const front = readFileSync(join(ROOT, 'README.md'), 'utf8');
const questions = [...front.matchAll(/^\| [^|]+\? \| `([^`]+)` \|/gm)].map(([, command]) => command);

test('the first screen of the README shows one command, and its answer to the letter', async () => {
  const [shown, answer] = snippetsOf('README.md');
  expect(answer.line + answer.code.split('\n').length).toBeLessThan(LAST_LINE_OF_THE_FIRST_SCREEN);
  const [, command] = /npx cdk8s-kotaemon (.+)$/m.exec(shown.code)!;
  const { status, stdout } = await cli(command.split(' ').map((word) => (word.startsWith('examples/') ? join(ROOT, word) : word)));
  expect(status).toBe(0);
  expect(words(stdout)).toContain(words(answer.code));
});

test('the README answers questions by commands', () => {
  expect(questions.length).toBeGreaterThan(5);
});

test.each(questions)('%s has a command and options that exist', async (command) => {
  const [name] = command.split(' ');
  const { status, stdout } = await cli([name, '--help']);
  expect(status).toBe(0);
  for (const option of command.match(/--[a-z-]+/g) ?? []) expect(stdout).toContain(option);
});

/** Text without its line breaks, which depend on the width of the terminal. */
function words(text: string): string {
  return text.split(/\s+/).join(' ').trim();
}
