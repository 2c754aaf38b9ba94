import { createHash } from 'node:crypto';
import { type ApiObject } from 'cdk8s';
import { type Json, transformFinalManifest } from './final-manifest';

/**
 * Annotates the pods of a workload with the checksum of a ConfigMap, so that a configuration change triggers a rollout.
 * The checksum includes final patches of the ConfigMap. An existing annotation of the same name is kept.
 *
 * @param canonical returns the text to hash
 */
export function rollOnConfigChange(workload: ApiObject, configMap: ApiObject, annotation: string, canonical: (data: Record<string, string>) => string): void {
  transformFinalManifest(workload, (manifest) => {
    const { data = {}, binaryData }: Json = configMap.toJson();
    const hash = createHash('sha256').update(canonical(data));
    if (binaryData !== undefined) hash.update(JSON.stringify(binaryData));
    const { metadata } = manifest.spec.template;
    const annotations = { [annotation]: hash.digest('hex'), ...metadata.annotations };
    metadata.annotations = Object.fromEntries(Object.entries(annotations).sort(([left], [right]) => (left < right ? -1 : 1)));
    return manifest;
  });
}
