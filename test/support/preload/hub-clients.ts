import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../imports';

/** An installed client of the hub. */
export interface HubClient {
  readonly version: string;
  /** The folder with its programs. */
  readonly bin: string;
}

/** The newest client, and one of the kind that takes all values of an option at once. */
const VERSIONS = ['2.4.0', '0.34.4'];

/** The clients, installed from PyPI below .cache where they are not there yet; or the reason why there are none. */
export function hubClients(): { readonly found: HubClient[]; readonly reason?: string } {
  const found: HubClient[] = [];
  for (const version of VERSIONS) {
    const home = join(ROOT, '.cache/huggingface-hub', version);
    const bin = join(home, 'bin');
    if (!existsSync(join(bin, 'hf'))) {
      const problem = problemOf('python3', ['-m', 'venv', home]) ?? problemOf(join(bin, 'pip'), ['install', '--quiet', `huggingface_hub==${version}`]);
      if (problem !== undefined) return { found: [], reason: `huggingface_hub ${version} cannot be installed: ${problem}` };
    }
    found.push({ version, bin });
  }
  return { found };
}

function problemOf(program: string, args: readonly string[]): string | undefined {
  const { status, error, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 180_000 });
  return status === 0 ? undefined : error?.message ?? stderr.trim().split('\n').pop();
}
