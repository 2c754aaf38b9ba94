import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { rollOnConfigChange } from '../kube/config-checksum';
import { KubeObject, type KubeObjectProps } from '../kube/kube-object';
import { type Mount, PodVolume } from '../kube/pod-volume';
import { UserError } from '../values/user-error';

/** Pod annotation with the checksum of the configuration. A change triggers a rollout of the Deployment. */
const CHECKSUM_ANNOTATION = 'checksum/config';

interface ModuleConfig {
  readonly mount: Mount;
  /** Adds the checksum annotation to a workload, so that a change of the files triggers a rollout. */
  readonly roll: (workload: ApiObject) => void;
}

/**
 * Creates a ConfigMap with the configuration files. Returns its mount and the function that rolls workloads on changes.
 *
 * @throws if a file name is not a valid ConfigMap key.
 */
export function moduleConfig(scope: Construct, id: string, metadata: KubeObjectProps['metadata'], files: Record<string, string>, path: string): ModuleConfig {
  const wrong = Object.keys(files).find((file) => !/^[-._a-zA-Z0-9]{1,253}$/.test(file) || /^\.\.?$/.test(file));
  if (wrong !== undefined) {
    throw new UserError(`configuration file '${wrong}' is not a valid ConfigMap key; use letters, digits, '-', '_' and '.', without folders`);
  }
  const configMap = new KubeObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: files });
  return {
    mount: { volume: PodVolume.configMap('config', metadata.name), path, readOnly: true },
    roll: (workload) => rollOnConfigChange(workload, configMap, CHECKSUM_ANNOTATION, sorted),
  };
}

function sorted(data: Record<string, string>): string {
  return JSON.stringify(Object.entries(data).sort(([left], [right]) => (left < right ? -1 : 1)));
}
