import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { type Json } from './api-client';
import { type RunningControlPlane } from './control-plane';
import { type Throwaway } from './throwaway';

const run = promisify(execFile);

/** kubectl of the cluster's version. */
export class Kubectl {
  constructor(private readonly place: Throwaway, private readonly plane: RunningControlPlane) {}

  public async apply(namespace: string, manifests: readonly Json[], ...options: string[]): Promise<void> {
    const file = this.place.path(`${namespace}.yaml`);
    writeFileSync(file, manifests.map((manifest) => stringify(manifest)).join('---\n'));
    await this.shell(`kubectl -n ${namespace} apply ${options.join(' ')} -f ${file}`);
  }

  /** Runs a line of a shell; returns what it prints. */
  public async shell(command: string): Promise<string> {
    const { place, plane } = this;
    const environment = { ...process.env, KUBECONFIG: plane.kubeconfig, PATH: `${plane.programs}${delimiter}${process.env.PATH}`, HOME: place.folder };
    const { stdout } = await run('sh', ['-ec', command], { env: environment });
    return stdout;
  }
}
