import { type Fields, fieldsAt, fieldsListAt, textAt, valueAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { type PodTemplate } from '../../manifest/pod-template';

/** A container and where it runs. */
export interface PlacedContainer {
  readonly workload: Manifest;
  readonly template: PodTemplate;
  readonly container: Fields;
  /** As in a message: "container 'main'". */
  readonly label: string;
  /** True where it ends before the others begin. */
  readonly isInit: boolean;
}

interface PlacedTemplate {
  readonly workload: Manifest;
  readonly template: PodTemplate;
}

/** Most rules ask for the same lists. */
const TEMPLATES = new WeakMap<ManifestIndex, readonly PlacedTemplate[]>();
const CONTAINERS = new WeakMap<ManifestIndex, readonly PlacedContainer[]>();

/** Every workload that has pods of its own, with its template; one that only refers to another's is left to that. */
export function templatesOf(manifests: ManifestIndex): readonly PlacedTemplate[] {
  const found = TEMPLATES.get(manifests) ?? manifests.workloads.flatMap((workload): PlacedTemplate[] => {
    const template = manifests.podTemplateOf(workload);
    return template && !fieldsAt(workload, 'spec', 'workloadRef') ? [{ workload, template }] : [];
  });
  TEMPLATES.set(manifests, found);
  return found;
}

/** Every container of every workload, those that initialize included. */
export function containersOf(manifests: ManifestIndex): readonly PlacedContainer[] {
  const found = CONTAINERS.get(manifests) ?? templatesOf(manifests).flatMap(({ workload, template }) => containersIn(workload, template));
  CONTAINERS.set(manifests, found);
  return found;
}

/** Every container of one pod template. */
export function containersIn(workload: Manifest, template: PodTemplate): PlacedContainer[] {
  return ['initContainers', 'containers'].flatMap((list) => fieldsListAt(template.spec, list).map((container): PlacedContainer => {
    const isInit = list === 'initContainers' && container.restartPolicy !== 'Always';
    return { workload, template, container, label: `container '${textAt(container, 'name') ?? ''}'`, isInit };
  }));
}

/** Every container that runs while its pod serves. */
export function runningContainers(manifests: ManifestIndex): readonly PlacedContainer[] {
  return containersOf(manifests).filter(({ isInit }) => !isInit);
}

/**
 * Containers of one workload that run while its pods serve; none for a workload that refers to the template of another.
 */
export function runningContainersIn(manifests: ManifestIndex, workload: Manifest): readonly PlacedContainer[] {
  const template = manifests.podTemplateOf(workload);
  return template && !fieldsAt(workload, 'spec', 'workloadRef') ? containersIn(workload, template).filter(({ isInit }) => !isInit) : [];
}

/** The ports that a pod declares. */
export function portsOf(template: PodTemplate): readonly Fields[] {
  return ['initContainers', 'containers'].flatMap((list) => fieldsListAt(template.spec, list)).flatMap((container) => fieldsListAt(container, 'ports'));
}

/** True where a container, or a pod as a whole, sets a request or limit for a resource. Requests default to limits. */
export function setsResource(owner: Fields, list: 'requests' | 'limits', resource: string): boolean {
  const lists = list === 'requests' ? ['requests', 'limits'] : ['limits'];
  return lists.some((each) => valueAt(owner, 'resources', each, resource) !== undefined);
}
