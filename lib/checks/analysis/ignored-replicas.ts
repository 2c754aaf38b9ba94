import { type Fields, fieldsAt, fieldsListAt, listAt, textAt, valueAt } from '../../values/fields';
import { groupOf, type Manifest, nameOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';

const GROUP = 'argoproj.io';
const REPLICAS = { jsonPointers: '/spec/replicas', jqPathExpressions: '.spec.replicas' } as const;
/** Field managers that write the replicas of an autoscaled workload. */
const AUTOSCALER_MANAGERS: readonly unknown[] = ['kube-controller-manager', 'keda-operator', 'keda'];

/** Treatment of a workload's spec.replicas by Argo CD. */
export type ReplicasHandling = 'ignored' | 'ignored in the diff alone' | 'applied';

/**
 * Handling of a workload's spec.replicas by the Applications and ApplicationSets of the input.
 *
 * Source: argo cd docs, diff customization; sync options, RespectIgnoreDifferences.
 */
export function replicasHandling(manifests: ManifestIndex, workload: Manifest): ReplicasHandling {
  const specs = [
    ...manifests.ofKind('Application', GROUP).map((each) => fieldsAt(each, 'spec')),
    ...manifests.ofKind('ApplicationSet', GROUP).map((each) => fieldsAt(each, 'spec', 'template', 'spec')),
  ];
  const ignoring = specs.filter((spec): spec is Fields => spec !== undefined && mayDeploy(spec, workload) && fieldsListAt(spec, 'ignoreDifferences').some((entry) => ignores(entry, workload)));
  if (ignoring.length === 0) return 'applied';
  const respected = ignoring.some((spec) => listAt(spec, 'syncPolicy', 'syncOptions').some((option) => String(option).replace(/\s/g, '') === 'RespectIgnoreDifferences=true'));
  return respected ? 'ignored' : 'ignored in the diff alone';
}

/** An Application deploys to its destination; an object without a namespace goes there as well. */
function mayDeploy(spec: Fields, workload: Manifest): boolean {
  const namespace = textAt(spec, 'destination', 'namespace') ?? '';
  const own = textAt(workload, 'metadata', 'namespace') ?? '';
  return namespace === '' || own === '' || namespace.includes('{{') || namespace === own;
}

function ignores(entry: Fields, workload: Manifest): boolean {
  const fits = (field: string, value: string): boolean => [undefined, '*', '', value].includes(textAt(entry, field));
  const [group, kind] = [valueAt(entry, 'group') ?? '', valueAt(entry, 'kind') ?? '*'];
  if ((group !== '*' && group !== groupOf(workload.apiVersion)) || (kind !== '*' && kind !== workload.kind)) return false;
  if (!fits('name', nameOf(workload)) || !fits('namespace', textAt(workload, 'metadata', 'namespace') ?? '')) return false;
  return Object.entries(REPLICAS).some(([field, path]) => listAt(entry, field).includes(path))
    || listAt(entry, 'managedFieldsManagers').some((manager) => AUTOSCALER_MANAGERS.includes(manager));
}
