import { fieldsAt } from '../../values/fields';
import { hasPlainPods } from '../../manifest/pod-template';
import { groupOf, type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { isLive } from '../analysis/derived';
import { allKinds, isIn, kindOf } from './api-type';
import { type FieldFault, fieldFaults } from './field-faults';

/** Settings of KEDA's triggers, of which another rule knows more. */
const TRIGGER_SETTINGS = /^spec\.triggers\[\d+\]\.metadata\b/;

/** The kinds of built-in objects that have a rule of their own, which answers in the API server's words. */
const JUDGED_ELSEWHERE: ReadonlySet<string> = new Set(['autoscaling/v2 HorizontalPodAutoscaler']);

/** Field that SOPS adds to an object that it encrypts, and removes before a server sees it. */
const ENCRYPTED = 'sops';

/** Labels and annotations, of which another rule knows more. */
const LABELS = /^(?:spec\.(?:jobTemplate\.spec\.)?template\.)?metadata\.(?:labels|annotations)\./;

/** Fields of a Secret that must not appear in the log of a check. */
const SECRET_VALUES = /^stringData\./;

/** Lists of foreign kinds that hold Kubernetes' own types. Around these lists each kind has fields of its own. */
const FOREIGN: readonly (readonly [list: string, type: string])[] = [
  ['containers', 'core.v1.Container'], ['initContainers', 'core.v1.Container'], ['volumes', 'core.v1.Volume'],
];

/**
 * Groups that are not Kubernetes' own, whose versions are unknown here: what this one does
 * not know another may.
 */
const CUSTOM: ReadonlySet<string> = new Set(['keda.sh']);

let groups: ReadonlySet<string> | undefined;

/** True where Kubernetes itself serves an API group, so that a kind outside its list does not exist. */
export function isBuiltIn(group: string): boolean {
  groups ??= new Set(allKinds().map(([apiVersion]) => groupOf(apiVersion)));
  return groups.has(group) && !CUSTOM.has(group);
}

/** Faults of the objects of one run, of which several rules ask for the same. */
const FOUND = new WeakMap<ManifestIndex, Map<Manifest, readonly FieldFault[]>>();
/** Faults of most objects. */
const NONE: readonly FieldFault[] = [];

/**
 * Problems of an object's fields; of a kind that Kubernetes does not define, problems of its containers and volumes.
 */
export function faultsOf(manifests: ManifestIndex, manifest: Manifest, minor: number): readonly FieldFault[] {
  let found = FOUND.get(manifests);
  if (!found) FOUND.set(manifests, found = new Map());
  let faults = found.get(manifest);
  if (!faults) {
    const looked = [...look(manifest, minor)];
    found.set(manifest, faults = looked.length === 0 ? NONE : looked);
  }
  return faults;
}

function* look(manifest: Manifest, minor: number): Iterable<FieldFault> {
  const { apiVersion, kind } = manifest;
  if (isLive(manifest) || ENCRYPTED in manifest || JUDGED_ELSEWHERE.has(`${apiVersion} ${kind}`)) return;
  const found = kindOf(apiVersion, kind);
  if (!found && !isBuiltIn(groupOf(apiVersion))) yield* foreignFaults(manifest, minor);
  if (!found || found.type === undefined || !isIn(minor, found)) return;
  for (const fault of fieldFaults(manifest, { is: 'type', name: found.type }, '', minor)) {
    if (LABELS.test(fault.path) || TRIGGER_SETTINGS.test(fault.path)) continue;
    if (kind === 'Secret' && SECRET_VALUES.test(fault.path) && fault.about === 'type') yield { ...fault, message: 'must be a string; put it in quotes' };
    else yield { ...fault, isUncertain: fault.about === 'name' && fault.instead === undefined && CUSTOM.has(groupOf(apiVersion)) };
  }
}

function* foreignFaults(manifest: Manifest, minor: number): Iterable<FieldFault> {
  for (const owner of [['spec', 'template', 'spec'], ['spec', 'jobTargetRef', 'template', 'spec']]) {
    const spec = fieldsAt(manifest, ...owner);
    if (!Array.isArray(spec?.containers)) continue;
    for (const [list, name] of FOREIGN) {
      const faults = fieldFaults(spec[list], { is: 'list', of: { is: 'type', name } }, [...owner, list].join('.'), minor);
      // Fields that the kind's controller fills in may be left out.
      for (const fault of faults) if (fault.about !== 'value' || hasPlainPods(manifest)) yield fault;
    }
  }
}
