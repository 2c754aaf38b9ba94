import { type Fields, fieldsAt, fieldsListAt, textAt } from '../manifest/fields';
import { type Manifest } from '../manifest/manifest';
import { type ManifestIndex } from '../manifest/manifest-index';
import { type PodTemplate } from '../manifest/pod-template';

/** A container and where it runs. */
export interface PlacedContainer {
  readonly workload: Manifest;
  readonly template: PodTemplate;
  readonly container: Fields;
  /** As in a message: "container 'main'". */
  readonly label: string;
  /** Whether it ends before the others begin. */
  readonly isInit: boolean;
}

/** Every workload that has pods of its own, with its template; one that only refers to another's is left to that. */
export function* templatesOf(manifests: ManifestIndex): Iterable<{ workload: Manifest; template: PodTemplate }> {
  for (const workload of manifests.workloads) {
    const template = manifests.podTemplateOf(workload);
    if (template && !fieldsAt(workload, 'spec', 'workloadRef')) yield { workload, template };
  }
}

/** Every container of every workload, those that initialize included. */
export function* containersOf(manifests: ManifestIndex): Iterable<PlacedContainer> {
  for (const { workload, template } of templatesOf(manifests)) yield* containersIn(workload, template);
}

/** Every container of one pod template. */
export function* containersIn(workload: Manifest, template: PodTemplate): Iterable<PlacedContainer> {
  for (const list of ['initContainers', 'containers']) {
    for (const container of fieldsListAt(template.spec, list)) {
      const isInit = list === 'initContainers' && container.restartPolicy !== 'Always';
      yield { workload, template, container, label: `container '${textAt(container, 'name') ?? ''}'`, isInit };
    }
  }
}

/** Every container that runs while its pod serves. */
export function* runningContainers(manifests: ManifestIndex): Iterable<PlacedContainer> {
  for (const placed of containersOf(manifests)) {
    if (!placed.isInit) yield placed;
  }
}

/** Whether the pods of a workload end by themselves. */
export function isBatch({ kind }: Manifest): boolean {
  return kind === 'Job' || kind === 'CronJob';
}

/** The ports that a pod declares. */
export function portsOf(template: PodTemplate): readonly Fields[] {
  return ['initContainers', 'containers'].flatMap((list) => fieldsListAt(template.spec, list)).flatMap((container) => fieldsListAt(container, 'ports'));
}
