import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tool } from '../../../scripts/run';
import { filesBelow } from '../../support/examples';
import { ROOT } from '../../support/imports';

/** Files and report of the quickstart. */
export interface Synthesis {
  readonly status: number | null;
  readonly stderr: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Runs the quickstart into a folder of its own. */
export function synthesis(run: (env: Record<string, string>) => { status: number | null; stderr: string }): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), 'quickstart-'));
  const { status, stderr } = run({ CDK8S_OUTDIR: outdir });
  return { status, stderr, files: filesBelow(outdir) };
}

/** The quickstart in TypeScript, which the bindings are compared with. */
export function inTypeScript(): Synthesis {
  return synthesis((env) => spawnSync(tool('ts-node'), ['-T', 'examples/quickstart/main.ts'], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...env } }));
}
