import { UserError } from '../lib/values/user-error';
import { runFolder } from './conformance/run';

async function main(folders: readonly string[]): Promise<number> {
  if (folders.length !== 1) throw new UserError('name one folder of case files, as in: npm run conformance -- ../vectors');
  const { passed, failed } = await runFolder(folders[0], (line) => process.stdout.write(`${line}\n`));
  return failed > 0 || passed === 0 ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof UserError ? error.message : String((error as Error).stack)}\n`);
    process.exitCode = 2;
  },
);
