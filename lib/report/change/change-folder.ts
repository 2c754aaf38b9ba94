import { isAbsolute, relative } from 'node:path';
import { unifiedDiff } from '../../manifest/edit/unified-diff';
import { blockLines } from '../../manifest/edit/yaml-text';
import { describeManifest, type Manifest, nameOf } from '../../manifest/manifest';
import { fieldsAt, textAt } from '../../values/fields';
import { markdownBlock } from '../table';
import { constructChange } from './construct-props';
import { jsonPatch, kustomizeComponent } from './json-patch';
import { type ChangedObject, type ChangeStage, type EditedFile, type PolicyChange } from './policy-change';
import { pullRequest } from './pull-request';
import { type LatencySlo, rollbackAlert, type RollbackAlertOptions } from './rollback-alert';

/** File of a change folder. */
export interface ChangeFile {
  /** Path below the folder, with slashes. */
  readonly path: string;
  /** Text of the file. */
  readonly content: string;
}

/** File that identifies a change folder. */
export const CHANGE_FILE = 'change.json';
/** Files and folders in a change folder. */
export const CHANGE_ENTRIES: readonly string[] = [
  'pull-request.md', CHANGE_FILE, 'intended.yaml', 'added.yaml', 'change.patch', 'reverse.patch', 'props.md', 'rollback-alert.yaml', 'edited', 'kustomize', 'stages',
];

/** Options of a change folder. */
export interface ChangeFolderOptions {
  /** Base folder for the paths of patches, such as the repository root. @default - the working directory */
  readonly root?: string;
  /** Options of the rollback alert. @default - the defaults of the alert */
  readonly alert?: RollbackAlertOptions;
}

/**
 * Returns the files of a mergeable change: patches and edited copies, a kustomize component, construct props, the
 * changed objects, the stages, an alert, the change as JSON, and the text of a pull request.
 */
export function changeFolder(change: PolicyChange, options: ChangeFolderOptions = {}): ChangeFile[] {
  const { root = process.cwd(), alert } = options;
  const { proposed, whole, stages, patched } = change;
  return [
    { path: 'pull-request.md', content: pullRequest(change) },
    { path: CHANGE_FILE, content: `${JSON.stringify(proposed, null, 2)}\n` },
    { path: 'intended.yaml', content: documents([...whole.objects.map(({ after }) => after), ...whole.added]) },
    ...stageFiles('', whole, whole.objects, root),
    ...editedFiles(whole.files, root),
    ...(stages.length < 2 ? [] : stages.flatMap((stage, i) => stageFiles(`stages/${i + 1}/`, stage, sinceStart(stages.slice(0, i + 1)), root))),
    ...(proposed.slo ? [{ path: 'rollback-alert.yaml', content: documents(alerts([...whole.objects.map(({ after }) => after), ...patched], proposed.slo, alert)) }] : []),
  ];
}

/** Returns copies of the edited files. A file outside the folder may have the same path as one inside. */
function editedFiles(files: readonly EditedFile[], root: string): ChangeFile[] {
  const taken = new Set<string>();
  return files.map(({ file, after }) => {
    const plain = pathInFolder(file, root);
    let path = plain;
    for (let again = 2; taken.has(path); again++) path = `${again}/${plain}`;
    taken.add(path);
    return { path: `edited/${path}`, content: after };
  });
}

/** Combines the objects of several stages, from the first stage's original to the last stage's result. */
function sinceStart(stages: readonly ChangeStage[]): ChangedObject[] {
  const objects = new Map<Manifest, ChangedObject>();
  for (const { before, after, form } of stages.flatMap((stage) => stage.objects)) {
    const known = [...objects.values()].find((each) => each.after === before);
    objects.set(known?.before ?? before, { before: known?.before ?? before, after, form });
  }
  return [...objects.values()];
}

/**
 * Returns the files of a stage.
 *
 * @param fromStart the stage's objects compared with the sources, for kustomize, which always starts there.
 */
function stageFiles(prefix: string, { files, objects, added }: ChangeStage, fromStart: readonly ChangedObject[], root: string): ChangeFile[] {
  const patch = (from: 'before' | 'after', to: 'before' | 'after'): string =>
    files.map((each) => unifiedDiff(pathFrom(root, each.file), each[from], each[to])).join('');
  const constructs = objects.filter(({ form }) => form.kind === 'construct');
  return [
    ...(files.length > 0 ? [{ path: `${prefix}change.patch`, content: patch('before', 'after') }, { path: `${prefix}reverse.patch`, content: patch('after', 'before') }] : []),
    ...(added.length > 0 ? [{ path: `${prefix}added.yaml`, content: documents(added) }] : []),
    ...kustomizeFiles(`${prefix}kustomize/`, fromStart.filter(({ form }) => form.kind === 'json-patch')),
    ...(constructs.length > 0 ? [{ path: `${prefix}props.md`, content: `${constructs.map(({ before, after }) => propsText(before, after)).join('\n\n')}\n` }] : []),
  ];
}

function kustomizeFiles(prefix: string, objects: readonly ChangedObject[]): ChangeFile[] {
  if (objects.length === 0) return [];
  const patches = objects.map(({ before, after }, i) => ({ file: `${i + 1}-${safeName(`${before.kind}-${nameOf(before)}`)}.json`, object: before, operations: jsonPatch(before, after) }));
  return [
    { path: `${prefix}kustomization.yaml`, content: documents([kustomizeComponent(patches)]) },
    ...patches.map(({ file, operations }) => ({ path: `${prefix}${file}`, content: `${JSON.stringify(operations, null, 2)}\n` })),
  ];
}

/** Returns the props of the construct that generates an object, as Markdown. */
export function propsText(before: Manifest, after: Manifest): string {
  const { props, remarks, patches } = constructChange(before, after);
  const target = textAt(before, 'spec', 'scaleTargetRef', 'name') ?? nameOf(before);
  return markdownBlock('ts', [
    `// ${describeManifest(before)}: in the ScalingPolicy of ${target}, or in scaling of its KotaemonModule`.replace(/[\r\n\u2028\u2029]/g, ' '),
    ...props,
    ...remarks.map((remark) => `// ${remark}`.replace(/[\r\n\u2028\u2029]/g, ' ')),
    ...(patches.length > 0 ? ['// no prop sets these fields: patch the final manifest', ...patches] : []),
  ].join('\n'));
}

function alerts(objects: readonly Manifest[], slo: LatencySlo, options?: RollbackAlertOptions): object[] {
  const workloads = new Map(objects.map((after) => {
    const target = fieldsAt(after, 'spec', 'scaleTargetRef');
    const [kind, name] = [textAt(target, 'kind') ?? (target ? 'Deployment' : after.kind), textAt(target, 'name') ?? nameOf(after)];
    return [`${kind} ${after.metadata.namespace} ${name}`, { kind, name, ...(after.metadata.namespace !== undefined && { namespace: after.metadata.namespace }) }];
  }));
  return [...workloads.values()].map((workload) => rollbackAlert(`${safeName(workload.name)}-policy-change`, workload, slo, options));
}

function documents(objects: readonly object[]): string {
  return objects.map((object) => `${blockLines(object, { step: 2, indentsLists: true }).join('\n')}\n`).join('---\n');
}

function pathFrom(root: string, file: string): string {
  return (isAbsolute(file) ? relative(root, file) : file).replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
}

/** Returns a path that stays within the folder. */
function pathInFolder(file: string, root: string): string {
  return pathFrom(root, file).split('/').filter((part) => part !== '' && part !== '.' && part !== '..').join('/');
}

/** Returns a valid name for a file or a Kubernetes object. */
function safeName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 200) || 'object';
}
