import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TEMPLATES } from '../lib/cli/template';
import { runAction } from '../test/support/composite-action';
import { run, say } from './run';

const NAME = 'shop-search';

/**
 * Begins repositories from the templates of a packed package as its users do: npm once, and then nothing but what it
 * installed. The package was installed from a tarball, which the repositories then refer to.
 */
export function tryTemplates(at: string, command: string): void {
  for (const template of Object.keys(TEMPLATES)) {
    const started = Date.now();
    const home = join(at, template);
    mkdirSync(home);
    run(command, ['init', NAME, '--template', template], { cwd: home });
    const repository = join(home, NAME);
    run('npm', ['install', '--silent', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: repository });
    const installed = Date.now();
    offline('npm', ['test', '--silent'], repository);
    offline('npx', ['cdk8s', 'synth'], repository);
    const written = readdirSync(join(repository, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(`${NAME}.k8s.yaml`));
    const scaled = written.filter((file) => readFileSync(join(repository, 'dist', file), 'utf8').includes('kind: HorizontalPodAutoscaler'));
    if (scaled.length === 0 || scaled.length < written.length) throw new Error(`the template ${template} synthesizes no autoscaler in ${written.join(', ') || 'any file'}`);
    failsWithTooFew(template, repository);
    if (template === 'app') comparesWithMain(home, repository);
    const seconds = (from: number, to: number): string => `${Math.round((to - from) / 1000)} s`;
    say(`the template ${template} works: installed in ${seconds(started, installed)}, tested and synthesized offline in ${seconds(installed, Date.now())}`);
  }
}

/** A policy that lets the service have too few replicas for its traffic has to fail the test that came with it. */
function failsWithTooFew(template: string, repository: string): void {
  const [name, most] = template === 'app' ? ['policy.ts', 'maxReplicas: 20,'] : ['environments.ts', 'maxReplicas: 20 }'];
  const file = join(repository, name);
  const policy = readFileSync(file, 'utf8');
  writeFileSync(file, policy.replace('minReplicas: 3', 'minReplicas: 1').replace(most, most.replace('20', '2')));
  const { status, stderr } = spawnSync('npm', ['test', '--silent'], { cwd: repository, encoding: 'utf8' });
  writeFileSync(file, policy);
  if (status === 0 || !stderr.includes('the objective is')) throw new Error(`the test of the template ${template} does not see that two replicas are too few: ${stderr}`);
}

/**
 * Runs the steps of the workflow that compare a branch with the main branch, in a repository with one commit on each.
 */
function comparesWithMain(runnerTemp: string, repository: string): void {
  const git = (...args: string[]): string => run('git', ['-c', 'user.name=ci', '-c', 'user.email=ci@example.com', ...args], { cwd: repository });
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Begin');
  git('update-ref', 'refs/remotes/origin/main', 'main');
  git('switch', '--quiet', '--create', 'fewer');
  const policy = readFileSync(join(repository, 'policy.ts'), 'utf8');
  writeFileSync(join(repository, 'policy.ts'), policy.replace('maxReplicas: 20', 'maxReplicas: 4'));
  const { env, jobs } = parse(readFileSync(join(repository, `.github/workflows/${NAME}.yaml`), 'utf8'));
  const steps: { run?: string; uses?: string; with?: Record<string, string> }[] = jobs.scaling.steps;
  for (const step of steps.filter((each) => each.run !== undefined)) {
    run('bash', ['-e', '-c', step.run!], { cwd: repository, env: { ...process.env, ...env, BASE: 'main', RUNNER_TEMP: runnerTemp } });
  }
  const action = steps.find(({ uses }) => uses?.startsWith('./'))!;
  const valued = (text: string): string => text.replace('${{ runner.temp }}', runnerTemp).replace('${{ env.SCENARIO }}', env.SCENARIO);
  const inputs = Object.fromEntries(Object.entries(action.with!).map(([name, text]) => [name, valued(text)]));
  const acted = runAction({ inputs, cwd: repository, runnerTemp, actionPath: join(repository, action.uses!) });
  if (acted.status !== 0) throw new Error(`the action fails in a template's workflow: ${JSON.stringify(acted)}`);
  const comment = readFileSync(join(runnerTemp, 'summary.md'), 'utf8');
  if (!/\|\s*main\s*\|\s*branch\s*\|/.test(comment)) throw new Error(`the workflow compares nothing: ${comment}`);
}

function offline(command: string, args: string[], cwd: string): void {
  const without = ['--map-root-user', '--net'];
  const canTakeAway = spawnSync('unshare', [...without, 'true']).status === 0;
  if (canTakeAway) run('unshare', [...without, command, ...args], { cwd });
  else run(command, args, { cwd });
}
