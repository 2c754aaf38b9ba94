import { type Manifest, nameOf } from '../manifest';
import { terminalOf } from '../report/terminal';
import { describeAutoscaler } from './describe-autoscaler';
import { type Io, say, STATUS } from './io';
import { readFiles } from './read-files';

/** Prints a table of the objects in some manifests, and what their autoscalers do. */
export async function list(paths: readonly string[], io: Io): Promise<number> {
  const { manifests } = await readFiles(paths, io);
  const { ascii } = terminalOf(io.stdout, io.env);
  const rows = [['KIND', 'NAMESPACE', 'NAME', ''], ...manifests.map((manifest) => row(manifest, ascii))];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column].length)));
  const lines = rows.map((cells) => cells.map((cell, column) => column < widths.length ? cell.padEnd(widths[column]) : cell).join('  ').trimEnd());
  say(io.stdout, `${lines.join('\n')}\n`);
  return STATUS.ok;
}

function row(manifest: Manifest, ascii: boolean): string[] {
  const does = describeAutoscaler(manifest) ?? '';
  return [manifest.kind, manifest.metadata.namespace ?? '-', nameOf(manifest), ascii ? does.replaceAll('–', '-') : does];
}
