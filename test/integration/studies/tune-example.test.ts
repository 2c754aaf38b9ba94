import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, TestFolder } from '../../cli/cli';
import '../../../lib/cli/tune';

const EXAMPLE = join(__dirname, '../../../examples/tune');
const folder = new TestFolder();
afterAll(() => folder.remove());

test('the command of the README proposes a cheaper policy within the limits of the scenario', async () => {
  const [, command] = /npx cdk8s-kotaemon (tune .+)$/m.exec(readFileSync(join(EXAMPLE, 'README.md'), 'utf8'))!;
  const out = join(folder.path, 'change');
  const argv = command.split(' ').map((word) => (word.endsWith('.yaml') ? join(EXAMPLE, word) : word === 'change/' ? out : word));
  const { status, stdout } = await cli(argv);
  expect(stdout).toMatch(/^provisional: minReplicas from 6 to \d.*; on 1 judged day the proposed policy costs .* less, and holds the SLO for /);
  expect(stdout).toContain('Not to be rolled out: Fri 16:00 to Mon 08:00.');
  expect(status).toBe(0);
  expect(readdirSync(out)).toEqual(expect.arrayContaining(['change.patch', 'pull-request.md', 'reverse.patch', 'rollback-alert.yaml']));
}, 240_000);
