import { createHash } from 'node:crypto';
import { type ApiObject } from 'cdk8s';
import { type Json, transformFinalManifest } from './final-manifest';

/**
 * Annotates the pods of a workload with a checksum of a ConfigMap as it will be written, patches at the end included,
 * so that any change of the configuration rolls the pods. An annotation of that name that the workload has already is
 * kept.
 *
 * @param canonical the text that the checksum is made of
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
