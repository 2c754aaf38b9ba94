import {
  describeManifest, groupOf, isScalable, kedaHpaName, type Manifest, type ManifestIndex, nameOf, namespaceOf, scaleTargetOf,
} from '../manifest';
import { podPattern } from '../promql/selectors';
import { UserError } from '../values/user-error';

/** Autoscaled workload that is recorded, alone or with others behind its Service. */
export interface RecordingTarget {
  /** Name as in scenario files. */
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  /** Workloads whose pods are counted: the target, and with `sum` those that share its Service. */
  readonly members: readonly WorkloadName[];
  readonly autoscaler: Manifest;
  /** Name of the HPA: for a ScaledObject, of the one that KEDA makes. */
  readonly hpaName: string;
  /** Services that select the pods. */
  readonly services: readonly string[];
  /** Sentences about what was assumed. */
  readonly remarks: readonly string[];
}

export interface WorkloadName {
  readonly kind: string;
  readonly name: string;
}

export interface TargetOptions {
  /** Namespace of objects that name none. @default 'default' */
  readonly namespace?: string;
  /** True if workloads behind one Service are recorded as one. @default false */
  readonly sum?: boolean;
}

/**
 * Finds the autoscaled workloads of some manifests.
 *
 * @throws UserError where there is none.
 */
export function findTargets(index: ManifestIndex, { namespace, sum = false }: TargetOptions = {}): RecordingTarget[] {
  const autoscalers = [...index.hpas, ...index.scaledObjects].filter((each) => !isMadeByKeda(each, index));
  if (autoscalers.length === 0) {
    throw new UserError('the manifests hold no HorizontalPodAutoscaler and no ScaledObject, so that nothing of them is recorded; name the folder with the autoscalers, or a dump of kubectl get -o yaml');
  }
  const names = allNames(index, autoscalers);
  const targets = new Map<string, RecordingTarget>();
  for (const autoscaler of autoscalers) {
    const target = scaleTargetOf(autoscaler);
    if (!target) throw new UserError(`${describeManifest(autoscaler)} has no target; set kind and name of spec.scaleTargetRef`);
    const id = fullName(namespaceOf(autoscaler), target.kind, target.name);
    const known = targets.get(id);
    if (known) throw new UserError(`${describeManifest(known.autoscaler)} and ${describeManifest(autoscaler)} both scale ${target.kind} ${target.name}; remove one of them`);
    const workload = index.find(target);
    const services = workload ? index.servicesSelecting(workload) : [];
    const siblings = workload ? siblingsOf(workload, services, index) : [];
    targets.set(id, {
      name: names.get(id) ?? id,
      apiVersion: target.apiVersion ?? workload?.apiVersion ?? 'apps/v1',
      kind: target.kind,
      namespace: autoscaler.metadata.namespace ? namespaceOf(autoscaler) : namespace ?? namespaceOf(autoscaler),
      members: [target, ...(sum ? siblings.map((each) => ({ kind: each.kind, name: nameOf(each) })) : [])].map(({ kind, name }) => ({ kind, name })),
      autoscaler,
      hpaName: autoscaler.kind === 'ScaledObject' ? kedaHpaName(autoscaler) : nameOf(autoscaler),
      services: services.map(nameOf),
      remarks: [...remarksOn(siblings, services, sum)],
    });
  }
  return withoutMembers([...targets.values()]);
}

/** Targets without those that an earlier one has among its members. */
function withoutMembers(targets: readonly RecordingTarget[]): RecordingTarget[] {
  return targets.filter((target, i) => !targets.slice(0, i).some(({ namespace, members }) => (
    namespace === target.namespace && members.some(({ kind, name }) => kind === target.members[0].kind && name === target.members[0].name)
  )));
}

/** Regular expression of the pods of a target. */
export function podsOf({ members }: RecordingTarget): string {
  return members.map(({ kind, name }) => podPattern(kind, name)).join('|');
}

/** True for an HPA that KEDA made of a ScaledObject of the same manifests, as a dump of a cluster has it. */
function isMadeByKeda(autoscaler: Manifest, index: ManifestIndex): boolean {
  return autoscaler.kind === 'HorizontalPodAutoscaler' && index.scaledObjectOfHpa(namespaceOf(autoscaler), nameOf(autoscaler)) !== undefined;
}

/** Shortest name of each workload that no other has: `web`, `shop/web` or `shop/Deployment/web`. */
function allNames(index: ManifestIndex, autoscalers: readonly Manifest[]): Map<string, string> {
  const parts = new Map<string, readonly string[]>();
  const add = (namespace: string, kind: string, name: string): void => {
    parts.set(fullName(namespace, kind, name), [name, `${namespace}/${name}`]);
  };
  for (const workload of index.workloads.filter(isScalable)) add(namespaceOf(workload), workload.kind, nameOf(workload));
  for (const autoscaler of autoscalers) {
    const target = scaleTargetOf(autoscaler);
    if (target) add(namespaceOf(autoscaler), target.kind, target.name);
  }
  const uses = new Map<string, number>();
  for (const short of [...parts.values()].flat()) uses.set(short, (uses.get(short) ?? 0) + 1);
  return new Map([...parts].map(([id, short]) => [id, short.find((name) => uses.get(name) === 1) ?? id]));
}

function fullName(namespace: string, kind: string, name: string): string {
  return `${namespace}/${kind}/${name}`;
}

/** Other workloads that a Service of a workload selects, such as a canary. */
function siblingsOf(workload: Manifest, services: readonly Manifest[], index: ManifestIndex): Manifest[] {
  const selected = services.flatMap((service) => index.workloadsSelectedBy(service));
  return [...new Set(selected)].filter((each) => each !== workload && isScalable(each) && groupOf(each.apiVersion) !== 'batch');
}

function remarksOn(siblings: readonly Manifest[], services: readonly Manifest[], sum: boolean): string[] {
  if (siblings.length === 0) return [];
  const others = siblings.map(describeManifest).join(', ');
  const where = services.map(nameOf).join(', ');
  return [sum
    ? `The pods of ${others} are behind the Service ${where} as well and were added (--sum).`
    : `The pods of ${others} are behind the Service ${where} as well; each workload was recorded on its own (--split, the default), --sum adds them.`];
}
