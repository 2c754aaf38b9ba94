import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from './cli';

const present = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

async function scriptOf(shell: string): Promise<string> {
  const { status, stdout, stderr } = await cli(['completion', shell]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe('completion in bash', () => {
  /** Words that bash offers for the last of some words. */
  async function offered(...words: string[]): Promise<string[]> {
    const script = `eval "$1"; shift; COMP_WORDS=(cdk8s-kotaemon "$@"); COMP_CWORD=$#; _cdk8s_kotaemon; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', await scriptOf('bash'), ...words], { encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout.trim().split('\n').filter(Boolean);
  }

  test('is registered, and leaves files to bash', async () => {
    const { stdout } = spawnSync('bash', ['--norc', '-c', 'eval "$1"; complete -p cdk8s-kotaemon', 'bash', await scriptOf('bash')], { encoding: 'utf8' });
    expect(stdout).toBe('complete -o default -F _cdk8s_kotaemon cdk8s-kotaemon\n');
  });

  test('offers every command that the help lists', async () => {
    const { stdout } = await cli(['--help']);
    const listed = [...stdout.split('Commands:')[1].matchAll(/^ {2}([a-z][\w-]*) /gm)].map(([, name]) => name).filter((name) => name !== 'help');
    expect(listed.length).toBeGreaterThan(10);
    expect(await offered('')).toEqual(expect.arrayContaining(listed));
    expect(await offered('sim')).toEqual(['simulate']);
  });

  test('offers the options of a command', async () => {
    expect(await offered('simulate', '--t')).toEqual(['--trace']);
    expect(await offered('check', 'a.yaml', '--fix')).toEqual(['--fix', '--fix-in-place']);
  });

  test('offers the choices of an option and of an argument, and files where there are none', async () => {
    expect(await offered('check', '--output', 's')).toEqual(['sarif']);
    expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(await offered('simulate', '--scenario', '')).toEqual([]);
    expect(await offered('simulate', 'de')).toEqual([]);
  });
});

describe('completion in other shells', () => {
  test('names every option of a command, with its description as text', async () => {
    const [zsh, fish] = [await scriptOf('zsh'), await scriptOf('fish')];
    expect(zsh).toMatch(/^#compdef cdk8s-kotaemon\n/);
    expect(zsh).toContain("'--output[format of the findings]:value:(human json sarif junit github)'");
    expect(zsh).toContain("'--doctor[report for each workload");
    expect(fish).toContain("complete -c cdk8s-kotaemon -n '__fish_seen_subcommand_from check' -l output -x -a 'human json sarif junit github' -d 'format of the findings'\n");
    expect(fish).toContain("\\''");
  });

  test.each(['zsh', 'fish'])('parses where %s is installed', async (shell) => {
    const script = await scriptOf(shell);
    expect(script.replaceAll(shell === 'zsh' ? "'\\''" : "\\'", '').split("'").length % 2).toBe(1);
    if (!present(shell)) return;
    const file = join(mkdtempSync(join(tmpdir(), 'completion-')), 'script');
    writeFileSync(file, script);
    expect(spawnSync(shell, ['-n', file], { encoding: 'utf8' }).stderr).toBe('');
  });

  test('are rejected by name without a script', async () => {
    const { status, stderr } = await cli(['completion', 'tcsh']);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('Allowed choices are bash, zsh, fish') });
  });
});
