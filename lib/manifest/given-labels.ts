import { type Manifest, nameOf } from './manifest';

/** Pattern of the values of a label that a controller sets on its pods; undefined if any value is possible. */
type Given = (workload: Manifest) => RegExp | undefined;

const ANY: Given = () => undefined;
const OWN_NAME: Given = (workload) => new RegExp(`^${escaped(nameOf(workload))}$`);

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Labels that controllers add to pods and that templates lack, by the kind of the workload. */
const GIVEN: Readonly<Record<string, Readonly<Record<string, Given>>>> = {
  StatefulSet: {
    'statefulset.kubernetes.io/pod-name': (workload) => new RegExp(`^${escaped(nameOf(workload))}-\\d+$`),
    'apps.kubernetes.io/pod-index': () => /^\d+$/,
    'controller-revision-hash': ANY,
  },
  Deployment: { 'pod-template-hash': ANY },
  Rollout: { 'rollouts-pod-template-hash': ANY },
  DaemonSet: { 'controller-revision-hash': ANY, 'pod-template-generation': ANY },
  Job: { 'job-name': OWN_NAME, 'batch.kubernetes.io/job-name': OWN_NAME, 'controller-uid': ANY, 'batch.kubernetes.io/controller-uid': ANY },
};

/** Returns whether a controller sets a label with this possible value on the pods of a workload. */
export function isGiven(workload: Manifest, key: string, value: unknown): boolean {
  const given = Object.hasOwn(GIVEN, workload.kind) ? GIVEN[workload.kind] : {};
  if (!Object.hasOwn(given, key)) return false;
  return given[key](workload)?.test(String(value)) ?? true;
}

/** Returns whether a controller sets labels of this key, so that templates lack them. */
export function isOfControllers(key: string): boolean {
  return Object.values(GIVEN).some((labels) => Object.hasOwn(labels, key));
}
