import { type Fields, fieldsAt, textAt } from '../values/fields';
import { isGiven, isOfControllers } from './given-labels';
import { LabelIndex } from './label-index';
import { matchesEqualities, matchesLabelSelector } from './label-selector';
import { groupOf, type Manifest, nameOf, namespaceOf, type ObjectReference } from './manifest';
import { type PodTemplate, podTemplateOf } from './pod-template';

/**
 * Index of Kubernetes objects by identity and by references.
 *
 * It is built in one pass; the cost of a look-up is the size of its result. For two objects with the same identity,
 * look-ups return the first, and `duplicates` holds both.
 */
export class ManifestIndex {
  /** Objects that have a pod template or refer to one, in input order. */
  public readonly workloads: readonly Manifest[];
  /** Objects that share group, kind, namespace and name with an earlier one. */
  public readonly duplicates: readonly { readonly first: Manifest; readonly again: Manifest }[];

  private readonly byKind = new Map<string, Manifest[]>();
  private readonly byIdentity = new Map<string, Manifest[]>();
  private readonly templates = new Map<Manifest, PodTemplate>();
  private readonly scalers = new Map<string, Manifest[]>();
  private readonly selecting = new Map<string, Map<Manifest, Manifest[]>>();
  private readonly byGroupKind = new Map<string, readonly Manifest[]>();
  private readonly byNamespace = new Map<string, ReadonlyMap<string, readonly Manifest[]>>();
  private readonly targets = new Map<Manifest, Manifest | undefined>();
  private readonly scalersByWorkload = {
    HorizontalPodAutoscaler: new Map<Manifest, readonly Manifest[]>(),
    ScaledObject: new Map<Manifest, readonly Manifest[]>(),
  };
  private readonly selectedBy = new Map<Manifest, readonly Manifest[]>();
  private namespaces?: ReadonlyMap<string, Manifest>;
  private kedaHpas?: ReadonlyMap<string, readonly Manifest[]>;
  private pods?: LabelIndex<Manifest>;

  public constructor(public readonly all: readonly Manifest[]) {
    const workloads: Manifest[] = [];
    const duplicates: { first: Manifest; again: Manifest }[] = [];
    for (const manifest of all) {
      push(this.byKind, manifest.kind, manifest);
      const same = push(this.byIdentity, identity(manifest.kind, namespaceOf(manifest), nameOf(manifest)), manifest);
      const first = manifest.metadata.name === undefined ? undefined : same.find((other) => groupOf(other.apiVersion) === groupOf(manifest.apiVersion));
      if (first && first !== manifest) duplicates.push({ first, again: manifest });
      const template = podTemplateOf(manifest);
      if (template) this.templates.set(manifest, template);
      if (template || fieldsAt(manifest, 'spec', 'workloadRef')) workloads.push(manifest);
      const target = scaleTargetOf(manifest);
      if (target) push(this.scalers, scalerKey(manifest.kind, target), manifest);
    }
    this.workloads = workloads;
    this.duplicates = duplicates;
  }

  /** Returns the object of a reference; undefined if it is not in the index. */
  public find(reference: ObjectReference): Manifest | undefined {
    const candidates = this.byIdentity.get(identity(reference.kind, reference.namespace || 'default', reference.name)) ?? [];
    const { apiVersion } = reference;
    return apiVersion === undefined ? candidates[0] : candidates.find((candidate) => groupOf(candidate.apiVersion) === groupOf(apiVersion));
  }

  /** Returns all objects of a kind, of one API group or of any, in input order. */
  public ofKind(kind: string, group?: string): readonly Manifest[] {
    const found = this.byKind.get(kind) ?? [];
    if (group === undefined) return found;
    const key = `${kind}\n${group}`;
    const known = this.byGroupKind.get(key) ?? found.filter((manifest) => groupOf(manifest.apiVersion) === group);
    this.byGroupKind.set(key, known);
    return known;
  }

  /** Returns all objects of a kind and API group in one namespace, in input order. */
  public ofKindIn(kind: string, group: string, namespace: string): readonly Manifest[] {
    const key = `${kind}\n${group}`;
    const known = this.byNamespace.get(key) ?? groupedBy(this.ofKind(kind, group), namespaceOf);
    this.byNamespace.set(key, known);
    return known.get(namespace) ?? [];
  }

  /** Returns the Namespace object of this name; undefined if it is not in the index. */
  public namespaceNamed(name: string): Manifest | undefined {
    this.namespaces ??= new Map([...this.ofKind('Namespace', '')].reverse().map((manifest) => [nameOf(manifest), manifest]));
    return this.namespaces.get(name);
  }

  /** All HorizontalPodAutoscalers. */
  public get hpas(): readonly Manifest[] {
    return this.ofKind('HorizontalPodAutoscaler', 'autoscaling');
  }

  /** All KEDA ScaledObjects. */
  public get scaledObjects(): readonly Manifest[] {
    return this.ofKind('ScaledObject', 'keda.sh');
  }

  /**
   * Returns the pod template of a workload. For an Argo Rollout with a `workloadRef`, it is that of the referenced
   * workload.
   */
  public podTemplateOf(workload: Manifest): PodTemplate | undefined {
    const own = this.templates.get(workload);
    if (own) return own;
    const kind = textAt(workload, 'spec', 'workloadRef', 'kind');
    const name = textAt(workload, 'spec', 'workloadRef', 'name');
    if (kind === undefined || name === undefined) return undefined;
    const referred = this.find({ apiVersion: textAt(workload, 'spec', 'workloadRef', 'apiVersion'), kind, name, namespace: namespaceOf(workload) });
    return referred && this.templates.get(referred);
  }

  /** Returns the scale target of an HPA or a ScaledObject; undefined if it is not in the index. */
  public scaleTargetOf(autoscaler: Manifest): Manifest | undefined {
    if (this.targets.has(autoscaler)) return this.targets.get(autoscaler);
    const target = scaleTargetOf(autoscaler);
    const found = target && this.find(target);
    this.targets.set(autoscaler, found);
    return found;
  }

  /** Returns the HPAs that scale a workload. More than one is an error of the manifests. */
  public hpasOf(workload: Manifest): readonly Manifest[] {
    return this.scalersOf('HorizontalPodAutoscaler', workload);
  }

  /** Returns the KEDA ScaledObjects that scale a workload. */
  public scaledObjectsOf(workload: Manifest): readonly Manifest[] {
    return this.scalersOf('ScaledObject', workload);
  }

  /** Returns the Services of a workload's namespace whose selector matches its pods. */
  public servicesSelecting(workload: Manifest): readonly Manifest[] {
    return this.objectsSelecting('Service', '', workload);
  }

  /** Returns the PodDisruptionBudgets of a workload's namespace whose selector matches its pods. */
  public podDisruptionBudgetsSelecting(workload: Manifest): readonly Manifest[] {
    return this.objectsSelecting('PodDisruptionBudget', 'policy', workload);
  }

  /**
   * Returns the ScaledObject of a namespace from which KEDA makes the HPA of this name; undefined if it is not in the
   * index.
   */
  public scaledObjectOfHpa(namespace: string, hpaName: string): Manifest | undefined {
    this.kedaHpas ??= groupedBy(this.scaledObjects, (object) => `${namespaceOf(object)}\n${kedaHpaName(object)}`);
    return this.kedaHpas.get(`${namespace}\n${hpaName}`)?.[0];
  }

  private scalersOf(kind: 'HorizontalPodAutoscaler' | 'ScaledObject', workload: Manifest): readonly Manifest[] {
    const known = this.scalersByWorkload[kind].get(workload) ?? this.findScalers(kind, workload);
    this.scalersByWorkload[kind].set(workload, known);
    return known;
  }

  private findScalers(kind: string, workload: Manifest): readonly Manifest[] {
    const key = scalerKey(kind, { kind: workload.kind, name: nameOf(workload), namespace: namespaceOf(workload) });
    return (this.scalers.get(key) ?? []).filter((scaler) => {
      const apiVersion = scaleTargetOf(scaler)?.apiVersion;
      return apiVersion === undefined || groupOf(apiVersion) === groupOf(workload.apiVersion);
    });
  }

  private objectsSelecting(kind: string, group: string, workload: Manifest): readonly Manifest[] {
    let found = this.selecting.get(kind);
    if (!found) {
      found = new Map();
      for (const object of this.ofKind(kind, group)) {
        for (const selected of this.workloadsSelectedBy(object)) push(found, selected, object);
      }
      this.selecting.set(kind, found);
    }
    return found.get(workload) ?? [];
  }

  /** Returns the workloads whose pods a Service or a PodDisruptionBudget selects. */
  public workloadsSelectedBy(object: Manifest): readonly Manifest[] {
    const known = this.selectedBy.get(object) ?? this.selectWorkloads(object);
    this.selectedBy.set(object, known);
    return known;
  }

  private selectWorkloads(object: Manifest): readonly Manifest[] {
    const selector = fieldsAt(object, 'spec', 'selector');
    if (object.kind !== 'Service') return this.workloadsMatching(selector, namespaceOf(object));
    if (!selector) return [];
    const candidates = this.candidatesFor(namespaceOf(object), { matchLabels: selector });
    return candidates.filter((workload) => matchesEqualities(selector, this.labelsFor(workload, selector)));
  }

  /** Returns the workloads of a namespace whose pods a label selector matches, in input order. */
  public workloadsMatching(selector: Fields | undefined, namespace: string): readonly Manifest[] {
    const equalities = fieldsAt(selector, 'matchLabels') ?? {};
    return this.candidatesFor(namespace, selector ?? {}).filter((workload) => matchesLabelSelector(selector, this.labelsFor(workload, equalities)));
  }

  /**
   * Returns the labels of a workload's pods: those of the template, and the requested ones that its controller adds.
   */
  private labelsFor(workload: Manifest, asked: Fields): Fields {
    const given = Object.keys(asked).filter((key) => isGiven(workload, key, asked[key]));
    const labels = this.podTemplateOf(workload)?.labels ?? {};
    return given.length === 0 ? labels : { ...labels, ...Object.fromEntries(given.map((key) => [key, asked[key]])) };
  }

  /** Returns whether a workload of a namespace has a pod label of this key. */
  public hasPodLabel(namespace: string, key: string): boolean {
    return this.podLabels().hasKey(namespace, key);
  }

  private candidatesFor(namespace: string, selector: Fields): readonly Manifest[] {
    return this.podLabels().candidates(namespace, selector, isOfControllers);
  }

  private podLabels(): LabelIndex<Manifest> {
    return this.pods ??= new LabelIndex(this.workloads, namespaceOf, (workload) => this.podTemplateOf(workload)?.labels ?? {});
  }
}

/** Returns the name of the HPA that KEDA makes from a ScaledObject. */
export function kedaHpaName(scaledObject: Manifest): string {
  return textAt(scaledObject, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name') ?? `keda-hpa-${nameOf(scaledObject)}`;
}

/** Returns the scaleTargetRef of an HPA or a KEDA ScaledObject; undefined for any other object. */
export function scaleTargetOf(autoscaler: Manifest): ObjectReference | undefined {
  const keda = autoscaler.kind === 'ScaledObject' && groupOf(autoscaler.apiVersion) === 'keda.sh';
  if (!keda && !(autoscaler.kind === 'HorizontalPodAutoscaler' && groupOf(autoscaler.apiVersion) === 'autoscaling')) return undefined;
  const name = textAt(autoscaler, 'spec', 'scaleTargetRef', 'name');
  const kind = textAt(autoscaler, 'spec', 'scaleTargetRef', 'kind') ?? (keda ? 'Deployment' : undefined);
  if (name === undefined || kind === undefined) return undefined;
  const apiVersion = textAt(autoscaler, 'spec', 'scaleTargetRef', 'apiVersion') ?? (keda ? 'apps/v1' : undefined);
  return { apiVersion, kind, name, namespace: namespaceOf(autoscaler) };
}

function scalerKey(scalerKind: string, target: ObjectReference): string {
  return `${scalerKind}\n${identity(target.kind, target.namespace || 'default', target.name)}`;
}

function identity(kind: string, namespace: string, name: string): string {
  return `${kind}\n${namespace}\n${name}`;
}

function push<K>(map: Map<K, Manifest[]>, key: K, manifest: Manifest): Manifest[] {
  const list = map.get(key);
  if (!list) {
    const fresh = [manifest];
    map.set(key, fresh);
    return fresh;
  }
  list.push(manifest);
  return list;
}

function groupedBy(manifests: readonly Manifest[], keyOf: (manifest: Manifest) => string): Map<string, Manifest[]> {
  const groups = new Map<string, Manifest[]>();
  for (const manifest of manifests) push(groups, keyOf(manifest), manifest);
  return groups;
}
