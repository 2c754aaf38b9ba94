import { readFileSync } from 'node:fs';
import { carryOut, changeFolder } from '../entry/simulator';
import { describeProblem } from '../manifest/parse';
import { readChange } from '../report/change/read-change';
import { renderedDifferences } from '../report/change/rendered-differences';
import { UserError } from '../values/user-error';
import { type Io, say, STATUS, warn } from './io';
import { readFiles } from './read-files';
import { writeFolder } from './write-folder';
import { writeOutput } from './write-output';

export interface ChangeCommandOptions {
  readonly out: string;
  readonly values?: readonly string[];
  readonly histogram?: string;
  readonly inPlace?: boolean;
  readonly compare?: string;
}

/**
 * Carries a proposed change out in the sources of its objects, or compares rendered manifests with it.
 *
 * @returns 1 where what was rendered differs from what is wanted.
 * @throws UserError where the change cannot be read, or does not fit the manifests.
 */
export async function changeCommand(file: string, paths: readonly string[], options: ChangeCommandOptions, io: Io): Promise<number> {
  const proposed = readChange(textOf(file), file);
  if (paths.length === 0) throw new UserError('name the manifests that the change is for, as in: cdk8s-kotaemon change change.json deploy');
  const { manifests, sources: positions } = await readFiles(paths, io);
  if (options.compare !== undefined) {
    const rendered = await readFiles([options.compare], io, 'error');
    const unread = rendered.problems.map(describeProblem);
    const found = [...renderedDifferences(proposed, manifests, rendered.manifests), ...unread];
    say(io.stdout, found.length === 0 ? 'the rendered manifests have every value of the change and no other difference\n' : `${found.join('\n')}\n`);
    return found.length === 0 ? STATUS.ok : STATUS.failed;
  }
  const values = options.values?.map((each) => ({ file: each, text: textOf(each) }));
  const change = carryOut(proposed, { manifests, sources: positions, read: textOf, ...(values && { values }) });
  writeFolder(options.out, changeFolder(change, { ...(options.histogram !== undefined && { alert: { histogram: options.histogram } }) }), io);
  if (options.inPlace) change.whole.files.forEach((each) => writeOutput(each.file, each.after, io));
  const [edits, edited] = [proposed.edits.length, change.whole.files.length];
  const sources = `${edited} source ${edited === 1 ? 'file' : 'files'} ${options.inPlace ? 'changed' : 'to patch'}`;
  say(io.stdout, `${edits} ${edits === 1 ? 'edit' : 'edits'} written into ${options.out}; ${sources}\n`);
  for (const { form } of change.whole.objects) if (form.kind === 'json-patch') warn(io, `note: a JSON patch, since ${form.reason}`);
  return STATUS.ok;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot read '${file}': ${code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message}`);
  }
}
