import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Json } from '../api-client';
import { SCHEMA_LOCATION } from './schema-folder';

/** Finding of a linter about one object. */
export interface LinterFinding {
  readonly linter: 'kubeconform' | 'kube-score' | 'checkov';
  /** The linter's own name for it. */
  readonly check: string;
  readonly kind: string;
  readonly name: string;
  readonly message: string;
}

/** The folder of the linters, as scripts/programs/linters.sh leaves them. */
const PROGRAMS = process.env.LINTERS!;
const run = promisify(execFile);

/** Every object is of a kind that the server serves, with fields that it knows. */
export async function kubeconform(files: readonly string[], schemas: string): Promise<LinterFinding[]> {
  const { resources } = await printed('kubeconform', ['-strict', '-output', 'json', '-schema-location', join(schemas, SCHEMA_LOCATION), ...files]);
  return resources.map(({ kind, name, status, msg }: Json) => ({ linter: 'kubeconform', check: status, kind, name, message: msg }));
}

/** With none of kube-score's optional checks left out that it runs by default. */
export async function kubeScore(files: readonly string[], minor: number): Promise<LinterFinding[]> {
  const objects: Json[] = await printed('kube-score', ['score', '--kubernetes-version', `v1.${minor}`, '--output-format', 'json', ...files]);
  return objects.flatMap(({ type_meta: { kind }, object_meta: { name }, checks }) => (checks as Json[])
    // 10 is what needs no comment; what was skipped has nothing to say.
    .filter(({ grade, skipped }) => !skipped && grade < 10)
    .flatMap(({ check, comments }) => (comments as Json[] ?? [{ path: '', summary: '' }]).map(({ path, summary }): LinterFinding => (
      { linter: 'kube-score', check: check.id, kind, name, message: `${path} ${summary}`.trim() }
    ))));
}

/** The checks of framework kubernetes, which need no network. */
export async function checkov(files: readonly string[]): Promise<LinterFinding[]> {
  const report = await printed('checkov', ['--framework', 'kubernetes', '--output', 'json', '--quiet', '--compact', '--skip-download', ...files.flatMap((file) => ['--file', file])]);
  // As in Deployment.ai-services.retriever
  return (report.results?.failed_checks ?? []).map(({ check_id: check, check_name: message, resource }: Json) => {
    const [kind, , ...name] = resource.split('.');
    return { linter: 'checkov', check, kind, name: name.join('.'), message };
  });
}

/** Output of a linter; it exits with an error where it has found something. */
async function printed(program: string, args: readonly string[]): Promise<Json | any> {
  const { stdout, stderr } = await run(join(PROGRAMS, program), args, { maxBuffer: 1 << 28 }).catch((error) => error);
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`${program} did not print JSON: ${stdout || stderr}`);
  }
}
