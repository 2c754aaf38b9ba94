import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from '../../cli/cli';

jest.setTimeout(120_000);

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;
for (const shell of ['zsh', 'fish']) if (!has(shell)) process.stdout.write(`skipped: there is no ${shell}\n`);

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shells-'));
  for (const shell of ['zsh', 'fish']) writeFileSync(join(folder, shell), (await cli(['completion', shell])).stdout);
});
afterAll(() => rmSync(folder, { recursive: true }));

(has('fish') ? describe : describe.skip)('completion in fish', () => {
  function offered(line: string): string[] {
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', `source '${join(folder, 'fish')}'; complete -C '${line}'`], { cwd: folder, encoding: 'utf8', env: { ...process.env, HOME: folder } });
    expect(stderr).toBe('');
    return stdout.trim().split('\n').map((each) => each.split('\t')[0]).sort();
  }

  test.each([
    ['cdk8s-kotaemon sim', ['simulate']],
    ['cdk8s-kotaemon simulate --tr', ['--trace']],
    ['cdk8s-kotaemon check --output s', ['sarif']],
    ['cdk8s-kotaemon completion ', ['bash', 'fish', 'zsh']],
  ])('offers for "%s"', (line, words) => {
    expect(offered(line)).toEqual(expect.arrayContaining(words));
    expect(offered(line)).toHaveLength(words.length);
  });

  test('offers every command', () => {
    expect(offered('cdk8s-kotaemon ')).toEqual(expect.arrayContaining(['advise', 'check', 'compare', 'init', 'record', 'simulate', 'tune']));
  });
});

/** Types a line and Tab into an interactive zsh, until what it shows matches or ten seconds are over. */
const TYPE = String.raw`
zmodload zsh/zpty
zpty z 'TERM=dumb PS1= zsh -f -i'
zpty -w z "autoload -Uz compinit && compinit -D -u; source $1; setopt nolistambiguous autolist; COLUMNS=200; print -r READY"
zpty -r -m z started '*READY*READY*'
zpty -w -n z "$2"$'\t'
shown=''
for (( tries = 0; tries < 100; tries++ )); do
  while zpty -r -t z part 2>/dev/null; do shown+=$part; done
  [[ $shown == *$~3* ]] && break
  sleep 0.1
done
zpty -d z
print -r -- "$shown"
`;

(has('zsh') ? describe : describe.skip)('completion in zsh', () => {
  function shown(line: string, until: string): string {
    const script = join(folder, 'type.zsh');
    writeFileSync(script, TYPE);
    return spawnSync('zsh', ['-f', script, join(folder, 'zsh'), line, until], { cwd: folder, encoding: 'utf8', env: { ...process.env, HOME: folder } }).stdout;
  }

  test.each([
    ['cdk8s-kotaemon sim', 'simulate'],
    ['cdk8s-kotaemon simulate --tr', '--trace'],
    ['cdk8s-kotaemon check --output sa', 'sarif'],
  ])('completes "%s" to %s', (line, word) => {
    expect(shown(line, word)).toContain(word);
  });

  test('lists the choices of an option, and the commands with what they do', () => {
    expect(shown('cdk8s-kotaemon check --output ', 'sarif').split(/\s+/)).toEqual(expect.arrayContaining(['github', 'human', 'json', 'junit', 'sarif']));
    expect(shown('cdk8s-kotaemon c', 'completion')).toMatch(/check +-- check manifests/);
  });
});
