import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { run } from '../../lib/cli/run';
// Commands are loaded when called: here rather than in the first test, whose time is limited.
import '../../lib/cli/compare';
import '../../lib/cli/simulate';

export interface CliResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process. */
export async function cli(argv: readonly string[], options: { stdin?: string; env?: Record<string, string> } = {}): Promise<CliResult> {
  const written = { stdout: '', stderr: '' };
  const status = await run(argv, {
    stdin: Readable.from([Buffer.from(options.stdin ?? '')]),
    stdout: { write: (text) => (written.stdout += text), columns: 120 },
    stderr: { write: (text) => (written.stderr += text) },
    env: options.env ?? { LANG: 'C.UTF-8' },
  });
  return { status, ...written };
}

/** A folder that exists for one test. */
export class TestFolder {
  public readonly path = mkdtempSync(join(tmpdir(), 'cli-'));

  public write(name: string, content: string): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  public remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

export const HPA = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 20
  metrics:
    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }
    - { type: Pods, pods: { metric: { name: http_requests_per_second }, target: { type: AverageValue, averageValue: "100" } } }
`;

/** Five minutes, the last of them busy. */
export const TRACE = 'seconds,requests\n0,60\n60,60\n120,60\n180,60\n240,600\n';
