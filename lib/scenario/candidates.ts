import {
  describeManifest, isScalable, kedaHpaName, type Manifest, type ManifestIndex, nameOf, namespaceOf, scaleTargetOf,
} from '../manifest';
import { UserError } from '../values/user-error';
import { suggestion } from '../values/nearest';
import { type Scenario } from './scenario';

/** Workload that can be simulated. */
export interface Candidate {
  /** Id of the workload: `namespace/Kind/name`. */
  readonly id: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  /** Manifest of the workload; undefined if only an autoscaler or the scenario refers to it. */
  readonly manifest?: Manifest;
  readonly hpa?: Manifest;
  /** ScaledObject of the workload; an HPA beside it is the one that KEDA created. */
  readonly scaledObject?: Manifest;
  /** Autoscalers of the same workload that are not simulated. */
  readonly leftOut?: readonly Manifest[];
}

/**
 * Returns all workloads: those with a replica count, targets of autoscalers, and external workloads of the scenario.
 *
 * @param autoscaler name of the autoscaler to simulate if a workload has several: `web` or `ScaledObject/web`.
 * @throws UserError if two autoscalers have one target.
 */
export function findCandidates(index: ManifestIndex, scenario: Scenario, autoscaler?: string): Candidate[] {
  const leftOut = autoscaler === undefined ? [] : rivalsOf(autoscaler, index);
  const found = new Map<string, Candidate>();
  for (const manifest of index.workloads.filter(isScalable)) {
    add(found, { namespace: namespaceOf(manifest), kind: manifest.kind, name: nameOf(manifest), manifest });
  }
  for (const hpa of index.hpas) {
    if (leftOut.includes(hpa)) continue;
    const target = scaleTargetOf(hpa);
    if (!target) throw new UserError(`${describeManifest(hpa)} names no target; give spec.scaleTargetRef a kind and a name`);
    const manifest = index.find(target);
    const id = idOf(namespaceOf(hpa), target.kind, target.name);
    const other = found.get(id)?.hpa;
    if (other) throw new UserError(`${describeManifest(other)} and ${describeManifest(hpa)} both scale ${target.kind} ${target.name}; simulate one at a time, chosen by --autoscaler`);
    found.set(id, { id, namespace: namespaceOf(hpa), kind: target.kind, name: target.name, ...(manifest && { manifest }), hpa });
  }
  for (const scaledObject of index.scaledObjects) {
    if (leftOut.includes(scaledObject)) continue;
    const target = scaleTargetOf(scaledObject);
    if (!target) throw new UserError(`${describeManifest(scaledObject)} names no target; give spec.scaleTargetRef a name`);
    const id = idOf(namespaceOf(scaledObject), target.kind, target.name);
    const { hpa, scaledObject: another } = found.get(id) ?? {};
    const other = another ?? (hpa && nameOf(hpa) !== kedaHpaName(scaledObject) ? hpa : undefined);
    if (other) throw new UserError(`${describeManifest(other)} and ${describeManifest(scaledObject)} both scale ${target.kind} ${target.name}; simulate one at a time, chosen by --autoscaler`);
    found.set(id, { id, namespace: namespaceOf(scaledObject), kind: target.kind, name: target.name, ...found.get(id), scaledObject });
  }
  for (const each of leftOut) {
    const id = targetIdOf(each) as string;
    const candidate = found.get(id);
    if (candidate) found.set(id, { ...candidate, leftOut: [...candidate.leftOut ?? [], each] });
  }
  for (const [key, workload] of Object.entries(scenario.workloads ?? {})) {
    if (workload.external !== true) continue;
    const [name, kind, namespace] = [...key.split('/').reverse(), undefined, undefined];
    const [realKind, realNamespace] = namespace === undefined ? ['Deployment', kind ?? 'default'] : [kind ?? 'Deployment', namespace];
    if (!found.has(idOf(realNamespace, realKind, name ?? key))) add(found, { namespace: realNamespace, kind: realKind, name: name ?? key });
  }
  return [...found.values()];
}

/** Returns the other autoscalers of an autoscaler's workload. */
function rivalsOf(name: string, index: ManifestIndex): Manifest[] {
  const all = [...index.hpas, ...index.scaledObjects];
  const named = all.filter((each) => name === nameOf(each) || name === `${each.kind}/${nameOf(each)}`);
  if (named.length === 0) {
    if (all.length === 0) throw new UserError(`--autoscaler is '${name}', but the manifests hold no autoscaler; leave it out`);
    throw new UserError(`--autoscaler is '${name}', which no autoscaler of the manifests is called; ${suggestion(name, all.map(nameOf))}`);
  }
  const targets = named.map(targetIdOf);
  const twice = named.find((each, i) => targets[i] !== undefined && targets.indexOf(targets[i]) !== i && each.kind !== name.split('/')[0]);
  if (twice) throw new UserError(`--autoscaler is '${name}', which is ambiguous: ${named.map((each) => `${each.kind}/${nameOf(each)}`).join(', ')}; use one of them`);
  return all.filter((each) => !named.includes(each) && targets.includes(targetIdOf(each) ?? ''));
}

/** Returns the id of the target; undefined if the autoscaler has no target. */
function targetIdOf(autoscaler: Manifest): string | undefined {
  const target = scaleTargetOf(autoscaler);
  return target && idOf(namespaceOf(autoscaler), target.kind, target.name);
}

function add(found: Map<string, Candidate>, candidate: Omit<Candidate, 'id'>): void {
  const id = idOf(candidate.namespace, candidate.kind, candidate.name);
  if (!found.has(id)) found.set(id, { id, ...candidate });
}

function idOf(namespace: string, kind: string, name: string): string {
  return `${namespace}/${kind}/${name}`;
}

/** Returns the workloads that a name may refer to: `web`, `shop/web`, `Deployment/web` or `shop/Deployment/web`. */
export function candidatesNamed(name: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter((one) => [one.name, one.id, `${one.namespace}/${one.name}`, `${one.kind}/${one.name}`].includes(name));
}

/**
 * Returns the workload that a name in a scenario refers to.
 *
 * @param path path of the name in the scenario, for the error.
 * @throws UserError if no workload matches, or several do.
 */
export function pickCandidate(name: string, candidates: readonly Candidate[], path: string): Candidate {
  const matches = candidatesNamed(name, candidates);
  if (matches.length === 1) return matches[0];
  if (matches.length > 1) throw new UserError(`${path} names '${name}', which is ambiguous: ${matches.map(({ id }) => id).join(', ')}; use one of them`);
  const known = candidates.length === 0 ? 'the manifests hold no workload' : suggestion(name, candidates.map((one) => one.name));
  throw new UserError(`${path} names '${name}', which is not a workload of the manifests; ${known}. For one that runs elsewhere, set external: true and fixed`);
}
