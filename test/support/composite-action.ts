import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './imports';

/** Step of a composite action. */
export interface ActionStep {
  readonly name: string;
  readonly if?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface ActionInput {
  readonly default?: string;
  readonly required?: boolean;
}

interface Action {
  readonly inputs: Readonly<Record<string, ActionInput>>;
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] };
}

/** The action that lies in a folder. */
export function actionIn(folder: string): Action {
  return parse(readFileSync(join(folder, 'action.yml'), 'utf8'));
}

/** Context of a run of the action. */
export interface ActionRun {
  readonly inputs: Readonly<Record<string, string>>;
  /** Values of the context `github`, by their path: `event.pull_request.number`. */
  readonly github?: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Folder that the runner gives a job for its own files. */
  readonly runnerTemp: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Folder that the action lies in. @default - this repository */
  readonly actionPath?: string;
}

/** Output of each step of a run, and the status of the first that failed. */
export interface ActionResult {
  readonly status: number;
  readonly steps: Readonly<Record<string, { readonly status: number; readonly output: string }>>;
}

/**
 * Runs the steps of the action that are shell, as a runner does: one that has failed skips those after it, unless they
 * say otherwise.
 */
export function runAction({ inputs, github = {}, cwd, runnerTemp, env, actionPath = ROOT }: ActionRun): ActionResult {
  mkdirSync(runnerTemp, { recursive: true });
  const action = actionIn(actionPath);
  const steps: Record<string, { status: number; output: string }> = {};
  let status = 0;
  for (const step of action.runs.steps) {
    if (step.run === undefined || (status !== 0 && step.if === undefined)) continue;
    const expand = (text: string): string => text.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => valueOf(expression, action, inputs, github));
    const values = Object.entries(step.env ?? {}).map(([name, text]) => [name, expand(text)]);
    const ended = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd, encoding: 'utf8',
      env: {
        PATH: process.env.PATH, GITHUB_ACTION_PATH: actionPath, GITHUB_REPOSITORY: 'shop/search', GITHUB_SERVER_URL: 'https://github.example',
        GITHUB_STEP_SUMMARY: join(runnerTemp, 'summary.md'), GITHUB_OUTPUT: join(runnerTemp, 'output'), RUNNER_TEMP: runnerTemp, ...env, ...Object.fromEntries(values),
      },
    });
    steps[step.name] = { status: ended.status ?? 1, output: `${ended.stdout}${ended.stderr}` };
    status ||= ended.status ?? 1;
  }
  return { status, steps };
}

function valueOf(expression: string, action: Action, inputs: ActionRun['inputs'], github: Readonly<Record<string, string>>): string {
  return expression.split(' && ').reduce((before, part) => {
    if (before === '') return '';
    const [context, path] = [part.slice(0, part.indexOf('.')), part.slice(part.indexOf('.') + 1)];
    if (context === 'inputs' && path in action.inputs) return inputs[path] ?? action.inputs[path].default ?? '';
    if (context === 'github') return github[path] ?? '';
    throw new Error(`action.yml uses ${part}, which this runner does not know`);
  }, 'true');
}
