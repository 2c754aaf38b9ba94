import { differences } from '../../manifest/edit/differences';
import { describeManifest, type Manifest } from '../../manifest/manifest';
import { formatPath } from '../../studies/tune/edited-manifests';
import { escapeMarkdown, markdownCode, markdownTable } from '../table';
import { type ChangedObject, type ChangeStage, type PolicyChange } from './policy-change';

/** Maximum number of fields in a title; the others are counted. */
const MOST_IN_TITLE = 3;

/** Returns the text of a pull request as Markdown: the change, its evidence, roll-out and rollback. */
export function pullRequest({ proposed, whole, stages, patched }: PolicyChange): string {
  const { evidence, summary, slo } = proposed;
  return `${[
    `# ${escapeMarkdown(titleOf(whole, patched))}`,
    escapeMarkdown(sentenceOf(summary)),
    '## Change',
    ...(whole.objects.length > 0 ? [changeTable(whole.objects)] : []),
    ...(whole.added.length > 0 ? [`New objects, in \`added.yaml\`: ${whole.added.map((each) => escapeMarkdown(describeManifest(each))).join(', ')}.`] : []),
    ...(evidence.length > 0 ? ['## Evidence', list(evidence.map(escapeMarkdown))] : []),
    '## How it is carried out',
    list([...new Set([...whole.objects.map(formLine), ...addedLines(whole)])]),
    '## Roll out',
    stages.length < 2 ? 'In one step: no order matters.' : `${stages.length} stages; go on to the next when the SLO holds for a day.`,
    ...(stages.length < 2 ? [] : stages.map((stage, i) => [`### Stage ${i + 1}`, ...(stage.objects.length > 0 ? [changeTable(stage.objects)] : []), stageLine(stage, i + 1)].join('\n\n'))),
    '## Roll back',
    list([...reverseLines(whole), ...(slo ? ['Apply `rollback-alert.yaml` before the change: its alert `PolicyChangeMissesSlo` says when to roll back.'] : [])]),
  ].join('\n\n')}\n`;
}

/** Formats a summary as a sentence with a capital and a full stop. */
function sentenceOf(summary: string): string {
  return `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}${summary.endsWith('.') ? '' : '.'}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** Returns the title of the pull request. */
function titleOf({ objects, added }: ChangeStage, patched: readonly Manifest[]): string {
  if (objects.length === 0) return `Scaling of ${patched.map(describeManifest).join(', ')}: ${newObjects(added.length)}`;
  const changes = objects.flatMap(({ before, after }) => differences(before, after));
  const named = changes.slice(0, MOST_IN_TITLE).map(({ path, after }) => `${String(path[path.length - 1])} ${after === undefined ? 'removed' : brief(after)}`);
  const rest = changes.length - named.length;
  const what = objects.length === 1 ? describeManifest(objects[0].before) : `${objects.length} objects`;
  return `Scaling of ${what}: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}${added.length > 0 ? `, and ${newObjects(added.length)}` : ''}`;
}

function newObjects(count: number): string {
  return `${count} new ${count === 1 ? 'object' : 'objects'}`;
}

function brief(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'set' : String(value);
}

function changeTable(objects: readonly ChangedObject[]): string {
  const rows = objects.flatMap(({ before, after }) => differences(before, after).map(({ path, ...change }) =>
    [escapeMarkdown(describeManifest(before)), markdownCode(formatPath(path)), shown(change.before), shown(change.after)]));
  return markdownTable({ head: ['Object', 'Field', 'Before', 'After'], rows });
}

function shown(value: unknown): string {
  return value === undefined ? '–' : markdownCode(typeof value === 'string' ? value : JSON.stringify(value));
}

function formLine({ before, form }: ChangedObject): string {
  const what = escapeMarkdown(describeManifest(before));
  switch (form.kind) {
    case 'source': return `${what}: \`change.patch\` edits ${markdownCode(form.file)}. The result was read again: it holds these values, and every other object as it was.`;
    case 'values': return `${what}: \`change.patch\` edits ${form.settings.map(markdownCode).join(', ')}, found by name and old value. `
      + 'Nothing has rendered the chart: render it again, and compare the result with `intended.yaml` before you merge.';
    case 'construct': return `${what}: set the props in \`props.md\`, synthesize again, and compare the result with \`intended.yaml\`.`;
    case 'json-patch': return `${what}: name \`kustomize/\` under \`components\` of the overlay (${escapeMarkdown(form.reason)}). `
      + 'Each patch tests what it replaces, and fails if that has changed.';
  }
}

/** Returns a line about added objects: their location and prerequisites. */
function addedLines({ added }: ChangeStage): string[] {
  if (added.length === 0) return [];
  return [
    'Put `added.yaml` beside the manifests. Its CronJobs write `minReplicas` of the HorizontalPodAutoscaler: let Argo CD ignore that field (`ignoreDifferences`, `RespectIgnoreDifferences`), '
      + 'and allow their pods to reach the API server where a NetworkPolicy denies egress.',
  ];
}

function stageLine({ files, objects, added }: ChangeStage, number: number): string {
  const forms = new Set(objects.map(({ form }) => form.kind));
  return [
    ...(files.length > 0 ? [`\`git apply stages/${number}/change.patch\`; back by \`stages/${number}/reverse.patch\`.`] : []),
    ...(forms.has('json-patch') ? [`Name \`stages/${number}/kustomize/\` under \`components\`, in the place of that of the stage before.`] : []),
    ...(forms.has('construct') ? [`Props: \`stages/${number}/props.md\`.`] : []),
    ...(added.length > 0 ? [`Objects beside the manifests: \`stages/${number}/added.yaml\`.`] : []),
  ].join(' ');
}

function reverseLines({ files, objects, added }: ChangeStage): string[] {
  const forms = new Set(objects.map(({ form }) => form.kind));
  return [
    ...(files.length > 0 ? ['`git apply reverse.patch` restores the files.'] : []),
    ...(forms.has('json-patch') ? ['Take `kustomize/` out of `components`.'] : []),
    ...(added.length > 0 ? ['Delete the objects of `added.yaml`, then set `minReplicas` to its value in the manifest.'] : []),
    ...(forms.has('construct') ? ['Set the props back to the values before, in the table above.'] : []),
  ];
}
