import { type Manifest, nameOf, namespaceOf } from '../manifest';
import { terminalOf } from '../report/terminal';
import { fieldsAt, listAt, textAt } from '../values/fields';
import { printable } from '../values/printable';
import { describeAutoscaler, describeWorkload } from './describe-autoscaler';
import { type Io, say, STATUS } from './io';
import { readFiles } from './read-files';

/** Prints a table of the objects in some manifests, and what their autoscalers do. */
export async function list(paths: readonly string[], io: Io): Promise<number> {
  const { manifests } = await readFiles(paths, io);
  const { ascii } = terminalOf(io.stdout, io.env);
  const scaled = scaledBy(manifests);
  const rows = [['KIND', 'NAMESPACE', 'NAME', ''], ...manifests.map((manifest) => row(manifest, scaled, ascii))];
  const widths = [0, 1, 2].map((column) => rows.reduce((most, cells) => Math.max(most, cells[column].length), 0));
  const lines = rows.map((cells) => cells.map((cell, column) => column < widths.length ? cell.padEnd(widths[column]) : cell).join('  ').trimEnd());
  say(io.stdout, `${lines.join('\n')}\n`);
  return STATUS.ok;
}

function row(manifest: Manifest, scaled: ReadonlyMap<string, readonly string[]>, ascii: boolean): string[] {
  const does = describeAutoscaler(manifest) ?? describeWorkload(manifest, scaled.get(keyOf(namespaceOf(manifest), manifest.kind, nameOf(manifest)))?.join(' and ')) ?? '';
  // A namespace or a name that is no text is an error of `check`, and listed as it is written.
  const cells = [manifest.kind, manifest.metadata.namespace ?? '-', nameOf(manifest), ascii ? does.replaceAll('–', '-') : does];
  return cells.map((cell) => printable(typeof cell === 'string' ? cell : JSON.stringify(cell) ?? ''));
}

/** Autoscalers by the workload that they scale; without the HPA that KEDA makes of a ScaledObject. */
function scaledBy(manifests: readonly Manifest[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const manifest of manifests) {
    const target = fieldsAt(manifest, 'spec', 'scaleTargetRef');
    const name = textAt(target, 'name');
    if (name === undefined || listAt(manifest, 'metadata', 'ownerReferences').some((owner) => textAt(owner, 'kind') === 'ScaledObject')) continue;
    const key = keyOf(namespaceOf(manifest), textAt(target, 'kind') ?? 'Deployment', name);
    found.set(key, [...found.get(key) ?? [], `${manifest.kind} ${nameOf(manifest)}`]);
  }
  return found;
}

function keyOf(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}
